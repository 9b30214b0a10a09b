"""Private notes and labels on an application, and the table of labels."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.models import Label, Note
from accreditation.rules import desk as rules
from accreditation.selectors import desk as selectors
from accreditation.services import desk
from admin_panel.forms.desk import LabelForm, LabelsForm, NoteForm
from admin_panel.views.access import for_administrators, for_the_ministry
from admin_panel.views.case import application_here, case_page
from core.http import Request, by_method, reads, writes


@writes
@for_the_ministry
def note_write(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return case_page(request, application, note_form=form, status=422)
    desk.write_note(application, form.cleaned_data["text"], by=request.acting)
    messages.success(request, _("The note is kept. Only people of the ministry read it."))
    return redirect(f"{reverse('ministry:application', args=[pk])}#notes")


@reads
@for_the_ministry
def _note_delete_show(request: Request, pk: int, note_pk: int) -> HttpResponse:
    note = _note(request, pk, note_pk)
    rules.wrote_note.check(request.acting, note)
    return render(request, "admin_panel/note_delete.html", {"note": note, "application": note.application})


@writes
@for_the_ministry
def _note_delete_save(request: Request, pk: int, note_pk: int) -> HttpResponse:
    desk.delete_note(_note(request, pk, note_pk), by=request.acting)
    messages.success(request, _("The note is deleted."))
    return redirect(f"{reverse('ministry:application', args=[pk])}#notes")


note_delete = by_method(_note_delete_show, _note_delete_save)


@writes
@for_the_ministry
def labels_set(request: Request, pk: int) -> HttpResponse:
    application = application_here(request, pk)
    form = LabelsForm(request.POST)
    chosen = form.cleaned_data["labels"] if form.is_valid() else []
    desk.set_labels(application, chosen, by=request.acting)
    messages.success(request, _("The labels are saved."))
    return redirect(f"{reverse('ministry:application', args=[pk])}#labels")


def _note(request: Request, pk: int, note_pk: int) -> Note:
    application = application_here(request, pk)
    return get_object_or_404(application.notes.select_related("application__organization", "by"), pk=note_pk)


# The table of labels --------------------------------------------------------------------------------------------------


@reads
@for_administrators
def _list_show(request: Request) -> HttpResponse:
    return _list_page(request, LabelForm())


@writes
@for_administrators
def _list_save(request: Request) -> HttpResponse:
    form = LabelForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form)
    label = desk.keep_label(form.save(commit=False), by=request.acting)
    messages.success(request, _("The label is kept: %(name)s.") % {"name": label})
    return redirect("ministry:label_list")


label_list = by_method(_list_show, _list_save)


@reads
@for_administrators
def _edit_show(request: Request, pk: int) -> HttpResponse:
    label = get_object_or_404(Label, pk=pk)
    return _edit_page(request, label, LabelForm(instance=label))


@writes
@for_administrators
def _edit_save(request: Request, pk: int) -> HttpResponse:
    label = get_object_or_404(Label, pk=pk)
    form = LabelForm(request.POST, instance=label)
    if not form.is_valid():
        return _edit_page(request, label, form)
    desk.keep_label(form.save(commit=False), by=request.acting)
    messages.success(request, _("The label is kept: %(name)s.") % {"name": label})
    return redirect("ministry:label_list")


label_edit = by_method(_edit_show, _edit_save)


@reads
@for_administrators
def _delete_show(request: Request, pk: int) -> HttpResponse:
    label = get_object_or_404(selectors.labels_in_use(), pk=pk)
    return render(request, "admin_panel/label_delete.html", {"label": label})


@writes
@for_administrators
def _delete_save(request: Request, pk: int) -> HttpResponse:
    label = get_object_or_404(Label, pk=pk)
    desk.delete_label(label, by=request.acting)
    messages.success(request, _("The label is deleted: %(name)s.") % {"name": label.name})
    return redirect("ministry:label_list")


label_delete = by_method(_delete_show, _delete_save)


def _list_page(request: Request, form: LabelForm) -> HttpResponse:
    context = {"labels": selectors.labels_in_use(), "form": form}
    return render(request, "admin_panel/label_list.html", context, status=422 if form.is_bound else 200)


def _edit_page(request: Request, label: Label, form: LabelForm) -> HttpResponse:
    context = {"label": label, "form": form}
    return render(request, "admin_panel/label_edit.html", context, status=422 if form.is_bound else 200)
