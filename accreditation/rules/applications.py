"""Who may do what to an application."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import RELEASING, State
from accreditation.models import Application
from accreditation.rules.people import specialist_of
from core.rules import Reason, Rule, rule
from selfassessment.models import SelfAssessment
from staff import rules as staff_rules

may_see = staff_rules.may_see_self_assessment
may_prepare = staff_rules.may_lead_self_assessment
"""Who leads the self-assessment prepares the application; only the head signs it."""


def of_a_person(inner: Rule) -> Rule:
    """A step that the system never takes by itself."""

    def reason(acting: Acting | None, obj: Any) -> Reason:
        return _("A person has to do this.") if acting is None else inner.reason(acting, obj)

    joined = Rule(reason)
    joined.__name__, joined.__doc__ = inner.__name__, inner.__doc__
    return joined


may_sign = of_a_person(staff_rules.may_sign)


@of_a_person
@rule
def is_administrator(acting: Acting, _application: Any = None) -> Reason:
    """The ministry's administrator of accreditation."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry's administrator of accreditation may do this.")


@of_a_person
@rule
def handles(acting: Acting, application: Application) -> Reason:
    """The specialist of this application, or an administrator; nobody for an organization where he works himself."""
    if not acting.user.is_administrator and not is_its_specialist(acting, application):
        return _("Only the specialist to whom the application was given, or an administrator, may do this.")
    if staff_rules.standing(acting.user, application.organization_id).role:
        return _("You work in this organization: somebody else has to deal with its application.")
    return None


administers = is_administrator & handles
"""An administrator, and nobody for an organization where he works himself."""


@rule
def is_the_system(acting: Acting | None, _application: Application) -> Reason:
    """What follows by itself from what others did: nobody presses a button for it."""
    return None if acting is None else _("This happens by itself as soon as everything for it is there.")


@rule
def handles_or_is_the_system(acting: Acting | None, application: Application) -> Reason:
    """By itself, or by whoever handles the application."""
    return None if acting is None else handles.reason(acting, application)


@rule
def administers_or_is_the_system(acting: Acting | None, application: Application) -> Reason:
    """By itself, or by an administrator."""
    return None if acting is None else is_administrator.reason(acting, application)


def is_its_specialist(acting: Acting, application: Application) -> bool:
    """Whether the person is the specialist of this application, and not blocked."""
    specialist = specialist_of(acting.user)
    return specialist is not None and specialist.pk == application.specialist_id


def why_in_use(report: SelfAssessment) -> Reason:
    """For settings.SELF_ASSESSMENT_USES: a report on which an application rests stays as it was approved."""
    application = Application.objects.filter(report=report).exclude(state__in=RELEASING).first()
    if application is None:
        return None
    if application.state == State.DRAFT:
        return _("The draft of application %(number)s rests on this report. Delete the draft first.") % {
            "number": application
        }
    return _("Application %(number)s rests on this report: it stays as it was approved.") % {"number": application}


def may_reopen(acting: Acting, report: SelfAssessment) -> Reason:
    """For settings.SELF_ASSESSMENT_REOPENER: whoever handles the application that was just returned."""
    application = Application.objects.filter(report=report, state=State.RETURNED).first()
    if application is None:
        return _("No application that rests on this report was returned.")
    return handles.reason(acting, application)
