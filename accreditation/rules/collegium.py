"""Who may do what in a sitting of the collegium."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models import AgendaItem, Sitting
from accreditation.rules import voting
from accreditation.rules.applications import administers, handles, of_a_person
from accreditation.rules.people import collegium_member_of, is_administrator
from core.rules import Reason, rule

may_convene = of_a_person(is_administrator)
"""The ministry's administrators call sittings and keep their record."""


@of_a_person
@rule
def sits(acting: Acting, sitting: Sitting) -> Reason:
    """A member who is recorded as present."""
    member = collegium_member_of(acting.user)
    if member is None:
        return _("Only a member of the collegium may do this.")
    if not sitting.attendances.filter(member=member).exists():
        return _("You are not recorded as present at this sitting: tell its secretary.")
    return None


@of_a_person
@rule
def may_sign_minutes(acting: Acting, sitting: Sitting) -> Reason:
    """The chair of the sitting and its secretary."""
    if acting.user.pk in {sitting.chair.person_id, sitting.secretary_id}:
        return None
    return _("Only the chair of the sitting and its secretary sign the minutes.")


@of_a_person
@rule
def may_add_case(acting: Acting, item: AgendaItem) -> Reason:
    """Whoever handles the application puts it on an agenda, and takes it from there."""
    return handles.reason(acting, item.application)


@of_a_person
@rule
def may_record(acting: Acting, item: AgendaItem) -> Reason:
    """An administrator, who has no interest in the case himself."""
    return administers.reason(acting, item.application)


@of_a_person
@rule
def may_confirm(acting: Acting, item: AgendaItem) -> Reason:
    """A second person: another administrator than the one who drafted the decision."""
    if reason := may_record.reason(acting, item):
        return reason
    if item.decision.drafted_by_id == acting.user.pk:
        return _("You drafted this decision: another administrator has to confirm it.")
    return None


@of_a_person
@rule
def may_read_case(acting: Acting, item: AgendaItem) -> Reason:
    """A member without a conflict of interest in the case."""
    member = collegium_member_of(acting.user)
    if member is None:
        return _("Only a member of the collegium may do this.")
    if voting.has_conflict(item.application, member):
        return _("You have a conflict of interest in this case: you neither see it nor vote on it.")
    return None


@of_a_person
@rule
def may_vote(acting: Acting, item: AgendaItem) -> Reason:
    """A member without a conflict who is present."""
    if reason := may_read_case.reason(acting, item):
        return reason
    return sits.reason(acting, item.sitting)


@of_a_person
@rule
def may_record_votes(acting: Acting, item: AgendaItem) -> Reason:
    """The member himself, or an administrator for him: then the member confirms it."""
    return None if may_record.allows(acting, item) else may_vote.reason(acting, item)
