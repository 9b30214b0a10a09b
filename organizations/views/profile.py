"""«Уюмдун профили»: what is known of the organization, and what who may do about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.http import Request, asks, by_method, reads, writes
from organizations import heads, rules, selectors
from organizations.cabinet import sections_of
from organizations.enums import Outcome
from organizations.forms import AdditionsForm, BankForm, DocumentsForm, HeadProofForm, SavingForm
from organizations.models import HeadProof, Organization
from organizations.services import profile, proofs
from organizations.services.seeing import ChangedMeanwhile
from organizations.views.access import with_organization
from organizations.views.documents import file_item


@reads
@with_organization
def organization_cabinet(request: Request, organization: Organization) -> HttpResponse:
    """Where work begins: the first section of the cabinet that is more than news from it."""
    sections = sections_of(request.acting, organization)
    return redirect(next(section.url for section in sections if section.starts))


@reads
@with_organization
def organization_profile(request: Request, organization: Organization) -> HttpResponse:
    documents = selectors.current_documents(organization)
    proof = selectors.own_proof(request.acting, organization)
    context = {
        "organization": organization,
        "groups": selectors.register_groups(organization),
        "state": selectors.state_row(organization),
        "own_rows": selectors.own_rows(organization),
        "bank_rows": selectors.bank_rows(organization),
        "files": [file_item(document) for document in documents.values()],
        "sections": selectors.shown("sections", organization.sections),
        "refusal": rules.may_edit.reason(request.acting, organization),
        "may_refresh": rules.may_refresh.allows(request.acting, organization),
        "is_other_head": _is_other_head(request, organization),
        "proof": proof,
    }
    return render(request, "organizations/organization_profile.html", context)


@reads
@with_organization
def _show_additions(request: Request, organization: Organization) -> HttpResponse:
    rules.may_edit.check(request.acting, organization)
    return _page(request, "organization_profile_edit", organization, AdditionsForm(instance=organization))


@writes
@with_organization
def _save_additions(request: Request, organization: Organization) -> HttpResponse:
    form = AdditionsForm(request.POST, instance=organization)
    return _save(request, organization, form) or _page(request, "organization_profile_edit", organization, form)


organization_profile_edit = by_method(_show_additions, _save_additions)


@reads
@with_organization
def _show_bank(request: Request, organization: Organization) -> HttpResponse:
    rules.may_edit.check(request.acting, organization)
    return _page(request, "organization_profile_bank", organization, BankForm(instance=organization))


@writes
@with_organization
def _save_bank(request: Request, organization: Organization) -> HttpResponse:
    form = BankForm(request.POST, instance=organization)
    return _save(request, organization, form) or _page(request, "organization_profile_bank", organization, form)


organization_profile_bank = by_method(_show_bank, _save_bank)


@reads
@with_organization
def _show_documents(request: Request, organization: Organization) -> HttpResponse:
    rules.may_edit.check(request.acting, organization)
    form = DocumentsForm(present=selectors.current_documents(organization))
    return _documents_page(request, organization, form)


@writes
@with_organization
def _save_documents(request: Request, organization: Organization) -> HttpResponse:
    rules.may_edit.check(request.acting, organization)
    form = DocumentsForm(request.POST, request.FILES, present=selectors.current_documents(organization))
    form.is_valid()
    for kind, accepted in form.accepted().items():
        try:
            profile.replace_document(organization, kind, accepted, acting=request.acting)
        except ValidationError as refused:
            form.add_error(kind.value, refused)
    return _documents_page(request, organization, form) if form.errors else _saved(request)


organization_profile_documents = by_method(_show_documents, _save_documents)


@asks
@with_organization
def organization_profile_ask(request: Request, organization: Organization) -> HttpResponse:
    """«Реестрден жаңыртуу»: what the register says today is shown before anything is changed."""
    try:
        answer = profile.ask_again(organization, acting=request.acting)
    except profile.NoAnswer as silence:
        messages.warning(request, _silence(silence.outcome))
        return redirect("organization_profile")
    return redirect("organization_profile_changes", answer.pk)


@reads
@with_organization
def _show_changes(request: Request, organization: Organization, pk: int) -> HttpResponse:
    rules.may_refresh.check(request.acting, organization)
    answer = get_object_or_404(organization.answers, pk=pk)
    context = {
        "organization": organization,
        "answer": answer,
        "changes": selectors.change_rows(profile.coming_changes(organization, answer)),
    }
    return render(request, "organizations/organization_profile_changes.html", context)


@writes
@with_organization
def _take_changes(request: Request, organization: Organization, pk: int) -> HttpResponse:
    answer = get_object_or_404(organization.answers, pk=pk)
    profile.refresh(organization, answer, acting=request.acting)
    messages.success(request, _("The profile holds the data of the register."))
    return redirect("organization_profile")


organization_profile_changes = by_method(_show_changes, _take_changes)


@reads
@with_organization
def _show_head(request: Request, organization: Organization) -> HttpResponse:
    rules.may_prove.check(request.acting, organization)
    proof = selectors.own_proof(request.acting, organization)
    form = HeadProofForm(initial={"note": proof.note if proof else ""}, has_proof=proof is not None)
    return _head_page(request, organization, form, proof)


@writes
@with_organization
def _save_head(request: Request, organization: Organization) -> HttpResponse:
    proof = selectors.own_proof(request.acting, organization)
    form = HeadProofForm(request.POST, request.FILES, has_proof=proof is not None)
    if not form.is_valid():
        return _head_page(request, organization, form, proof)
    try:
        proofs.give_for_organization(
            organization,
            accepted=form.cleaned_data["proof"],
            note=form.cleaned_data["note"],
            acting=request.acting,
        )
    except ValidationError as refused:
        form.add_error("proof", refused)
        return _head_page(request, organization, form, proof)
    return _saved(request)


organization_profile_head = by_method(_show_head, _save_head)


def _is_other_head(request: Request, organization: Organization) -> bool:
    """Whether the person signs for the organization while the register names somebody else as its head."""
    return rules.may_prove.allows(request.acting, organization) and heads.is_head(organization, request.user) is False


def _save(request: Request, organization: Organization, form: SavingForm) -> HttpResponse | None:
    is_valid = form.is_valid()
    try:
        seen = form.cleaned_data.get("seen", {})
        saved = profile.edit(organization, form.changes(), seen=seen, acting=request.acting)
    except ChangedMeanwhile as conflict:
        form.show_conflict(conflict)
        return None
    form.see(saved)
    return _saved(request) if is_valid else None


def _saved(request: Request) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("organization_profile")


def _silence(outcome: Outcome) -> str:
    if outcome == Outcome.NOT_FOUND:
        return _("The register does not know the INN of your organization any more. Ask the Ministry of Justice.")
    return _("The register of the Ministry of Justice does not answer now. Nothing was changed. Try again later.")


def _page(request: Request, name: str, organization: Organization, form: forms.Form, **context: Any) -> HttpResponse:
    context |= {"organization": organization, "form": form}
    return render(request, f"organizations/{name}.html", context, status=422 if form.is_bound else 200)


def _documents_page(request: Request, organization: Organization, form: DocumentsForm) -> HttpResponse:
    documents = selectors.current_documents(organization)
    files = [file_item(document) for document in documents.values()]
    return _page(request, "organization_profile_documents", organization, form, files=files)


def _head_page(
    request: Request, organization: Organization, form: HeadProofForm, proof: HeadProof | None
) -> HttpResponse:
    files = [file_item(proof.document)] if proof else []
    return _page(request, "organization_profile_head", organization, form, files=files)
