"""What each type of accreditation asks of schools: looked at, and changed as a new version."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_panel.forms.standards import DetailsForm, PublishForm, SectionForm, TitleForm
from admin_panel.views.access import for_administrators
from core.http import Request, by_method, reads, writes
from selfassessment import wordings
from selfassessment.enums import AccreditationType, StandardState
from selfassessment.models import Section, Standard
from selfassessment.services import standards

_FORM = "admin_panel/standards/form.html"
_CONFIRM = "admin_panel/standards/confirm.html"


@reads
@for_administrators
def standard_list(request: Request) -> HttpResponse:
    """The six types, each with the version in force and the one to come."""
    present = Standard.objects.exclude(state=StandardState.WITHDRAWN).whole().order_by("version")
    rows = []
    for kind in AccreditationType:
        versions = [version for version in present if version.type == kind]
        now = next((version for version in versions if version.state == StandardState.IN_FORCE), None)
        coming = [version for version in versions if version is not now]
        rows.append(
            {"type": kind.label, "now": now, "coming": coming, "sureness": wordings.sureness(now) if now else None}
        )
    return render(request, "admin_panel/standards/list.html", {"rows": rows})


@reads
@for_administrators
def standard(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Standard.objects.whole().select_related("created_by", "published_by"), pk=pk)
    context = {
        "standard": found,
        "is_draft": found.state == StandardState.DRAFT,
        "is_scheduled": found.state == StandardState.SCHEDULED,
        "sureness": wordings.sureness(found),
        "changes": wordings.changes(found),
        "versions": Standard.objects.filter(type=found.type).order_by("-version"),
        "why_not": standards.why_not_whole(found) if found.state == StandardState.DRAFT else None,
    }
    return render(request, "admin_panel/standards/standard.html", context)


@writes
@for_administrators
def standard_begin(request: Request, pk: int) -> HttpResponse:
    draft = standards.begin_version(_standard(pk), by=request.acting)
    return redirect("ministry:standard", draft.pk)


@reads
@for_administrators
def standard_details_show(request: Request, pk: int) -> HttpResponse:
    found = _standard(pk)
    return _form(request, found, DetailsForm(instance=found), _("Details of the version"))


@writes
@for_administrators
def standard_details_save(request: Request, pk: int) -> HttpResponse:
    found = _standard(pk)
    form = DetailsForm(request.POST, instance=_standard(pk))
    if not form.is_valid():
        return _form(request, found, form, _("Details of the version"))
    standards.save_details(found, **form.cleaned_data, by=request.acting)
    return _saved(request, found)


@reads
@for_administrators
def standard_section_add_show(request: Request, pk: int) -> HttpResponse:
    return _form(request, _standard(pk), TitleForm(), _("Add a section"))


@writes
@for_administrators
def standard_section_add_save(request: Request, pk: int) -> HttpResponse:
    found, form = _standard(pk), TitleForm(request.POST)
    if not form.is_valid():
        return _form(request, found, form, _("Add a section"))
    section = standards.add_section(found, **form.cleaned_data, by=request.acting)
    return redirect("ministry:standard_section", section.pk)


@reads
@for_administrators
def standard_section_show(request: Request, pk: int) -> HttpResponse:
    section = _section(pk)
    return _section_page(request, section, SectionForm(section=section))


@writes
@for_administrators
def standard_section_save(request: Request, pk: int) -> HttpResponse:
    section = _section(pk)
    form = SectionForm(request.POST, section=section)
    if not form.is_valid():
        return _section_page(request, section, form)
    given = form.cleaned_data
    standards.save_section(
        section,
        title_ky=given["title_ky"],
        title_ru=given["title_ru"],
        criteria=form.wordings,
        confirmed=given["confirmed"],
        by=request.acting,
    )
    return _saved(request, section.standard)


@reads
@for_administrators
def standard_section_remove_show(request: Request, pk: int) -> HttpResponse:
    section = _section(pk)
    said = _("The section “%(section)s” and its criteria leave this draft.") % {"section": section}
    return _confirm(request, section.standard, said, _("Take the section out"))


@writes
@for_administrators
def standard_section_remove_save(request: Request, pk: int) -> HttpResponse:
    return _saved(request, standards.remove_section(_section(pk), by=request.acting))


@reads
@for_administrators
def standard_publish_show(request: Request, pk: int) -> HttpResponse:
    return _form(request, _standard(pk), PublishForm(initial={"starts_on": timezone.localdate()}), _("Publish"))


@writes
@for_administrators
def standard_publish_save(request: Request, pk: int) -> HttpResponse:
    found, form = _standard(pk), PublishForm(request.POST)
    if not form.is_valid():
        return _form(request, found, form, _("Publish"))
    published = standards.publish(found, on=form.cleaned_data["starts_on"], by=request.acting)
    messages.success(request, _("The version is published. Reports that were begun keep their version."))
    return redirect("ministry:standard", published.pk)


@writes
@for_administrators
def standard_withhold(request: Request, pk: int) -> HttpResponse:
    return redirect("ministry:standard", standards.withhold(_standard(pk), by=request.acting).pk)


@reads
@for_administrators
def standard_discard_show(request: Request, pk: int) -> HttpResponse:
    said = _("The draft and everything that was changed in it is deleted. The version in force stays as it is.")
    return _confirm(request, _standard(pk), said, _("Delete the draft"))


@writes
@for_administrators
def standard_discard_save(request: Request, pk: int) -> HttpResponse:
    standards.discard(_standard(pk), by=request.acting)
    messages.success(request, _("The draft is deleted."))
    return redirect("ministry:standard_list")


standard_details = by_method(standard_details_show, standard_details_save)
standard_section_add = by_method(standard_section_add_show, standard_section_add_save)
standard_section = by_method(standard_section_show, standard_section_save)
standard_section_remove = by_method(standard_section_remove_show, standard_section_remove_save)
standard_publish = by_method(standard_publish_show, standard_publish_save)
standard_discard = by_method(standard_discard_show, standard_discard_save)


def _standard(pk: int) -> Standard:
    return get_object_or_404(Standard, pk=pk)


def _section(pk: int) -> Section:
    return get_object_or_404(Section.objects.select_related("standard").prefetch_related("criteria"), pk=pk)


def _saved(request: Request, standard: Standard) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("ministry:standard", standard.pk)


def _form(request: Request, standard: Standard, form: BaseForm, title: str) -> HttpResponse:
    context = {"standard": standard, "form": form, "title": title}
    return render(request, _FORM, context, status=422 if form.is_bound else 200)


def _section_page(request: Request, section: Section, form: SectionForm) -> HttpResponse:
    context: dict[str, Any] = {"section": section, "standard": section.standard, "form": form}
    return render(request, "admin_panel/standards/section.html", context, status=422 if form.is_bound else 200)


def _confirm(request: Request, standard: Standard, said: str, act: str) -> HttpResponse:
    back = reverse("ministry:standard", args=[standard.pk])
    return render(request, _CONFIRM, {"standard": standard, "said": said, "act": act, "back": back})
