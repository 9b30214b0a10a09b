"""The pages of those who decide appeals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.enums.appeals import AppealAction, Verdict
from accreditation.forms.aftermath import RecusalForm, VerdictForm
from accreditation.models import Appeal
from accreditation.selectors import appeals as selectors
from accreditation.selectors import applications
from accreditation.services import appeals as services
from accreditation.workflow.appeals import APPEAL
from core.http import Request, by_method, reads, writes

PER_PAGE = 25


@reads
def panel_home(request: Request) -> HttpResponse:
    """The appeals on whose panel the person sits; empty for everybody else."""
    seats = selectors.seats(request.acting)
    context = {"page": Paginator(seats, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "accreditation/panel_home.html", context)


@reads
def _panel_show(request: Request, pk: int) -> HttpResponse:
    appeal = _appeal(request, pk)
    seat = appeal.panel.get(person=request.acting.user)
    initial = {"verdict": seat.verdict, "opinion": seat.opinion} if seat.verdict else {}
    return _page(request, appeal, VerdictForm(initial=initial))


@writes
def _panel_save(request: Request, pk: int) -> HttpResponse:
    appeal, form = _appeal(request, pk), VerdictForm(request.POST)
    APPEAL.check(AppealAction.VOTE, request.acting, appeal)
    if not form.is_valid():
        return _page(request, appeal, form)
    verdict = Verdict(form.cleaned_data["verdict"])
    services.vote(appeal, verdict, opinion=form.cleaned_data["opinion"], by=request.acting)
    messages.success(request, _("Your vote is recorded: %(choice)s.") % {"choice": verdict.label})
    return redirect("accreditation:panel_appeal", pk)


panel_appeal = by_method(_panel_show, _panel_save)


@reads
def _aside_show(request: Request, pk: int) -> HttpResponse:
    return _aside_page(request, _appeal(request, pk), RecusalForm())


@writes
def _aside_save(request: Request, pk: int) -> HttpResponse:
    appeal, form = _appeal(request, pk), RecusalForm(request.POST)
    if not form.is_valid():
        return _aside_page(request, appeal, form)
    services.step_aside(appeal, form.cleaned_data["reason"], by=request.acting)
    messages.success(
        request, _("You stepped aside from appeal %(appeal)s. The ministry was told.") % {"appeal": appeal}
    )
    return redirect("accreditation:panel_home")


panel_step_aside = by_method(_aside_show, _aside_save)


def _appeal(request: Request, pk: int) -> Appeal:
    rows = Appeal.objects.heard_by(request.acting)
    joined = ("application__organization", "application__report", "application__document", "application__draft")
    return get_object_or_404(rows.select_related(*joined, "application__specialist", "decision", "order"), pk=pk)


def _page(request: Request, appeal: Appeal, form: VerdictForm) -> HttpResponse:
    context = {
        "appeal": appeal,
        "files": appeal.files.all(),
        "papers": [paper for paper in applications.papers_of(appeal.application) if paper.document],
        "form": form,
        "refusal": APPEAL[AppealAction.VOTE].reason(request.acting, appeal),
        "recusal": APPEAL[AppealAction.STEP_ASIDE].reason(request.acting, appeal),
        "seat": appeal.panel.get(person=request.acting.user),
    }
    return render(request, "accreditation/panel_appeal.html", context, status=422 if form.is_bound else 200)


def _aside_page(request: Request, appeal: Appeal, form: RecusalForm) -> HttpResponse:
    APPEAL.check(AppealAction.STEP_ASIDE, request.acting, appeal)
    context = {"appeal": appeal, "form": form}
    return render(request, "accreditation/panel_step_aside.html", context, status=422 if form.is_bound else 200)
