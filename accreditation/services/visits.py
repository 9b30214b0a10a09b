"""The chair plans the visit: experts and school are told, and told again when the plan changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow as applications
from accreditation.enums.visits import VisitAct
from accreditation.models import Application, Expert, Visit
from accreditation.rules import visits as rules
from accreditation.selectors.draw import period_of
from accreditation.services import letters
from accreditation.services.telling import people_of_the_school
from accreditation.workflow import visits as workflow
from notifications.services import notify


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When, who of the group, and whom they ask for there."""

    starts_on: date
    ends_on: date
    experts: list[Expert]
    contact_name: str
    contact_phone: str
    meeting: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        names = ("starts_on", "ends_on", "contact_name", "contact_phone", "meeting")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def plan(application: Application, wanted: Plan, *, by: Acting) -> Visit:
    """The visit stands as wanted, also when it was planned otherwise or cancelled before. Raises ValidationError for
    days outside the period of the evaluation, and for people outside the group."""
    application = applications.lock(application)
    rules.may_plan.check(by, application)
    _check(application, wanted)
    visit = Visit.objects.filter(application=application).first()
    if visit is None:
        visit = Visit.objects.create(application=application, planned_by=by.user, **wanted.columns)
        workflow.record(visit, VisitAct.PLAN, by=by, **wanted.columns)
        message = "visit_planned"
    else:
        action = VisitAct.CHANGE if visit.is_planned else VisitAct.PLAN
        message = "visit_changed" if visit.is_planned else "visit_planned"
        visit = workflow.advance(visit, action, by=by, reason="", **wanted.columns)
    visit.experts.set(wanted.experts)
    _tell(visit, message)
    return visit


@transaction.atomic
def cancel(visit: Visit, *, reason: str, by: Acting) -> Visit:
    """Nobody goes, and everybody who was told knows why. What was noted already stays."""
    if not reason.strip():
        raise PermissionDenied(_("Write the reason."))
    applications.lock(visit.application)
    visit = workflow.advance(visit, VisitAct.CANCEL, by=by, reason=reason.strip())
    _tell(visit, "visit_cancelled")
    return visit


def _check(application: Application, wanted: Plan) -> None:
    first, last = period_of(application)
    if wanted.ends_on < wanted.starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first one.")})
    for name in ("starts_on", "ends_on"):
        if not first <= getattr(wanted, name) <= last:
            facts = {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
            raise ValidationError({name: _("The evaluation lasts from %(first)s to %(last)s.") % facts})
    seated = set(application.invitations.accepted().values_list("expert", flat=True))
    if not wanted.experts or not {expert.pk for expert in wanted.experts} <= seated:
        raise ValidationError({"experts": _("Choose at least one expert of the group.")})


def _tell(visit: Visit, message: str) -> None:
    """The whole group, those too who stay at home, and the people of the school."""
    application, template = visit.application, f"accreditation/messages/{message}"
    context = {
        "visit": visit,
        "application": application,
        "names": ", ".join(str(each) for each in visit.experts.all()),
    }
    url = reverse("accreditation:visit", args=[application.pk])
    for seat in application.invitations.accepted().select_related("expert__person"):
        notify([seat.expert.person], template, context, url=url, address=letters.address_of(seat.expert))
    notify(people_of_the_school(application), template, context, url=_page_of_the_school(application))


def _page_of_the_school(application: Application) -> str:
    return reverse("accreditation:application", args=[application.pk])
