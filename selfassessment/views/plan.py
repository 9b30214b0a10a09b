"""Step 2: of which type the self-assessment is, when, about what; and what an earlier report gives for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors, workflow
from selfassessment.enums import OrderKind
from selfassessment.forms.planning import PlanForm
from selfassessment.models import SelfAssessment
from selfassessment.oddities import odd_dates
from selfassessment.services import planning, starting
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_plan.html"


@reads
def self_assessment_plan_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, report_here(request, pk))


@writes
def self_assessment_plan_save(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_plan.check(request.acting, report)
    form = PlanForm(request.POST, report=report)
    if not form.is_valid():
        return _page(request, report, form=form)
    try:
        report = planning.plan(report, **form.cleaned_data, by=request.acting, second="second" in request.POST)
    except planning.DraftExists as known:
        return _page(request, report, form=form, known=known.report)
    if "next" in request.POST and report.is_written:
        return redirect(Stage.REPORT.url(report))
    is_ready = all(guard(report) is None for guard in _GUARDS)
    messages.success(request, _("Saved. Look at the order, then approve it.") if is_ready else _("Saved."))
    return redirect(Stage.PLAN.url(report))


@writes
def self_assessment_take_over(request: Request, pk: int) -> HttpResponse:
    """The empty answers take the texts of the last approved report."""
    report = report_here(request, pk)
    count = starting.take_over(report, by=request.acting)
    told = ngettext("%(count)d answer was taken over.", "%(count)d answers were taken over.", count)
    messages.success(request, told % {"count": count})
    return redirect(Stage.PLAN.url(report))


self_assessment_plan = by_method(self_assessment_plan_show, self_assessment_plan_save)


def _page(
    request: Request, report: SelfAssessment, *, form: PlanForm | None = None, known: SelfAssessment | None = None
) -> HttpResponse:
    refusal = rules.may_plan.reason(request.acting, report)
    orders = selectors.orders(report, OrderKind.CONDUCT)
    context: dict[str, Any] = {
        "form": None if refusal else form or PlanForm(report=report),
        "known": known,
        "refusal": refusal,
        "orders": orders,
        "lacks": [reason for guard in _GUARDS if (reason := guard(report))],
        "odd": odd_dates(report, orders.draft) if orders.draft else [],
        "leads": rules.may_lead.allows(request.acting, report),
        "programmes": report.programmes.by_name(),
        "earlier": starting.last_approved(report) if report.type and report.is_unfinished else None,
    }
    return step_page(request, report, Stage.PLAN, PAGE, context, status=422 if form else 200)


_GUARDS = (workflow.commission_is_whole, workflow.plan_is_whole)
