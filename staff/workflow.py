"""The states of an employment, and the only functions that change an employment."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.models import User
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal
from staff import rules
from staff.enums import Action, State
from staff.models import Employment, EmploymentEvent


def is_not_the_head(employment: Employment) -> Reason:
    """The organization is never left without its head by mistake."""
    if employment.is_head:
        return _("This is the head of the organization. Hand over the role of the head first.")
    return None


EMPLOYMENT = Workflow(
    "Employment",
    Transition(action=Action.CHANGE, sources={State.EMPLOYED}, target=State.EMPLOYED, rule=rules.may_change),
    Transition(
        action=Action.DISMISS,
        sources={State.EMPLOYED},
        target=State.DISMISSED,
        rule=rules.may_manage_staff & rules.is_not_oneself,
        guards=(is_not_the_head,),
    ),
    Transition(action=Action.TAKE_BACK, sources={State.DISMISSED}, target=State.EMPLOYED, rule=rules.may_manage_staff),
)


@transaction.atomic
def advance(employment: Employment, action: Action, *, by: Acting, comment: str = "", **changes: Any) -> Employment:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(employment)
    step = EMPLOYMENT.check(action, by, locked)
    return _apply(locked, action, by=by.user, comment=comment, state=step.leads_to(locked), **changes)


@transaction.atomic
def decree(employment: Employment, action: Action, *, by: User | None, comment: str = "", **changes: Any) -> Employment:
    """What a register, the ministry or the organization's head has decided is so. The caller has asked the rules."""
    return _apply(lock(employment), action, by=by, comment=comment, **changes)


def record(employment: Employment, action: Action, *, by: User | None, comment: str = "", **changes: Any) -> None:
    """The event stands in the employment's history and in the journal."""
    EmploymentEvent.objects.create(
        employment=employment,
        action=action,
        by=by,
        role=employment.role,
        position=employment.position,
        comment=comment,
    )
    organization = employment.organization
    facts = changes | ({"comment": comment} if comment else {})
    journal.write(action, by=by, obj=employment, organization=organization, changes=facts)


def lock(employment: Employment) -> Employment:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    return read_locked(Employment.objects.select_related("organization", "person"), employment.pk)


def _apply(employment: Employment, action: Action, *, by: User | None, comment: str, **changes: Any) -> Employment:
    if changes.get("state", employment.state) != employment.state:
        dismissed = changes["state"] == State.DISMISSED
        changes |= {"ended_on": timezone.localdate()} if dismissed else {"ended_on": None}
    before = {name: getattr(employment, name) for name in changes}
    for name, value in changes.items():
        setattr(employment, name, value)
    employment.save(update_fields=changes)
    changed = {name: (before[name], changes[name]) for name in changes if before[name] != changes[name]}
    record(employment, action, by=by, comment=comment, **changed)
    return employment
