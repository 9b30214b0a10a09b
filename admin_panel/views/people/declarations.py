"""Relatives and days of absence of an expert, as the ministry enters them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accreditation.models import ExpertRelative, Unavailability
from accreditation.services import declarations
from admin_panel.forms.declarations import AbsenceForm, RelativeForm
from admin_panel.views.access import for_administrators
from admin_panel.views.people.kinds import EXPERTS
from core.http import Request, by_method, reads, writes


@reads
@for_administrators
def _relative_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, "relative_add", pk, RelativeForm())


@writes
@for_administrators
def _relative_save(request: Request, pk: int) -> HttpResponse:
    form = RelativeForm(request.POST)
    if not form.is_valid():
        return _page(request, "relative_add", pk, form)
    declarations.declare_relative(EXPERTS.entry(request, pk), by=request.acting, **form.cleaned_data)
    return _saved(request, pk)


relative_add = by_method(_relative_show, _relative_save)


@writes
@for_administrators
def relative_withdraw(request: Request, pk: int, relative: int) -> HttpResponse:
    row = get_object_or_404(ExpertRelative.objects.select_related("expert"), pk=relative, expert=pk)
    declarations.withdraw_relative(row, by=request.acting)
    return _saved(request, pk)


@reads
@for_administrators
def _absence_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, "absence_add", pk, AbsenceForm())


@writes
@for_administrators
def _absence_save(request: Request, pk: int) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _page(request, "absence_add", pk, form)
    declarations.add_absence(EXPERTS.entry(request, pk), by=request.acting, **form.cleaned_data)
    return _saved(request, pk)


absence_add = by_method(_absence_show, _absence_save)


@writes
@for_administrators
def absence_remove(request: Request, pk: int, absence: int) -> HttpResponse:
    row = get_object_or_404(Unavailability.objects.select_related("expert"), pk=absence, expert=pk)
    declarations.remove_absence(row, by=request.acting)
    return _saved(request, pk)


def _saved(request: Request, pk: int) -> Any:
    messages.success(request, _("Saved."))
    return redirect(EXPERTS.url("", pk))


def _page(request: Request, name: str, pk: int, form: forms.Form | forms.ModelForm) -> HttpResponse:
    context = {"entry": EXPERTS.entry(request, pk), "form": form, "back": EXPERTS.url("", pk)}
    return render(request, f"admin_panel/people/{name}.html", context, status=422 if form.is_bound else 200)
