"""Who leads: handing over the role of the head, and acting heads."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.http import Request, reads, writes
from organizations.models import Organization
from staff import rules, selectors
from staff.enums import Permission
from staff.forms import ActingForm, HandOverForm
from staff.models import ActingHead
from staff.services import heads
from staff.views.place import organization_here, standing_here


@reads
def hand_over_show(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_hand_over.check(request.acting, organization)
    return _hand_over_page(request, organization, HandOverForm(successors=selectors.successors(organization)))


@writes
def hand_over_save(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_hand_over.check(request.acting, organization)
    form = HandOverForm(request.POST, successors=selectors.successors(organization))
    if not form.is_valid():
        return _hand_over_page(request, organization, form)
    head = heads.hand_over(
        form.cleaned_data["successor"],
        by=request.acting,
        next_role=form.chosen_role,
        next_position=form.cleaned_data["next_position"],
    )
    messages.success(request, _("%(name)s is the head of the organization now.") % {"name": head})
    return redirect("landing" if form.chosen_role is None else "staff:employee_list")


@reads
def acting_head_list(request: Request) -> HttpResponse:
    organization = organization_here(request)
    who = standing_here(request, organization, Permission.SEE_STAFF)
    context = {
        "appointments": selectors.acting_heads(organization),
        "appoints": who.may(Permission.APPOINT_ACTING_HEAD),
    }
    return render(request, "staff/acting_head_list.html", context)


@reads
def acting_head_add_show(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_appoint_acting_head.check(request.acting, organization)
    return _acting_page(request, ActingForm(successors=selectors.successors(organization)))


@writes
def acting_head_add_save(request: Request) -> HttpResponse:
    organization = organization_here(request)
    rules.may_appoint_acting_head.check(request.acting, organization)
    form = ActingForm(request.POST, successors=selectors.successors(organization))
    if not form.is_valid():
        return _acting_page(request, form)
    try:
        appointment = heads.appoint_acting_head(**form.cleaned_data, by=request.acting)
    except heads.DatesTaken:
        form.add_error("from_on", _("Somebody acts as the head on some of these days already."))
        return _acting_page(request, form)
    messages.success(request, _("%(name)s is appointed acting head.") % {"name": appointment.employment})
    return redirect("staff:acting_head_list")


@reads
def acting_head_stop_show(request: Request, pk: int) -> HttpResponse:
    appointment = _appointment_here(request, pk)
    rules.may_appoint_acting_head.check(request.acting, appointment)
    return render(request, "staff/acting_head_stop.html", {"appointment": appointment})


@writes
def acting_head_stop_save(request: Request, pk: int) -> HttpResponse:
    appointment = _appointment_here(request, pk)
    heads.stop_acting_head(appointment, by=request.acting)
    messages.success(request, _("%(name)s does not act as the head any more.") % {"name": appointment.employment})
    return redirect("staff:acting_head_list")


def _appointment_here(request: Request, pk: int) -> ActingHead:
    return get_object_or_404(selectors.acting_heads(organization_here(request)), pk=pk)


def _hand_over_page(request: Request, organization: Organization, form: HandOverForm) -> HttpResponse:
    context = {"organization": organization, "form": form, "has_successors": form.fields["successor"].queryset.exists()}
    return render(request, "staff/hand_over.html", context, status=422 if form.is_bound else 200)


def _acting_page(request: Request, form: ActingForm) -> HttpResponse:
    context = {"form": form, "has_successors": form.fields["employment"].queryset.exists()}
    return render(request, "staff/acting_head_add.html", context, status=422 if form.is_bound else 200)
