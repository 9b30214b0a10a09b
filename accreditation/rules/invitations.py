"""Who may answer an invitation, and who may choose experts by hand."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import FORMING, State
from accreditation.enums.evaluation import EvaluationState
from accreditation.models import Evaluation, Invitation
from accreditation.rules.applications import handles
from core.rules import Reason, rule


@rule
def is_the_invited(acting: Acting | None, invitation: Invitation) -> Reason:
    """The expert himself, not blocked: signed in, or with the link from his letter (then `acting` is None)."""
    if invitation.expert.is_blocked:
        return _("This expert was blocked by the ministry.")
    if acting is not None and acting.user.pk != invitation.expert.person_id:
        return _("Only the invited expert may answer.")
    return None


@rule
def is_the_invited_in_person(acting: Acting | None, invitation: Invitation) -> Reason:
    """The expert himself, signed in."""
    if acting is None:
        return _("Sign in to do this.")
    return is_the_invited.reason(acting, invitation)


@rule
def handles_it(acting: Acting | None, invitation: Invitation) -> Reason:
    """The ministry's people of the application."""
    return handles.reason(acting, invitation.application)


@rule
def handles_it_or_is_the_system(acting: Acting | None, invitation: Invitation) -> Reason:
    """By itself, or by the ministry's people of the application."""
    return None if acting is None else handles_it.reason(acting, invitation)


@rule
def is_the_system(acting: Acting | None, _invitation: Any) -> Reason:
    """What happens when time is over."""
    return None if acting is None else _("This happens by itself when the time for the answer is over.")


may_change_the_group = handles


def may_still_be_replaced(invitation: Invitation) -> Reason:
    """Before the evaluation begins; after that only a blocked expert who has not published his decision: the group
    could not finish without him."""
    application, expert = invitation.application, invitation.expert
    if application.state != State.EVALUATION or not expert.is_blocked:
        return evaluation_has_not_begun(invitation)
    if Evaluation.objects.filter(application=application, expert=expert, state=EvaluationState.PUBLISHED).exists():
        return _("The expert has published the decision, which stands until the ministry reopens it.")
    return None


def evaluation_has_not_begun(invitation: Invitation) -> Reason:
    """Until then an expert may withdraw and be replaced."""
    if invitation.application.state in FORMING:
        return None
    return _("The evaluation has begun: the group of experts is not changed any more.")
