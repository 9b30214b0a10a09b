"""The external evaluation before the ministry: how far each expert is, the school's answer, a decision reopened."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.applications import State
from accreditation.enums.evaluation import EvaluationAct
from accreditation.models import Evaluation, Summary
from accreditation.rules import evaluation as rules
from accreditation.selectors import evaluation_history as history
from accreditation.selectors import replies
from accreditation.selectors.evaluation import sheet_of
from accreditation.selectors.renewals import renewal_of
from accreditation.services import evaluation as services
from accreditation.workflow.evaluation import EVALUATION
from admin_panel.forms.experts_of_application import ReasonForm
from admin_panel.views.access import for_the_ministry
from admin_panel.views.case import crumbs
from admin_panel.views.experts_of_application import application_here
from core.http import Request, by_method, reads, writes


@reads
@for_the_ministry
def application_evaluation(request: Request, pk: int) -> HttpResponse:
    """Who has published, what the school has answered, the joint report."""
    application = application_here(request, pk)
    summary = Summary.objects.select_related("paper").filter(application=application).first()
    sits = rules.seat_of(request.acting, application) is not None
    context = {
        "application": application,
        "tone": State(application.state).tone,
        "crumbs": crumbs(application, _("External evaluation")),
        "members": history.members(application, request.acting),
        "renewal": renewal_of(application),
        "reply": replies.reply_of(application),
        "rounds": [] if sits else replies.rounds(application),
        "shows_answers": replies.may_read_answers(application, inside=True),
        "summary": summary,
        "signatures": summary.paper.signatures.all() if summary and summary.paper else [],
    }
    return render(request, "admin_panel/application_evaluation.html", context)


@reads
@for_the_ministry
def evaluation(request: Request, pk: int) -> HttpResponse:
    """What an expert decided, as soon as that counts, and what it said before it was reopened."""
    found = _evaluation(request, pk)
    is_disclosed = Evaluation.objects.disclosed_to(request.acting).filter(pk=found.pk).exists()
    context = {
        "evaluation": found,
        "application": found.application,
        "crumbs": crumbs(found.application, _("External evaluation")),
        "sheet": sheet_of(found) if is_disclosed else None,
        "steps": history.steps(found),
        "refusal": EVALUATION[EvaluationAct.REOPEN].reason(request.acting, found),
    }
    return render(request, "admin_panel/evaluation.html", context)


@reads
@for_the_ministry
def _reopen_show(request: Request, pk: int) -> HttpResponse:
    found = _evaluation(request, pk)
    EVALUATION.check(EvaluationAct.REOPEN, request.acting, found)
    return _reopen_page(request, found, ReasonForm())


@writes
@for_the_ministry
def _reopen_save(request: Request, pk: int) -> HttpResponse:
    found, form = _evaluation(request, pk), ReasonForm(request.POST)
    EVALUATION.check(EvaluationAct.REOPEN, request.acting, found)
    if not form.is_valid():
        return _reopen_page(request, found, form)
    services.reopen(found, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The decision is open again. %(name)s has been told.") % {"name": found.expert.name})
    return redirect("ministry:application_evaluation", found.application_id)


evaluation_reopen = by_method(_reopen_show, _reopen_save)


def _evaluation(request: Request, pk: int) -> Evaluation:
    """An evaluation of an application that this person handles, and in whose group he does not sit himself."""
    rows = Evaluation.objects.visible_to(request.acting).select_related("expert__person", "paper")
    found = get_object_or_404(rows, pk=pk)
    found.application = application_here(request, found.application_id)
    rules.handles_its_application.check(request.acting, found)
    return found


def _reopen_page(request: Request, found: Evaluation, form: ReasonForm) -> HttpResponse:
    context: dict[str, Any] = {
        "evaluation": found,
        "application": found.application,
        "form": form,
        "back": reverse("ministry:evaluation", args=[found.pk]),
    }
    return render(request, "admin_panel/evaluation_reopen.html", context, status=422 if form.is_bound else 200)
