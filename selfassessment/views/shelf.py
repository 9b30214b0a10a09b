"""The organization's library of evidence: what it holds, its versions, and where it is cited."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from selfassessment import library, rules, selectors
from selfassessment.forms.evidence import LibraryForm, RenewForm
from selfassessment.models import Answer, Citation, Evidence
from selfassessment.services import evidence as services
from selfassessment.views.answers import place_of
from selfassessment.views.evidence import go_to
from selfassessment.views.place import answer_here
from staff.views.place import organization_here

PER_PAGE = 25


@reads
def evidence_library(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_keep_evidence.check(request.acting, organization)
    form = LibraryForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shelf = library.shelf(request.acting, organization, **chosen)
    context = {
        "organization": organization,
        "form": form,
        "filtered": any(chosen.values()),
        "page": Paginator(shelf, PER_PAGE).get_page(request.GET.get("page")),
        "room": selectors.evidence_room(organization),
    }
    return render(request, "selfassessment/evidence_library.html", context)


@reads
def evidence_show(request: Request, pk: int) -> HttpResponse:
    evidence = _evidence_here(request, pk)
    return _page(request, evidence, _form(request, evidence))


@writes
def evidence_renew(request: Request, pk: int) -> HttpResponse:
    """A newer version stands on top; reports that are approved keep theirs."""
    evidence = _evidence_here(request, pk)
    rules.may_keep_evidence.check(request.acting, evidence)
    form = _form(request, evidence)
    if form.is_valid():
        try:
            version = services.renew(evidence, form.cleaned_data["new"], by=request.acting)
        except ValidationError as refused:
            form.add_error("new", refused)
        else:
            messages.success(request, _("Version %(number)s is in the library.") % {"number": version.number})
            return go_to(request, _address(evidence, _answer(request, evidence)))
    return _page(request, evidence, form, status=422)


evidence = by_method(evidence_show, evidence_renew)


@reads
def evidence_delete_show(request: Request, pk: int) -> HttpResponse:
    evidence = _evidence_here(request, pk)
    rules.may_discard_evidence.check(request.acting, evidence)
    return render(request, "selfassessment/evidence_delete.html", {"evidence": evidence})


@writes
def evidence_delete_save(request: Request, pk: int) -> HttpResponse:
    evidence = _evidence_here(request, pk)
    services.discard(evidence, by=request.acting)
    messages.success(request, _("Deleted from the library: %(name)s.") % {"name": evidence})
    return redirect("selfassessment:evidence_library")


evidence_delete = by_method(evidence_delete_show, evidence_delete_save)


@reads
def citation(request: Request, pk: int) -> HttpResponse:
    """The way from an answer to the evidence that it names."""
    cited = get_object_or_404(Citation, pk=pk)
    answer = answer_here(request, cited.answer_id)
    return redirect(_address(_evidence_here(request, cited.evidence_id), answer))


@writes
def citation_remove(request: Request, pk: int) -> HttpResponse:
    """The answer no longer names the evidence; the library still holds it."""
    citation = get_object_or_404(Citation.objects.select_related("evidence"), pk=pk)
    answer = answer_here(request, citation.answer_id)
    services.uncite(answer, citation.evidence, by=request.acting)
    messages.success(
        request, _("The answer no longer names “%(name)s”. It stays in the library.") % {"name": citation.evidence}
    )
    return redirect(place_of(answer))


def _evidence_here(request: Request, pk: int) -> Evidence:
    """Evidence of the chosen place of work; 404 for that of all others."""
    shelf = Evidence.objects.visible_to(request.acting).of(request.acting.organization_id)
    return get_object_or_404(shelf.select_related("organization", "added_by"), pk=pk)


def _answer(request: Request, evidence: Evidence) -> Answer | None:
    """The answer from which the person came, if it names the evidence."""
    asked = request.GET.get("answer", "")
    if not asked.isdecimal() or not evidence.citations.filter(answer=asked[:10]).exists():
        return None
    return answer_here(request, int(asked))


def _address(evidence: Evidence, answer: Answer | None) -> str:
    address = reverse("selfassessment:evidence", args=[evidence.pk])
    return f"{address}?answer={answer.pk}" if answer else address


def _form(request: Request, evidence: Evidence) -> RenewForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return RenewForm(*sent, kind=evidence.kind, room=selectors.evidence_room(evidence.organization))


def _page(request: Request, evidence: Evidence, form: RenewForm, *, status: int = 200) -> HttpResponse:
    answer = _answer(request, evidence)
    context = {
        "evidence": evidence,
        "form": form,
        "here": _address(evidence, answer),
        "answer": answer,
        "citation": evidence.citations.filter(answer=answer).first() if answer else None,
        "back": place_of(answer) if answer else reverse("selfassessment:evidence_library"),
        "versions": library.versions(evidence),
        "uses": Paginator(library.uses(evidence), PER_PAGE).get_page(request.GET.get("page")),
        "refusal": rules.may_keep_evidence.reason(request.acting, evidence),
        "discards": rules.may_discard_evidence.allows(request.acting, evidence),
        "removal_refusal": rules.may_write.reason(request.acting, answer) if answer else None,
    }
    return render(request, "selfassessment/evidence.html", context, status=status)
