"""The parts of a registration, one page each. What is valid is saved even where something else on the page is not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.http import Request, by_method, reads, writes
from core.uploads.checks import Accepted
from organizations import selectors
from organizations.enums import DocumentKind
from organizations.forms import (
    AdditionsForm,
    BankForm,
    DocumentsForm,
    HeadProofForm,
    RegisterDataForm,
    SavingForm,
    open_fields,
)
from organizations.models import HeadProof, Registration
from organizations.services import registering
from organizations.services.seeing import ChangedMeanwhile
from organizations.views.access import with_open_registration
from organizations.views.documents import file_item
from organizations.views.registering import already_registered


@reads
@with_open_registration
def _show_data(request: Request, registration: Registration) -> HttpResponse:
    return _data_page(request, registration, RegisterDataForm(instance=registration, names=open_fields(registration)))


@writes
@with_open_registration
def _save_data(request: Request, registration: Registration) -> HttpResponse:
    form = RegisterDataForm(request.POST, instance=registration, names=open_fields(registration))
    return _save(request, registration, form) or _data_page(request, registration, form)


organization_register_data = by_method(_show_data, _save_data)


@reads
@with_open_registration
def _show_additions(request: Request, registration: Registration) -> HttpResponse:
    form = AdditionsForm(instance=registration)
    return _page(request, "organization_register_additions", registration, form)


@writes
@with_open_registration
def _save_additions(request: Request, registration: Registration) -> HttpResponse:
    form = AdditionsForm(request.POST, instance=registration)
    saved = _save(request, registration, form)
    return saved or _page(request, "organization_register_additions", registration, form)


organization_register_additions = by_method(_show_additions, _save_additions)


@reads
@with_open_registration
def _show_bank(request: Request, registration: Registration) -> HttpResponse:
    return _page(request, "organization_register_bank", registration, BankForm(instance=registration))


@writes
@with_open_registration
def _save_bank(request: Request, registration: Registration) -> HttpResponse:
    form = BankForm(request.POST, instance=registration)
    return _save(request, registration, form) or _page(request, "organization_register_bank", registration, form)


organization_register_bank = by_method(_show_bank, _save_bank)


@reads
@with_open_registration
def _show_documents(request: Request, registration: Registration) -> HttpResponse:
    form = DocumentsForm(present=selectors.current_documents(registration))
    return _documents_page(request, registration, form)


@writes
@with_open_registration
def _save_documents(request: Request, registration: Registration) -> HttpResponse:
    form = DocumentsForm(request.POST, request.FILES, present=selectors.current_documents(registration))
    form.is_valid()
    try:
        for kind, accepted in form.accepted().items():
            _attach(request, registration, form, kind, accepted)
    except registering.AlreadyRegistered as known:
        return already_registered(request, known.organization)
    return _documents_page(request, registration, form) if form.errors else redirect("organization_register")


organization_register_documents = by_method(_show_documents, _save_documents)


@reads
@with_open_registration
def _show_head(request: Request, registration: Registration) -> HttpResponse:
    proof = _proof(request, registration)
    form = HeadProofForm(initial={"note": proof.note if proof else ""}, has_proof=proof is not None)
    return _head_page(request, registration, form, proof)


@writes
@with_open_registration
def _save_head(request: Request, registration: Registration) -> HttpResponse:
    proof = _proof(request, registration)
    form = HeadProofForm(request.POST, request.FILES, has_proof=proof is not None)
    is_valid = form.is_valid()
    accepted, note = form.cleaned_data.get("proof"), form.cleaned_data.get("note")
    if accepted or proof:
        try:
            proof = registering.prove_head(registration, accepted=accepted, note=note, acting=request.acting)
        except registering.AlreadyRegistered as known:
            return already_registered(request, known.organization)
        except ValidationError as refused:
            form.add_error("proof", refused)
            is_valid = False
    return redirect("organization_register") if is_valid else _head_page(request, registration, form, proof)


organization_register_head = by_method(_show_head, _save_head)


def _save(request: Request, registration: Registration, form: SavingForm) -> HttpResponse | None:
    """The way on when all is saved; None when the page must be shown again with what is wrong."""
    is_valid = form.is_valid()
    try:
        seen = form.cleaned_data.get("seen", {})
        saved = registering.save(registration, form.changes(), seen=seen, acting=request.acting)
    except registering.AlreadyRegistered as known:
        return already_registered(request, known.organization)
    except ChangedMeanwhile as conflict:
        form.show_conflict(conflict)
        return None
    form.see(saved)
    return redirect("organization_register") if is_valid else None


def _attach(
    request: Request, registration: Registration, form: DocumentsForm, kind: DocumentKind, accepted: Accepted
) -> None:
    try:
        registering.attach(registration, kind, accepted, acting=request.acting)
    except ValidationError as refused:
        form.add_error(kind.value, refused)


def _page(request: Request, name: str, registration: Registration, form: forms.Form, **context: Any) -> HttpResponse:
    context |= {"registration": registration, "form": form}
    return render(request, f"organizations/{name}.html", context, status=422 if form.is_bound else 200)


def _data_page(request: Request, registration: Registration, form: RegisterDataForm) -> HttpResponse:
    groups = selectors.register_groups(registration)
    return _page(request, "organization_register_data", registration, form, groups=groups)


def _documents_page(request: Request, registration: Registration, form: DocumentsForm) -> HttpResponse:
    documents = selectors.current_documents(registration)
    files = [file_item(document) for document in documents.values()]
    return _page(request, "organization_register_documents", registration, form, files=files)


def _head_page(
    request: Request, registration: Registration, form: HeadProofForm, proof: HeadProof | None
) -> HttpResponse:
    files = [file_item(proof.document)] if proof else []
    return _page(request, "organization_register_head", registration, form, files=files)


def _proof(request: Request, registration: Registration) -> HeadProof | None:
    return registration.head_proofs.filter(person=request.user).select_related("document").first()
