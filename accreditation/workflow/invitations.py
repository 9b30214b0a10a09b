"""The states of an invitation as one table, and the only function that changes them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.invitations import LIVE, InvitationAct, InvitationState
from accreditation.models import Invitation, InvitationEvent
from accreditation.rules import invitations as rules
from core.locking import read_locked
from core.workflow import Transition, Workflow
from records import journal

INVITATION = Workflow(
    "Invitation",
    Transition(
        action=InvitationAct.ACCEPT,
        sources={InvitationState.WAITING},
        target=InvitationState.ACCEPTED,
        rule=rules.is_the_invited,
    ),
    Transition(
        action=InvitationAct.DECLINE,
        sources={InvitationState.WAITING},
        target=InvitationState.DECLINED,
        rule=rules.is_the_invited,
    ),
    Transition(
        action=InvitationAct.LAPSE,
        sources={InvitationState.WAITING},
        target=InvitationState.LAPSED,
        rule=rules.is_the_system,
    ),
    Transition(
        action=InvitationAct.WITHDRAW,
        sources={InvitationState.ACCEPTED},
        target=InvitationState.WITHDRAWN,
        rule=rules.is_the_invited_in_person,
        guards=(rules.evaluation_has_not_begun,),
    ),
    Transition(
        action=InvitationAct.REPLACE,
        sources=LIVE,
        target=InvitationState.REPLACED,
        rule=rules.handles_it_or_is_the_system,
        guards=(rules.may_still_be_replaced,),
    ),
)


@transaction.atomic
def advance(
    invitation: Invitation, action: InvitationAct, *, by: Acting | None, comment: str = "", **changes: Any
) -> Invitation:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied.

    Whoever calls this holds the lock of the application. Without `by` the expert answered by the link in his letter,
    or nobody did and the time is over.
    """
    locked = lock(invitation)
    step = INVITATION.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    now = timezone.now()
    if comment:
        changes["comment"] = comment
    for name, value in changes.items():
        setattr(locked, name, value)
    if not locked.is_live:
        locked.ended_at, locked.is_chair = now, False
    locked.save(update_fields=["state", "ended_at", "is_chair", *changes])
    record(locked, action, by=by, state=(source, locked.state), **changes)
    return locked


def record(
    invitation: Invitation, action: InvitationAct, *, by: Acting | None, comment: str = "", **facts: Any
) -> None:
    """What happened stands in the invitation's history and in the journal."""
    by_letter = by is None and action in {InvitationAct.ACCEPT, InvitationAct.DECLINE}
    person = invitation.expert.person if by_letter else by.user if by else None
    InvitationEvent.objects.create(invitation=invitation, action=action, by=person, comment=comment)
    facts |= {"by_letter": True} if by_letter else {}
    facts |= {"comment": comment} if comment else {}
    organization = invitation.application.organization
    journal.write(action, by=person, obj=invitation, organization=organization, changes=facts)


def lock(invitation: Invitation) -> Invitation:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Invitation.objects.select_related("application__organization", "expert__person")
    return read_locked(rows, invitation.pk)
