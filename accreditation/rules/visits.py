"""Who may plan the visit of the experts, note something there, and take it back."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.models import Application, Visit, VisitEntry
from accreditation.rules.applications import of_a_person
from accreditation.rules.evaluation import is_chair, seat_of
from core.rules import Reason, rule

_TIME_OF_VISITS = frozenset({State.ORDERED, State.EVALUATION})


@of_a_person
@rule
def may_plan(acting: Acting, application: Application) -> Reason:
    """The chair of the group, from the order until the external evaluation is finished."""
    return is_chair.reason(acting, application) or is_time_of_visits(application)


@of_a_person
@rule
def plans(acting: Acting, visit: Visit) -> Reason:
    """The chair of the group whose visit it is."""
    return may_plan.reason(acting, visit.application)


@of_a_person
@rule
def may_note(acting: Acting, visit: Visit) -> Reason:
    """An expert of the group who goes there, while the evaluation is not finished."""
    seat = seat_of(acting, visit.application)
    if seat is None:
        return _("Only an expert of this application may do this.")
    if not visit.is_planned:
        return _("The visit is cancelled.")
    if not visit.experts.filter(pk=seat.expert_id).exists():
        return _("By the plan you don't go there. Ask the chair of the group to change the plan.")
    return is_time_of_visits(visit.application)


@of_a_person
@rule
def may_change_entry(acting: Acting, entry: VisitEntry) -> Reason:
    """Its author, while he sits in the group and the evaluation is not finished."""
    if entry.expert.person_id != acting.user.pk or seat_of(acting, entry.visit.application) is None:
        return _("Only the expert who wrote this entry may do this.")
    if entry.removed_at:
        return _("This entry is removed.")
    return is_time_of_visits(entry.visit.application)


def is_time_of_visits(application: Application) -> Reason:
    """From the signed order until the group has finished."""
    if application.state in _TIME_OF_VISITS:
        return None
    return _("A visit belongs to the external evaluation, which is not going on now.")
