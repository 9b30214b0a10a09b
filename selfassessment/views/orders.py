"""The two orders: looked at, filled in, signed, replaced. The kind comes from the address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from records.selectors import progress
from selfassessment import rules, selectors, workflow
from selfassessment.enums import OrderKind
from selfassessment.forms.ordering import OrderForm, ReasonForm
from selfassessment.models import SelfAssessment
from selfassessment.oddities import odd_dates
from selfassessment.services import ordering, papers, signing
from selfassessment.views.place import report_here
from selfassessment.views.wizard import Stage, step_page

PAGE = "selfassessment/self_assessment_order.html"
PAPER = "selfassessment/self_assessment_order_paper.html"
REPLACE = "selfassessment/self_assessment_order_replace.html"
WITHDRAW = "selfassessment/self_assessment_order_withdraw.html"
STAGES = {OrderKind.CONDUCT: Stage.PLAN, OrderKind.APPROVE: Stage.APPROVAL}
PAPER_PAGES = {
    OrderKind.CONDUCT: "selfassessment:self_assessment_order_paper",
    OrderKind.APPROVE: "selfassessment:self_assessment_approval_paper",
}
LACKS = {
    Stage.COMMISSION: workflow.commission_is_whole,
    Stage.PLAN: workflow.plan_is_whole,
    Stage.REPORT: workflow.report_is_complete,
}


# Filled in and signed -------------------------------------------------------------------------------------------------


@reads
def self_assessment_order_show(request: Request, pk: int, kind: OrderKind) -> HttpResponse:
    report = _report(request, pk, kind)
    return _page(request, report, kind, _form(report, kind))


@writes
def self_assessment_order_save(request: Request, pk: int, kind: OrderKind) -> HttpResponse:
    """With «Буйрукту бекитүү» the head comes to the signing, with «Сактоо» the details wait for him."""
    report = _report(request, pk, kind)
    signs = "sign" in request.POST
    form = _form(report, kind, request.POST, is_complete=signs)
    if not form.is_valid():
        return _page(request, report, kind, form)
    order = ordering.prepare_order(report, kind, by=request.acting)
    order = ordering.fill_order(order, **form.cleaned_data, by=request.acting)
    if not signs:
        messages.success(request, _("The details of the order are saved."))
        return redirect(STAGES[kind].url(report))
    if refusal := signing.why_not(report, kind, by=request.acting):
        return _page(request, report, kind, form, refusal=refusal)
    ceremony = signing.open_signing(order, by=request.acting, return_url=STAGES[kind].url(report))
    for sentence in odd_dates(report, order):
        messages.warning(request, sentence)
    return redirect("records:sign", ceremony.public_id)


@writes
def self_assessment_signing_cancel(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    signing.cancel_signing(report, by=request.acting)
    messages.success(request, _("The signing is cancelled. The order can be changed again."))
    return redirect((Stage.APPROVAL if report.is_written else Stage.PLAN).url(report))


# Looked at ------------------------------------------------------------------------------------------------------------


@reads
def self_assessment_order_paper_show(request: Request, pk: int, kind: OrderKind) -> HttpResponse:
    """The order as PDF: the page waits until a worker has printed it."""
    report = report_here(request, pk)
    orders = selectors.orders(report, kind)
    order = orders.draft if orders.draft and orders.draft.document else orders.signed
    if order is None or order.document is None:
        return redirect(STAGES[kind].url(report))
    context = {
        "order": order,
        "document": order.document,
        "progress": progress(order.document),
        "here": request.path,
        "kind": kind,
    }
    return step_page(request, report, STAGES[kind], f"{PAPER}#state" if request.htmx else PAPER, context)


@writes
def self_assessment_order_paper_make(request: Request, pk: int, kind: OrderKind) -> HttpResponse:
    """The draft says what is chosen now."""
    report = report_here(request, pk)
    papers.draft_paper(ordering.prepare_order(report, kind, by=request.acting), by=request.acting)
    return redirect(PAPER_PAGES[kind], report.pk)


# Replaced -------------------------------------------------------------------------------------------------------------


@reads
def self_assessment_order_replace_show(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_lead.check(request.acting, report)
    return _replace_page(request, report, _reason_form())


@writes
def self_assessment_order_replace_save(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_lead.check(request.acting, report)
    form = _reason_form(request.POST)
    if not form.is_valid():
        return _replace_page(request, report, form)
    ordering.begin_replacement(report, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("Change what the new order must say, then approve it."))
    return redirect(Stage.PLAN.url(report))


@reads
def self_assessment_order_withdraw_show(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_lead.check(request.acting, report)
    orders = selectors.orders(report, OrderKind.CONDUCT)
    if orders.draft is None or orders.signed is None:
        return redirect(Stage.PLAN.url(report))
    return step_page(request, report, Stage.PLAN, WITHDRAW, {"orders": orders})


@writes
def self_assessment_order_withdraw_save(request: Request, pk: int) -> HttpResponse:
    report = report_here(request, pk)
    rules.may_lead.check(request.acting, report)
    if draft := selectors.orders(report, OrderKind.CONDUCT).draft:
        ordering.withdraw_replacement(draft, by=request.acting)
        messages.success(request, _("The new order is withdrawn; the signed one holds."))
    return redirect(Stage.PLAN.url(report))


self_assessment_order = by_method(self_assessment_order_show, self_assessment_order_save)
self_assessment_order_paper = by_method(self_assessment_order_paper_show, self_assessment_order_paper_make)
self_assessment_order_replace = by_method(self_assessment_order_replace_show, self_assessment_order_replace_save)
self_assessment_order_withdraw = by_method(self_assessment_order_withdraw_show, self_assessment_order_withdraw_save)


def _report(request: Request, pk: int, kind: OrderKind) -> SelfAssessment:
    """The self-assessment whose order this person may fill in now."""
    report = report_here(request, pk)
    rules.may_change_order.check(request.acting, report)
    if selectors.orders(report, kind).draft is None and (refusal := ordering.why_no_order(report, kind)):
        raise PermissionDenied(refusal)
    return report


def _form(report: SelfAssessment, kind: OrderKind, data: Any = None, *, is_complete: bool = False) -> OrderForm:
    orders = selectors.orders(report, kind)
    return OrderForm(data, instance=orders.draft, kind=kind, is_complete=is_complete)


def _page(
    request: Request, report: SelfAssessment, kind: OrderKind, form: OrderForm, *, refusal: str | None = None
) -> HttpResponse:
    refusal = refusal or signing.why_not(report, kind, by=request.acting)
    way = _way(report, refusal)
    context = {
        "form": form,
        "kind": kind,
        "refusal": refusal,
        "way": way,
        "way_url": way.url(report) if way else "",
        "back": STAGES[kind].url(report),
        "paper": reverse(PAPER_PAGES[kind], args=[report.pk]),
        "orders": selectors.orders(report, kind),
    }
    return step_page(request, report, STAGES[kind], PAGE, context, status=422 if form.is_bound else 200)


def _way(report: SelfAssessment, refusal: str | None) -> Stage | None:
    """The step where what is missing is found."""
    return next((stage for stage, guard in LACKS.items() if refusal and guard(report) == refusal), None)


def _reason_form(data: Any = None) -> ReasonForm:
    return ReasonForm(
        data,
        hint=_("For example: the period was prolonged, a member of the commission changed."),
        missing=_("Write the reason of the replacement."),
    )


def _replace_page(request: Request, report: SelfAssessment, form: ReasonForm) -> HttpResponse:
    return step_page(request, report, Stage.PLAN, REPLACE, {"form": form}, status=422 if form.is_bound else 200)
