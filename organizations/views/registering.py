"""The registration from «Каттоодон өтүү» to «Каттоо», and the systems chosen after it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http import Request, asks, by_method, reads, writes
from core.ui import Task
from organizations import readiness, rules, selectors
from organizations.enums import Outcome, State
from organizations.forms import SectionForm
from organizations.models import Organization, Registration
from organizations.readiness import Part, PartState
from organizations.services import registering
from organizations.views.access import enter, with_open_registration, with_organization, with_registration

_ADDRESSES = {
    Part.DATA: "organization_register_data",
    Part.HEAD: "organization_register_head",
    Part.ADDITIONS: "organization_register_additions",
    Part.DOCUMENTS: "organization_register_documents",
    Part.BANK: "organization_register_bank",
}


@reads
def _show_start(request: Request) -> HttpResponse:
    organization = selectors.organization_of(request.acting)
    if organization is not None:
        enter(request, organization)
        return redirect("organization_profile")
    context = {
        "refusal": rules.may_register.reason(request.acting, None),
        "registration": selectors.registration_of(request.acting),
    }
    return render(request, "organizations/organization_register_start.html", context)


@asks
def _begin(request: Request) -> HttpResponse:
    """«Каттоодон өтүү», and on later pages the question to the register once more."""
    try:
        registration = registering.begin(acting=request.acting, again="again" in request.POST)
    except registering.AlreadyRegistered as known:
        return already_registered(request, known.organization)
    if "again" in request.POST and registration.outcome == Outcome.UNAVAILABLE:
        messages.warning(request, _("The register did not answer this time either. You can go on without it."))
    return redirect("organization_register")


organization_register_start = by_method(_show_start, _begin)


@reads
@with_registration
def organization_register(request: Request, registration: Registration) -> HttpResponse:
    """The task list; or why the register stands in the way, and what to do."""
    if registration.outcome == Outcome.NOT_FOUND:
        return render(request, "organizations/organization_unknown.html", {"registration": registration})
    if registration.state == State.LIQUIDATED:
        return render(request, "organizations/organization_liquidated.html", {"registration": registration})
    states = readiness.parts(registration, request.user)
    lacking = [state for state in states if not state.is_ready]
    context = {
        "registration": registration,
        "tasks": [_task(state) for state in states],
        "reason": _("Some parts are not finished yet.") if lacking else None,
        "way": reverse(_ADDRESSES[lacking[0].part]) if lacking else "",
        "way_label": lacking[0].part.label if lacking else "",
    }
    return render(request, "organizations/organization_register.html", context)


@reads
@with_open_registration
def _show_sections(request: Request, registration: Registration) -> HttpResponse:
    if readiness.missing(registration, request.user):
        return redirect("organization_register")
    form = SectionForm(ownership=registration.ownership)
    return _section_page(request, registration, form)


@writes
@with_open_registration
def _complete(request: Request, registration: Registration) -> HttpResponse:
    form = SectionForm(request.POST, ownership=registration.ownership)
    if not form.is_valid():
        return _section_page(request, registration, form)
    try:
        organization = registering.complete(sections=form.cleaned_data["sections"], acting=request.acting)
    except registering.AlreadyRegistered as known:
        return already_registered(request, known.organization)
    except registering.NotReady as lacking:
        messages.warning(request, str(lacking))
        return redirect("organization_register")
    enter(request, organization)
    return redirect("organization_registered")


organization_register_section = by_method(_show_sections, _complete)


@reads
@with_organization
def organization_registered(request: Request, organization: Organization) -> HttpResponse:
    """The confirmation: what was done, and what comes next. It can be opened again at any time."""
    return render(request, "organizations/organization_registered.html", {"organization": organization})


def already_registered(request: Request, organization: Organization) -> HttpResponse:
    """The second of two browsers: the organization is there, and this person is in its cabinet."""
    messages.info(request, _("The organization was registered meanwhile. This is its profile."))
    enter(request, organization)
    return redirect("organization_profile")


def _section_page(request: Request, registration: Registration, form: SectionForm) -> HttpResponse:
    context = {"registration": registration, "form": form}
    return render(
        request,
        "organizations/organization_register_section.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _task(state: PartState) -> Task:
    url = reverse(_ADDRESSES[state.part])
    if not state.is_ready:
        label = _("In progress") if state.is_begun else _("Not started")
        return Task(label=str(state.part.label), status=label, url=url, hint=state.missing, tone="accent")
    if state.is_optional and not state.is_begun:
        return Task(label=str(state.part.label), status=_("Optional"), url=url, tone="muted")
    return Task(label=str(state.part.label), status=_("Completed"), url=url, tone="done")
