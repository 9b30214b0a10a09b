"""The evidence of an answer: added as a file or a link, or taken from the organization's library."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import Request, by_method, reads, writes
from core.ui import Tab
from core.uploads.downloads import file_response
from organizations.models import Organization
from selfassessment import library, rules, selectors
from selfassessment.forms.evidence import CiteForm, FileForm, LinkForm
from selfassessment.models import Answer, Evidence, EvidenceFile
from selfassessment.services import evidence as services
from selfassessment.views.answers import place_of
from selfassessment.views.beside import beside_page
from selfassessment.views.place import answer_here
from staff.views.place import organization_here

ADD = "selfassessment/evidence_add.html"
LIBRARY = "library"
PER_PAGE = 25


@reads
def answer_evidence_add_show(request: Request, pk: int) -> HttpResponse:
    answer = answer_here(request, pk)
    rules.may_write.check(request.acting, answer)
    return _answer_page(request, answer, _form(request, answer.report.organization, answer))


@writes
def answer_evidence_add_save(request: Request, pk: int) -> HttpResponse:
    """The library holds what was given, and the answer names it."""
    answer = answer_here(request, pk)
    rules.may_write.check(request.acting, answer)
    form = _form(request, answer.report.organization, answer)
    if not form.is_valid() or not (given := _given(request, answer.report.organization, form)):
        return _answer_page(request, answer, form, status=422)
    for one in given:
        services.cite(answer, one, by=request.acting)
    messages.success(request, _("Added to the answer: %(names)s.") % {"names": ", ".join(str(one) for one in given)})
    return go_to(request, place_of(answer))


answer_evidence_add = by_method(answer_evidence_add_show, answer_evidence_add_save)


@reads
def evidence_add_show(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_keep_evidence.check(request.acting, organization)
    return _library_page(request, organization, _form(request, organization))


@writes
def evidence_add_save(request: Request) -> HttpResponse:
    """The library holds what was given; the answers may name it from now on."""
    organization = organization_here(request)
    rules.may_keep_evidence.check(request.acting, organization)
    form = _form(request, organization)
    if not form.is_valid() or not (given := _given(request, organization, form)):
        return _library_page(request, organization, form, status=422)
    messages.success(request, _("Added to the library: %(names)s.") % {"names": ", ".join(str(one) for one in given)})
    return go_to(request, reverse("selfassessment:evidence_library"))


evidence_add = by_method(evidence_add_show, evidence_add_save)


@reads
def evidence_file(request: Request, public_id: str) -> HttpResponseBase:
    """The file, to who may see its evidence, once the scanner called it clean."""
    return file_response(get_object_or_404(EvidenceFile.objects.visible_to(request.acting), public_id=public_id))


def _kind(request: Request, answer: Answer | None) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in {"file", "link"} or (asked == LIBRARY and answer) else "file"


def _form(request: Request, organization: Organization, answer: Answer | None = None) -> Form:
    """The empty form of the chosen kind, or what was sent with it."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    match _kind(request, answer):
        case "link":
            return LinkForm(data)
        case "library":
            shown = library.to_choose_from(request.acting, answer, request.GET.get("words", ""))
            return CiteForm(data, choices=shown)
    return FileForm(data, files, room=selectors.evidence_room(organization))


def _given(request: Request, organization: Organization, form: Form) -> list[Evidence]:
    """The evidence that the form names; none, with the error in the form, when it is refused after all."""
    if isinstance(form, CiteForm):
        return list(form.cleaned_data["evidence"])
    title = form.cleaned_data["title"]
    if isinstance(form, LinkForm):
        return [services.add_link(organization, form.cleaned_data["url"], title=title, by=request.acting)]
    try:
        return [services.add_file(organization, form.cleaned_data["file"], title=title, by=request.acting)]
    except ValidationError as refused:
        form.add_error("file", refused)
        return []


def _answer_page(request: Request, answer: Answer, form: Form, *, status: int = 200) -> HttpResponse:
    address = reverse("selfassessment:answer_evidence_add", args=[answer.pk])
    context = _facts(request, address, form, answer) | {"answer": answer, "back": place_of(answer)}
    if isinstance(form, CiteForm):
        choices = form.fields["evidence"].queryset
        context |= {"page": Paginator(choices, PER_PAGE).get_page(request.GET.get("page"))}
        context |= {"ticked": set(form.data.getlist("evidence")) if form.is_bound else set()}
        context |= {"words": request.GET.get("words", "")}
    return beside_page(request, answer.report, "answer_evidence_add", _("Add evidence"), context, status=status)


def _library_page(request: Request, organization: Organization, form: Form, *, status: int = 200) -> HttpResponse:
    context = _facts(request, reverse("selfassessment:evidence_add"), form, None) | {"organization": organization}
    return render(request, ADD, context, status=status)


def _facts(request: Request, address: str, form: Form, answer: Answer | None) -> dict[str, Any]:
    labels = {"file": _("File"), "link": _("Link")} | ({LIBRARY: _("From the library")} if answer else {})
    chosen = _kind(request, answer)
    tabs = [Tab(label=label, url=f"{address}?kind={kind}", current=kind == chosen) for kind, label in labels.items()]
    room = form.fields["file"].room if isinstance(form, FileForm) else None
    return {"form": form, "room": room, "kind": chosen, "tabs": tabs, "here": f"{address}?kind={chosen}"}


def go_to(request: Request, address: str) -> HttpResponse:
    """The next page; a script is told to open it whole."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
