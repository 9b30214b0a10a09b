"""Experts are invited, answer, and are replaced: three seats, and whoever falls out makes room for the next at once.

Every function locks the application first, so what two people do at the same moment happens one after the other.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action, State
from accreditation.enums.invitations import DeclineReason, InvitationAct, InvitationState
from accreditation.models import Application, Expert, Invitation
from accreditation.models.invitations import SEATS
from accreditation.rules import invitations as rules
from accreditation.services import evaluation_orders, inviting
from accreditation.services import telling_experts as telling
from accreditation.services.settling import settle
from accreditation.workflow import invitations as invitation_workflow


@transaction.atomic
def fill(application: Application, *, by: Acting | None) -> list[Invitation]:
    """Each free seat is offered to the next in the row whom no rule excludes today; if nobody is left, the ministry
    is told that it is needed."""
    application = workflow.lock(application)
    taken = set(application.invitations.live().values_list("seat", flat=True))
    invited = []
    for seat in range(1, SEATS + 1):
        if seat not in taken:
            invitation = inviting.invite_next(application, seat, by=by)
            if invitation is None:
                telling.nobody_left(application, seat, by=by)
                break
            invited.append(invitation)
    name_chair(application, by=None)
    return invited


@transaction.atomic
def accept(invitation: Invitation, *, by: Acting | None) -> Invitation:
    """The expert evaluates the school, and has confirmed that none of the three duties to refuse is his.

    With the third consent the application goes on.
    """
    workflow.lock(invitation.application)
    accepted = invitation_workflow.advance(invitation, InvitationAct.ACCEPT, by=by, answered_at=timezone.now())
    application = workflow.lock(invitation.application)
    if application.state == State.INVITING and application.invitations.accepted().count() == SEATS:
        application = workflow.advance(application, Action.AGREE, by=None)
        telling.all_agreed(application)
    return accepted


@transaction.atomic
def decline(invitation: Invitation, *, reason: DeclineReason, comment: str, by: Acting | None) -> Invitation:
    """The expert does not take part, and the next in the row is invited."""
    workflow.lock(invitation.application)
    declined = invitation_workflow.advance(
        invitation,
        InvitationAct.DECLINE,
        by=by,
        decline_reason=reason,
        comment=_needed(comment),
        answered_at=timezone.now(),
    )
    fill(declined.application, by=None)
    return declined


@transaction.atomic
def withdraw(invitation: Invitation, *, reason: DeclineReason, comment: str, by: Acting) -> Invitation:
    """The expert, who had agreed, does not take part; the ministry is told and the next in the row is invited."""
    workflow.lock(invitation.application)
    withdrawn = invitation_workflow.advance(
        invitation,
        InvitationAct.WITHDRAW,
        by=by,
        comment=_needed(comment),
        decline_reason=reason,
        answered_at=timezone.now(),
    )
    _reopen(withdrawn.application, reason=comment)
    telling.withdrew(withdrawn)
    settle(withdrawn)
    fill(withdrawn.application, by=None)
    return withdrawn


@transaction.atomic
def lapse(invitation: Invitation) -> bool:
    """If the time for the answer is over and there is none, the next in the row is invited; says whether it was so."""
    workflow.lock(invitation.application)
    locked = invitation_workflow.lock(invitation)
    if locked.state != InvitationState.WAITING or locked.due_on >= timezone.localdate():
        return False
    lapsed = invitation_workflow.advance(locked, InvitationAct.LAPSE, by=None)
    telling.lapsed(lapsed)
    fill(lapsed.application, by=None)
    return True


@transaction.atomic
def remind(invitation: Invitation) -> bool:
    """The expert who has not answered is reminded, once; says whether it was needed."""
    locked = invitation_workflow.lock(invitation)
    if locked.state != InvitationState.WAITING or locked.reminded_at or locked.remind_on > timezone.localdate():
        return False
    locked.reminded_at = timezone.now()
    locked.save(update_fields=["reminded_at"])
    invitation_workflow.record(locked, InvitationAct.REMIND, by=None)
    telling.reminded(locked)
    return True


@transaction.atomic
def replace(
    invitation: Invitation, *, reason: str, successor: Expert | None = None, by: Acting | None
) -> Invitation | None:
    """Somebody else has the seat: `successor`, chosen by hand, or the next in the row. None where nobody is left."""
    application = workflow.lock(invitation.application)
    replaced = invitation_workflow.advance(invitation, InvitationAct.REPLACE, by=by, comment=_needed(reason))
    telling.replaced(replaced, reason=reason)
    settle(replaced)
    _reopen(application, reason=reason)
    if successor is None:
        fill(application, by=by)
    else:
        assert by is not None  # noqa: S101 -- the system chooses nobody by hand
        inviting.invite_by_hand(application, successor, seat=replaced.seat, replaces=replaced, reason=reason, by=by)
        name_chair(application, by=None)
    return application.invitations.live().filter(seat=replaced.seat).first()


@transaction.atomic
def choose_by_hand(application: Application, expert: Expert, *, reason: str, by: Acting) -> Invitation:
    """A seat for which the row has nobody left is offered to this expert, for this reason."""
    application = workflow.lock(application)
    rules.may_change_the_group.check(by, application)
    taken = set(application.invitations.live().values_list("seat", flat=True))
    free = [seat for seat in range(1, SEATS + 1) if seat not in taken]
    if not free or application.state != State.INVITING:
        raise PermissionDenied(_("All three places are taken."))
    invitation = inviting.invite_by_hand(
        application, expert, seat=free[0], replaces=None, reason=_needed(reason), by=by
    )
    name_chair(application, by=None)
    return invitation


@transaction.atomic
def change_chair(invitation: Invitation, *, reason: str, by: Acting) -> Invitation:
    """This member of the group leads it. An order that names another chair has to be made anew."""
    application = workflow.lock(invitation.application)
    rules.may_change_the_group.check(by, application)
    chosen = invitation_workflow.lock(invitation)
    if refusal := rules.evaluation_has_not_begun(chosen):
        raise PermissionDenied(refusal)
    if not chosen.is_live:
        raise PermissionDenied(_("This expert is not in the group."))
    if not chosen.is_chair:
        _seat_chair(application, chosen)
        invitation_workflow.record(chosen, InvitationAct.CHAIR, by=by, comment=_needed(reason))
        if evaluation_orders.outdate(application, reason=reason.strip(), by=by):
            telling.order_outdated(application)
    return chosen


@transaction.atomic
def replace_expert(application: Application, expert: Expert, *, reason: str, by: Acting | None) -> None:
    """If the expert sits in the group of this application, somebody else does from now on."""
    sitting = application.invitations.live().filter(expert=expert).first()
    if sitting is not None:
        replace(sitting, reason=reason, by=by)


@transaction.atomic
def release_all(application: Application, *, reason: str, by: Acting) -> None:
    """Nobody is in the group any more; each is told why."""
    application = workflow.lock(application)
    for sitting in application.invitations.live().select_related("expert__person"):
        released = invitation_workflow.advance(sitting, InvitationAct.REPLACE, by=by, comment=reason)
        telling.replaced(released, reason=reason)
    _reopen(application, reason=reason)


def name_chair(application: Application, *, by: Acting | None) -> None:
    """The group has a chair: who was drawn first among those who sit in it, unless somebody has the chair already."""
    sitting = list(application.invitations.live().order_by("place", "seat"))
    if sitting and not any(member.is_chair for member in sitting):
        _seat_chair(application, sitting[0])
        invitation_workflow.record(sitting[0], InvitationAct.CHAIR, by=by)


def _seat_chair(application: Application, chosen: Invitation) -> None:
    application.invitations.filter(is_chair=True).update(is_chair=False)
    chosen.is_chair = True
    chosen.save(update_fields=["is_chair"])


def _reopen(application: Application, *, reason: str) -> None:
    """An application whose group was complete is looking for experts again; an unsigned order names somebody else.

    The reason stands with the invitation: the school, which reads the application's history, is not told it.
    """
    locked = workflow.lock(application)
    evaluation_orders.discard_unsigned(locked, reason=reason, by=None)
    if locked.state not in {State.AGREED, State.ORDERED, State.EVALUATION}:
        return
    was_ordered = locked.state != State.AGREED
    reopened = workflow.advance(locked, Action.INVITE_AGAIN, by=None)
    if was_ordered:
        telling.order_outdated(reopened)


def _needed(text: str) -> str:
    if not text.strip():
        raise PermissionDenied(_("Write a reason or a comment."))
    return text.strip()
