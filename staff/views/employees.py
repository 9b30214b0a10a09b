"""The list of employees, and what is done to one of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import Request, asks, reads, writes
from core.limits import TooMany
from core.ui import Action as Act
from integrations.registries import RegistryError
from organizations.enums import Role
from staff import rules, selectors
from staff.enums import Action, Permission, Verification
from staff.forms import DismissForm, FilterForm, WorkForm
from staff.models import Employment
from staff.services import checks, hiring, lookup
from staff.views.place import employee_here, organization_here, standing_here
from staff.workflow import EMPLOYMENT

PER_PAGE = 25


@reads
def employee_list(request: Request) -> HttpResponse:
    organization = organization_here(request)
    who = standing_here(request, organization, Permission.SEE_STAFF)
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    people = selectors.employees(request.acting, organization, **chosen)
    context = {
        "organization": organization,
        "form": form,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "filtered": any(chosen.values()),
        "head": selectors.head_of(organization),
        "acting_head": selectors.acting_head_now(organization),
        "manages": who.may(Permission.MANAGE_STAFF),
        "leads": who.may(Permission.HAND_OVER),
    }
    return render(request, "staff/employee_list.html", context)


@reads
def employee(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    rules.may_manage_staff.check(request.acting, person)
    context = {
        "employee": person,
        "doubt": selectors.doubt(person),
        "history": selectors.history(person),
        "acts": _acts(request, person),
    }
    return render(request, "staff/employee.html", context)


@reads
def employee_edit_show(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    EMPLOYMENT.check(Action.CHANGE, request.acting, person)
    return _work_page(request, "staff/employee_edit.html", person, _edit_form(request, person))


@writes
def employee_edit_save(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    EMPLOYMENT.check(Action.CHANGE, request.acting, person)
    form = _edit_form(request, person, request.POST)
    if not form.is_valid():
        return _work_page(request, "staff/employee_edit.html", person, form)
    hiring.change(person, role=form.chosen_role, position=form.cleaned_data["position"], by=request.acting)
    messages.success(request, _("Saved: %(name)s.") % {"name": person})
    return redirect("staff:employee", pk=person.pk)


@reads
def employee_dismiss_show(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    EMPLOYMENT.check(Action.DISMISS, request.acting, person)
    return _dismiss_page(request, person, DismissForm())


@writes
def employee_dismiss_save(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _dismiss_page(request, person, form)
    hiring.dismiss(person, by=request.acting, comment=form.cleaned_data["comment"])
    messages.success(request, _("%(name)s does not work here any more.") % {"name": person})
    return redirect("staff:employee_list")


@reads
def employee_take_back_show(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    EMPLOYMENT.check(Action.TAKE_BACK, request.acting, person)
    return _work_page(request, "staff/employee_take_back.html", person, WorkForm(employment=person))


@writes
def employee_take_back_save(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    EMPLOYMENT.check(Action.TAKE_BACK, request.acting, person)
    form = WorkForm(request.POST, employment=person)
    if not form.is_valid():
        return _work_page(request, "staff/employee_take_back.html", person, form)
    hiring.take_back(person, role=form.chosen_role, position=form.cleaned_data["position"], by=request.acting)
    messages.success(request, _("%(name)s works here again.") % {"name": person})
    return redirect("staff:employee", pk=person.pk)


@asks
def employee_check(request: Request, pk: int) -> HttpResponse:
    person = employee_here(request, pk)
    rules.may_manage_staff.check(request.acting, person)
    try:
        person = checks.check_now(person, by=request.acting)
    except TooMany as refusal:
        messages.warning(request, lookup.limit_message(refusal))
    except RegistryError as error:
        messages.warning(request, error.user_message)
    else:
        if person.verification == Verification.CONFIRMED:
            messages.success(request, _("The register has confirmed this person."))
    return redirect("staff:employee", pk=pk)


@writes
def employee_accept_name(request: Request, pk: int) -> HttpResponse:
    person = checks.accept_register_name(employee_here(request, pk), by=request.acting)
    messages.success(request, _("Saved: %(name)s.") % {"name": person})
    return redirect("staff:employee", pk=pk)


@reads
def permission_table(request: Request) -> HttpResponse:
    organization = organization_here(request)
    who = standing_here(request, organization, Permission.SEE_STAFF)
    context = {"roles": list(Role), "rows": selectors.permission_rows(), "own_role": who.role, "acts": who.acts_as_head}
    return render(request, "staff/permission_table.html", context)


def _acts(request: Request, person: Employment) -> list[Act]:
    """The acts that belong to the person's state, refused ones with their reason."""
    ways: dict[Action, tuple[str, str, Any]] = {
        Action.CHANGE: (_("Edit"), "staff:employee_edit", "primary"),
        Action.DISMISS: (_("Dismiss"), "staff:employee_dismiss", "warning"),
        Action.TAKE_BACK: (_("Take back"), "staff:employee_take_back", "primary"),
    }
    return [
        Act(label=label, url=reverse(url, args=[person.pk]), tone=tone, reason=step.reason(request.acting, person))
        for action, (label, url, tone) in ways.items()
        if person.state in (step := EMPLOYMENT[action]).sources
    ]


def _edit_form(request: Request, person: Employment, data: Any = None) -> WorkForm:
    """Nobody changes his own role, nor the head's."""
    fixed = person.is_head or not rules.is_not_oneself.allows(request.acting, person)
    return WorkForm(data, employment=person, with_role=not fixed)


def _work_page(request: Request, template: str, person: Employment, form: WorkForm) -> HttpResponse:
    return render(request, template, {"employee": person, "form": form}, status=422 if form.is_bound else 200)


def _dismiss_page(request: Request, person: Employment, form: DismissForm) -> HttpResponse:
    context = {"employee": person, "form": form}
    return render(request, "staff/employee_dismiss.html", context, status=422 if form.is_bound else 200)
