"""Who may do what about a condition of a conditional accreditation."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models.conditions import Condition
from accreditation.rules import applications
from accreditation.rules.applications import of_a_person
from core.rules import Reason, rule


@of_a_person
@rule
def may_answer(acting: Acting, condition: Condition) -> Reason:
    """Who leads the self-assessment of the organization."""
    return applications.may_prepare.reason(acting, condition.application)


@of_a_person
@rule
def may_check(acting: Acting, condition: Condition) -> Reason:
    """Who handles the application; nobody for an organization where he works himself."""
    return applications.handles.reason(acting, condition.application)


@rule
def is_the_system(acting: Acting | None, _condition: Condition) -> Reason:
    """What follows by itself from a decision or from the calendar."""
    return None if acting is None else _("This happens by itself as soon as everything for it is there.")
