"""The way of an application to the ministry: report, paper, signature, confirmation; and the ways back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.applications import Action, State
from accreditation.forms.applications import ReportForm, WithdrawForm
from accreditation.models import Application
from accreditation.rules import applications as rules
from accreditation.selectors import applications as selectors
from accreditation.selectors.signing import signing_of
from accreditation.selectors.statuses import audience, status_sentence
from accreditation.services import applying, papers
from accreditation.views.place import application_here
from accreditation.workflow import APPLICATION
from core.http import Request, by_method, reads, writes
from core.ui import Step
from organizations.models import Organization
from records.selectors import progress
from staff.views.place import organization_here


@reads
def application_create_show(request: Request) -> HttpResponse:
    """Step 1: the approved reports."""
    organization = organization_here(request)
    rules.may_prepare.check(request.acting, organization)
    reports = selectors.reports_to_choose(request.acting, organization.pk)
    return _create_page(request, organization, ReportForm(reports=reports))


@writes
def application_create_save(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_prepare.check(request.acting, organization)
    reports = selectors.reports_to_choose(request.acting, organization.pk)
    form = ReportForm(request.POST, reports=reports)
    if not form.is_valid():
        return _create_page(request, organization, form)
    try:
        application = applying.create(form.cleaned_data["report"], by=request.acting)
    except PermissionDenied as refusal:
        form.add_error("report", str(refusal))
        return _create_page(request, organization, form)
    papers.draft_paper(application, by=request.acting)
    return redirect("accreditation:application_paper", application.pk)


@reads
def application_paper_show(request: Request, pk: int) -> HttpResponse:
    """Step 2: the application as a document, to be signed by the head."""
    application = application_here(request, pk)
    if application.state not in {State.DRAFT, State.RETURNED} or application.draft is None:
        return redirect("accreditation:application", pk)
    context = {
        "application": application,
        "document": application.draft,
        "progress": progress(application.draft),
        "signing": signing_of(application),
        "steps": _steps(current=1),
        "refusal": APPLICATION[papers.action_of(application)].reason(request.acting, application),
        "may_prepare": rules.may_prepare.allows(request.acting, application),
    }
    page = "accreditation/application_paper.html"
    return render(request, f"{page}#paper" if request.htmx else page, context)


@writes
def application_paper_save(request: Request, pk: int) -> HttpResponse:
    """The paper says what is so now."""
    application = application_here(request, pk)
    papers.draft_paper(application, by=request.acting)
    if application.state == State.DRAFT:
        messages.success(request, _("Saved. You find the application in the tab of drafts until the head has sent it."))
    return redirect("accreditation:application_paper", pk)


@writes
def application_send(request: Request, pk: int) -> HttpResponse:
    """The head signs; what he has signed is sent at once."""
    application = application_here(request, pk)
    there = reverse("accreditation:application_sent", args=[pk])
    ceremony = papers.open_signing(application, by=request.acting, return_url=there)
    return redirect("records:sign", ceremony.public_id)


@reads
def application_sent(request: Request, pk: int) -> HttpResponse:
    """Confirmation: the number, what happens next and by when, whom to ask."""
    application = application_here(request, pk)
    if application.state in {State.DRAFT, State.RETURNED}:
        return redirect("accreditation:application_paper", pk)
    context = {
        "application": application,
        "status": status_sentence(application, audience(request.acting, application)),
    }
    return render(request, "accreditation/application_sent.html", context)


@reads
def application_withdraw_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    APPLICATION.check(Action.WITHDRAW, request.acting, application)
    return _withdraw_page(request, application, WithdrawForm())


@writes
def application_withdraw_save(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    APPLICATION.check(Action.WITHDRAW, request.acting, application)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _withdraw_page(request, application, form)
    applying.withdraw(application, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The application is withdrawn. The ministry has been told."))
    return redirect("accreditation:application", pk)


@reads
def application_delete_show(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    rules.may_prepare.check(request.acting, application)
    if application.state != State.DRAFT:
        return redirect("accreditation:application", pk)
    return render(request, "accreditation/application_delete.html", {"application": application})


@writes
def application_delete_save(request: Request, pk: int) -> HttpResponse:
    applying.delete(application_here(request, pk), by=request.acting)
    messages.success(request, _("The draft is deleted. Its report can be chosen again."))
    return redirect("accreditation:application_list")


application_create = by_method(application_create_show, application_create_save)
application_paper = by_method(application_paper_show, application_paper_save)
application_withdraw = by_method(application_withdraw_show, application_withdraw_save)
application_delete = by_method(application_delete_show, application_delete_save)


def _create_page(request: Request, organization: Organization, form: ReportForm) -> HttpResponse:
    context = {
        "organization": organization,
        "form": form,
        "reports": selectors.reports_to_choose(request.acting, organization.pk),
        "chosen": str(form.data.get("report", "")),
        "steps": _steps(current=0),
    }
    return render(request, "accreditation/application_create.html", context, status=422 if form.is_bound else 200)


def _withdraw_page(request: Request, application: Application, form: WithdrawForm) -> HttpResponse:
    context = {"application": application, "form": form}
    return render(request, "accreditation/application_withdraw.html", context, status=422 if form.is_bound else 200)


def _steps(*, current: int) -> list[Step]:
    labels = (_("Self-assessment"), _("Application"))
    states = ("done", "current", "upcoming")
    return [
        Step(label=label, state=states[1 + (place > current) - (place < current)])  # type: ignore[arg-type]
        for place, label in enumerate(labels)
    ]
