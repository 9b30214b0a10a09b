"""One of the ministry's people, and what is done to him."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accreditation.models import MinistryPerson
from accreditation.rules import people as rules
from accreditation.selectors import people as selectors
from accreditation.services import people
from admin_panel.forms.people import EditExpertForm, EditForm, ReasonForm
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import Kind
from core.http import Request, by_method, reads, writes
from core.ui import Action


@reads
@for_administrators
def person(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    context = {
        "kind": kind,
        "entry": entry,
        "acts": _acts(request, kind, entry),
        "history": selectors.history(entry),
        "relatives": entry.relatives.select_related("organization") if kind.has_expertise else [],
        "absences": entry.unavailabilities.all() if kind.has_expertise else [],
    }
    return render(request, "admin_panel/people/person.html", context)


@reads
@for_administrators
def _edit_show(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    return _edit_page(request, kind, entry, kind.edit_form(entry=entry))


@writes
@for_administrators
def _edit_save(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    form = kind.edit_form(request.POST, entry=entry)
    if not form.is_valid():
        return _edit_page(request, kind, entry, form)
    try:
        entry = people.change(entry, by=request.acting, seen=form.cleaned_data["seen"], **form.facts)
    except people.ChangedMeanwhile:
        form.show_conflict(entry)
        return _edit_page(request, kind, entry, form)
    messages.success(request, _("Saved: %(name)s.") % {"name": entry})
    return redirect(kind.url("", pk))


person_edit = by_method(_edit_show, _edit_save)


@reads
@for_administrators
def _block_show(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    rules.is_not_oneself.check(request.acting, entry)
    return _reason_page(request, "block", kind, entry, ReasonForm())


@writes
@for_administrators
def _block_save(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry, form = kind.entry(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _reason_page(request, "block", kind, entry, form)
    people.block(entry, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("%(name)s is blocked.") % {"name": entry})
    return redirect(kind.url("", pk))


person_block = by_method(_block_show, _block_save)


@reads
@for_administrators
def _unblock_show(request: Request, kind: Kind, pk: int) -> HttpResponse:
    return _reason_page(request, "unblock", kind, kind.entry(request, pk), ReasonForm())


@writes
@for_administrators
def _unblock_save(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry, form = kind.entry(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _reason_page(request, "unblock", kind, entry, form)
    people.unblock(entry, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("%(name)s may work again.") % {"name": entry})
    return redirect(kind.url("", pk))


person_unblock = by_method(_unblock_show, _unblock_save)


@reads
@for_administrators
def _delete_show(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    rules.may_delete.check(request.acting, entry)
    return render(request, "admin_panel/people/delete.html", {"kind": kind, "entry": entry})


@writes
@for_administrators
def _delete_save(request: Request, kind: Kind, pk: int) -> HttpResponse:
    entry = kind.entry(request, pk)
    people.delete(entry, by=request.acting)
    messages.success(request, _("%(name)s is deleted from the list.") % {"name": entry})
    return redirect(kind.url("list"))


person_delete = by_method(_delete_show, _delete_save)


def _acts(request: Request, kind: Kind, entry: MinistryPerson) -> list[Action]:
    """What may be done to the entry now; refused acts with their reason."""
    own = rules.is_not_oneself.reason(request.acting, entry)
    edit = Action(label=_("Edit"), url=kind.url("edit", entry.pk))
    if entry.is_blocked:
        other = Action(label=_("Unblock"), url=kind.url("unblock", entry.pk), tone="secondary")
    else:
        other = Action(label=_("Block"), url=kind.url("block", entry.pk), tone="secondary", reason=own)
    delete = Action(
        label=pgettext("act", "Delete"),
        url=kind.url("delete", entry.pk),
        tone="warning",
        reason=rules.may_delete.reason(request.acting, entry),
    )
    return [edit, other, delete]


def _edit_page(request: Request, kind: Kind, entry: MinistryPerson, form: EditForm | EditExpertForm) -> HttpResponse:
    context = {"kind": kind, "entry": entry, "form": form, "back": kind.url("", entry.pk)}
    return render(request, "admin_panel/people/edit.html", context, status=422 if form.is_bound else 200)


def _reason_page(request: Request, name: str, kind: Kind, entry: Any, form: ReasonForm) -> HttpResponse:
    context = {
        "kind": kind,
        "entry": entry,
        "form": form,
        "here": kind.url(name, entry.pk),
        "back": kind.url("", entry.pk),
    }
    return render(request, f"admin_panel/people/{name}.html", context, status=422 if form.is_bound else 200)
