"""The period of the external evaluation, and the moment when the ministry takes the application."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.applications import TAKEN, Action
from accreditation.models import Application
from accreditation.selectors.evaluation_orders import CURRENT
from accreditation.services import desk, intake
from accreditation.services import period as moving
from accreditation.services.draw import TooFewExperts
from accreditation.workflow.applications import APPLICATION
from admin_panel.forms.intake import MovedPeriodForm, PeriodForm
from admin_panel.views.access import for_the_ministry
from admin_panel.views.case import application_here, crumbs
from core.http import Request, by_method, reads, writes


@reads
@for_the_ministry
def _period_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    dates = {"starts_on": application.evaluation_starts_on, "ends_on": application.evaluation_ends_on}
    return _period_page(request, application, _period_form(application, initial=dates))


@writes
@for_the_ministry
def _period_save(request: Request, pk: int) -> HttpResponse:
    """Set before the application is taken; after that moved, for a reason."""
    application = application_here(request, pk)
    form = _period_form(application, request.POST)
    if not form.is_valid():
        return _period_page(request, application, form)
    if application.state in TAKEN:
        application = moving.move(application, **form.cleaned_data, by=request.acting)
        messages.success(request, _("The period is moved. The experts and the organization have been told."))
    else:
        application = intake.schedule(application, **form.cleaned_data, by=request.acting)
        messages.success(request, _("The period is saved. The application can be taken under consideration now."))
    desk.see([application], by=request.acting)
    return redirect("ministry:application", pk)


period = by_method(_period_show, _period_save)


def _period_form(application: Application, *args: Any, **options: Any) -> PeriodForm:
    if application.state in TAKEN:
        return MovedPeriodForm(*args, application=application, **options)
    return PeriodForm(*args, **options)


def _period_page(request: Request, application: Application, form: PeriodForm) -> HttpResponse:
    is_taken = application.state in TAKEN
    APPLICATION.check(Action.MOVE_PERIOD if is_taken else Action.SCHEDULE, request.acting, application)
    context = {
        "application": application,
        "form": form,
        "is_taken": is_taken,
        "has_an_order": is_taken and application.evaluation_orders.filter(state__in=CURRENT).exists(),
        "crumbs": crumbs(application, _("Period of external evaluation")),
    }
    return render(request, "admin_panel/period.html", context, status=422 if form.is_bound else 200)


@reads
@for_the_ministry
def _take_show(request: Request, pk: int) -> HttpResponse:
    """What follows from it, before it is done."""
    application = application_here(request, pk)
    APPLICATION.check(Action.TAKE, request.acting, application)
    return _take_page(request, application)


@writes
@for_the_ministry
def _take_save(request: Request, pk: int) -> HttpResponse:
    """Taken, with its experts drawn; where too few may evaluate, nothing happens and the page says what can be done."""
    application = application_here(request, pk)
    try:
        application = intake.take_under_review(application, by=request.acting)
    except TooFewExperts as refused:
        return _take_page(request, application, refusal=str(refused))
    desk.see([application], by=request.acting)
    messages.success(request, _("%(application)s is taken under consideration.") % {"application": application})
    return redirect("ministry:application", pk)


take = by_method(_take_show, _take_save)


def _take_page(request: Request, application: Application, *, refusal: str = "") -> HttpResponse:
    context = {
        "application": application,
        "refusal": refusal,
        "crumbs": crumbs(application, _("Take under consideration")),
    }
    return render(request, "admin_panel/take.html", context, status=422 if refusal else 200)
