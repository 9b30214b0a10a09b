"""Step 1: who writes the report."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import rules, selectors, workflow
from selfassessment.forms.commission import AddMembersForm, CommissionForm
from selfassessment.models import SelfAssessment
from selfassessment.services import planning
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page
from staff.selectors import commission_candidates

PAGE = "selfassessment/self_assessment_commission.html"
ADD_PAGE = "selfassessment/self_assessment_commission_add.html"


@reads
def self_assessment_commission_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, report_here(request, pk))


@writes
def self_assessment_commission_save(request: Request, pk: int) -> HttpResponse:
    """The chair is chosen; a button beside a member takes him out; «Кийинки» goes on when nothing is missing."""
    report = report_here(request, pk)
    members = list(selectors.commission(report))
    form = CommissionForm(request.POST, members=members)
    if not form.is_valid():
        return _page(request, report, form=form)
    leaving = request.POST.get("remove", "")
    staying = {key: one for key, one in form.members.items() if key != leaving}
    chair = form.chosen_chair if form.chosen_chair in staying.values() else None
    planning.set_commission(report, list(staying.values()), chair=chair, by=request.acting)
    if leaving:
        return redirect(Stage.COMMISSION.url(report))
    lack = workflow.commission_is_whole(report)
    if "next" in request.POST and lack is None:
        return redirect(Stage.PLAN.url(report))
    if "next" in request.POST:
        return _page(request, report, form=CommissionForm(members=list(selectors.commission(report))), lack=lack)
    messages.success(request, _("The commission is saved."))
    return redirect(Stage.COMMISSION.url(report))


@reads
def self_assessment_commission_add_show(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_plan.check(request.acting, report)
    return _add_page(request, report, _add_form(report))


@writes
def self_assessment_commission_add_save(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_plan.check(request.acting, report)
    form = _add_form(report, request.POST)
    if not form.is_valid():
        return _add_page(request, report, form)
    members = list(selectors.commission(report))
    chair = next((member.employment for member in members if member.is_chair), None)
    everybody = [*(member.employment for member in members), *form.cleaned_data["employees"]]
    planning.set_commission(report, everybody, chair=chair, by=request.acting)
    return redirect(Stage.COMMISSION.url(report))


self_assessment_commission = by_method(self_assessment_commission_show, self_assessment_commission_save)
self_assessment_commission_add = by_method(self_assessment_commission_add_show, self_assessment_commission_add_save)


def _page(
    request: Request, report: SelfAssessment, *, form: CommissionForm | None = None, lack: str | None = None
) -> HttpResponse:
    members = list(selectors.commission(report))
    refusal = rules.may_plan.reason(request.acting, report)
    form = form or CommissionForm(members=members)
    context: dict[str, Any] = {
        "form": form,
        "members": members,
        "chair": str(form["chair"].value() or ""),
        "refusal": refusal,
        "lack": lack,
        "missing": workflow.commission_is_whole(report),
        "add_form": None if refusal or members else _add_form(report),
    }
    return step_page(request, report, Stage.COMMISSION, PAGE, context, status=422 if lack or form.is_bound else 200)


def _add_form(report: SelfAssessment, data: Any = None) -> AddMembersForm:
    present = report.members.values("employment")
    return AddMembersForm(data, candidates=commission_candidates(report.organization).exclude(pk__in=present))


def _add_page(request: Request, report: SelfAssessment, form: AddMembersForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return step_page(request, report, Stage.COMMISSION, ADD_PAGE, {"form": form}, status=status)
