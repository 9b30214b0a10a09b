"""The visit of the experts: its plan, its days for a calendar, and what was noted there."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.forms.visits import CancelForm, PlanForm
from accreditation.models import Application, Visit
from accreditation.rules import visits as rules
from accreditation.rules.evaluation import seat_of
from accreditation.selectors import visits as selectors
from accreditation.services import visits as services
from accreditation.views.evaluation import application_here
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
def visit(request: Request, pk: int) -> HttpResponse:
    """Who goes when, and what this expert may do now."""
    application = application_here(request, pk)
    plan = selectors.plan_of(application)
    context: dict[str, Any] = {
        "application": application,
        "visit": plan,
        "plan_refusal": rules.may_plan.reason(request.acting, application),
    }
    if plan:
        context["note_refusal"] = rules.may_note.reason(request.acting, plan)
        context["noted"] = selectors.entries_for(request.acting).filter(visit=plan).count()
    return render(request, "accreditation/visit.html", context)


@reads
def visit_plan_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    rules.may_plan.check(request.acting, application)
    return _plan_page(request, application, PlanForm(application=application, initial=_initial(application)))


@writes
def visit_plan_save(request: Request, pk: int) -> HttpResponse:
    """The experts and the school are told at once."""
    application = application_here(request, pk)
    rules.may_plan.check(request.acting, application)
    form = PlanForm(request.POST, application=application)
    if form.is_valid():
        try:
            services.plan(application, form.plan(), by=request.acting)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The visit is planned. The experts and the organization have been told."))
            return redirect("accreditation:visit", pk)
    return _plan_page(request, application, form, status=422)


visit_plan = by_method(visit_plan_show, visit_plan_save)


@reads
def visit_cancel_show(request: Request, pk: int) -> HttpResponse:
    return _cancel_page(request, _to_cancel(request, pk), CancelForm())


@writes
def visit_cancel_save(request: Request, pk: int) -> HttpResponse:
    plan, form = _to_cancel(request, pk), CancelForm(request.POST)
    if not form.is_valid():
        return _cancel_page(request, plan, form, status=422)
    services.cancel(plan, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The visit is cancelled. The experts and the organization have been told."))
    return redirect("accreditation:visit", pk)


visit_cancel = by_method(visit_cancel_show, visit_cancel_save)


@reads
def visit_days(request: Request, pk: int) -> HttpResponse:
    """The days as a file for calendars, for everybody who was told of them."""
    rows = selectors.plans_told_to(request.acting).select_related("application__organization")
    plan = get_object_or_404(rows, pk=pk)
    group = selectors.visits_for(request.acting).filter(pk=pk).exists()
    page = reverse("accreditation:visit" if group else "accreditation:application", args=[plan.application_id])
    headers = {"Content-Disposition": f'attachment; filename="asula-{plan.application_id}.ics"'}
    content = selectors.calendar_file(plan, request.build_absolute_uri(page))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@reads
def visit_record(request: Request, pk: int) -> HttpResponse:
    """Everything that was noted, for the group, the ministry and the collegium."""
    plan = get_object_or_404(selectors.visits_for(request.acting), pk=pk)
    full = selectors.plan_of(plan.application)
    chapters = selectors.record(plan, request.acting)
    context = {"visit": full, "application": plan.application, "chapters": chapters}
    return render(request, "accreditation/visit_record.html", context | _way_back(request, plan))


@reads
def visit_photo(request: Request, public_id: str) -> HttpResponseBase:
    """The picture, once the scanner called it clean."""
    return file_response(get_object_or_404(selectors.photos_for(request.acting), public_id=public_id))


def _way_back(request: Request, plan: Visit) -> dict[str, str]:
    """Where this reader came from."""
    if seat_of(request.acting, plan.application):
        return {"back": reverse("accreditation:visit", args=[plan.application_id]), "label": _("Visit of the experts")}
    if Visit.objects.visible_to(request.acting).filter(pk=plan.pk).exists():
        back = reverse(settings.MINISTRY_EXPERTS_PAGE, args=[plan.application_id])
        return {"back": back, "label": _("Experts of the application")}
    return {"back": reverse("accreditation:collegium_home"), "label": _("Collegium")}


def _initial(application: Application) -> dict[str, Any]:
    """What stands in the form: the plan, or the whole group and the organization's own telephone."""
    plan = selectors.plan_of(application)
    if plan is None:
        return {
            "starts_on": application.evaluation_starts_on,
            "ends_on": application.evaluation_starts_on,
            "experts": list(application.invitations.accepted().values_list("expert", flat=True)),
            "contact_name": application.organization.head_name,
            "contact_phone": application.organization.phone,
        }
    names = ("starts_on", "ends_on", "contact_name", "contact_phone", "meeting")
    return {name: getattr(plan, name) for name in names} | {"experts": [each.pk for each in plan.experts.all()]}


def _plan_page(request: Request, application: Application, form: PlanForm, *, status: int = 200) -> HttpResponse:
    context = {"application": application, "visit": selectors.plan_of(application), "form": form}
    return render(request, "accreditation/visit_plan.html", context, status=status)


def _to_cancel(request: Request, pk: int) -> Visit:
    application = application_here(request, pk)
    rules.may_plan.check(request.acting, application)
    return get_object_or_404(Visit.objects.planned().select_related("application__organization"), application=pk)


def _cancel_page(request: Request, plan: Visit, form: CancelForm, *, status: int = 200) -> HttpResponse:
    context = {"application": plan.application, "visit": plan, "form": form}
    return render(request, "accreditation/visit_cancel.html", context, status=status)
