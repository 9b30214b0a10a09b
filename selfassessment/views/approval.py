"""Step 4: the whole report is read, and the head approves it; or takes it back for correction."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors, workflow
from selfassessment.completeness import Completeness
from selfassessment.enums import Action, OrderKind
from selfassessment.forms.ordering import ReasonForm
from selfassessment.models import Answer, SelfAssessment
from selfassessment.oddities import odd_dates
from selfassessment.services import ordering
from selfassessment.views.parts import part_url
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, is_open, step_page

PAGE = "selfassessment/self_assessment_approval.html"
RETURN = "selfassessment/self_assessment_return.html"


@reads
def self_assessment_approval(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    if not is_open(report, Stage.APPROVAL):
        return redirect(Stage.PLAN.url(report))
    orders, progress = selectors.orders(report, OrderKind.APPROVE), selectors.progress(report)
    steps = workflow.SELF_ASSESSMENT
    context: dict[str, Any] = {
        "progress": progress,
        "missing": _missing(report, progress),
        "whole": _whole(report, progress),
        "orders": orders,
        "leads": rules.may_lead.allows(request.acting, report),
        "refusal": steps[Action.APPROVE].reason(request.acting, report),
        "return_refusal": steps[Action.RETURN].reason(request.acting, report),
        "signs": rules.may_sign.allows(request.acting, report),
        "odd": odd_dates(report, orders.draft) if orders.draft else [],
    }
    return step_page(request, report, Stage.APPROVAL, PAGE, context)


@reads
def self_assessment_return_show(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    workflow.SELF_ASSESSMENT.check(Action.RETURN, request.acting, report)
    return _return_page(request, report, _form())


@writes
def self_assessment_return_save(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    workflow.SELF_ASSESSMENT.check(Action.RETURN, request.acting, report)
    form = _form(request.POST)
    if not form.is_valid():
        return _return_page(request, report, form)
    report = ordering.return_for_correction(report, comment=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The report is open for correction. When it is complete, approve it once more."))
    return redirect(Stage.REPORT.url(report))


self_assessment_return = by_method(self_assessment_return_show, self_assessment_return_save)


def _missing(report: SelfAssessment, progress: Completeness) -> list[dict[str, Any]]:
    """Each gap by the name of its field, with the way there."""
    return [
        {"name": _name(gap.answer), "gap": gap, "url": part_url(report, number, gap.answer)}
        for number, part in enumerate(progress.parts, start=1)
        for gap in part.gaps
    ]


def _name(answer: Answer) -> str:
    """A criterion by its number and words, conclusions with the number of their section."""
    if answer.section and answer.is_conclusion:
        return f"{answer.section.number}. {answer}"
    return str(answer)


def _whole(report: SelfAssessment, progress: Completeness) -> list[dict[str, Any]]:
    """The report as it reads, each answer with its evidence."""
    cited = selectors.citations(report)
    return [
        {"section": part.section, "rows": [(answer, cited.get(answer.pk, [])) for answer in part.answers]}
        for part in progress.parts
    ]


def _form(data: Any = None) -> ReasonForm:
    return ReasonForm(
        data,
        hint=_("What has to be corrected. The order that approves the corrected report names this reason."),
        missing=_("Write what has to be corrected."),
    )


def _return_page(request: Request, report: SelfAssessment, form: ReasonForm) -> HttpResponse:
    return step_page(request, report, Stage.APPROVAL, RETURN, {"form": form}, status=422 if form.is_bound else 200)
