"""Appeals as the ministry sees them: registered, given to a panel of other people, decided by its majority."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accreditation.enums.appeals import AppealAction, AppealState
from accreditation.models import Appeal
from accreditation.rules.panels import SMALLEST_PANEL, panel_is_whole
from accreditation.selectors import appeals as selectors
from accreditation.services import appeals as services
from accreditation.workflow.appeals import APPEAL, outcome
from admin_panel.forms.aftermath import AppealRegistrationForm, OutcomeForm, PanelForm
from admin_panel.views.access import for_administrators, for_the_ministry
from core.http import Request, by_method, reads, writes
from core.ui import Action, Crumb, Tab

PER_PAGE = 25
OVER = "over"
_PAGES = {
    AppealAction.REGISTER: "appeal_register",
    AppealAction.NAME_PANEL: "appeal_panel",
    AppealAction.DECIDE: "appeal_decide",
}


@reads
@for_the_ministry
def appeal_list(request: Request) -> HttpResponse:
    is_over = request.GET.get("tab") == OVER
    live, over = (selectors.appeals(request.acting, live=which) for which in (True, False))
    url = reverse("ministry:appeal_list")
    labels = (pgettext("tab of appeals", "To be decided"), pgettext("tab of appeals", "Decided or withdrawn"))
    context = {
        "page": Paginator(over if is_over else live, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            Tab(label=labels[0], url=url, count=live.count(), current=not is_over),
            Tab(label=labels[1], url=f"{url}?tab={OVER}", count=over.count(), current=is_over),
        ],
        "is_over": is_over,
    }
    return render(request, "admin_panel/appeal_list.html", context)


@reads
@for_the_ministry
def appeal(request: Request, pk: int) -> HttpResponse:
    """The appeal with its panel and its history, and what may be done now."""
    found = _appeal(request, pk)
    context = {
        "appeal": found,
        "files": found.files.all(),
        "panel": found.panel.all(),
        "recusals": found.recusals.all(),
        "incomplete": panel_is_whole(found) if found.state == AppealState.HEARD else None,
        "acts": [
            Action(
                label=_title(AppealAction(action)),
                url=reverse(f"ministry:{_PAGES[AppealAction(action)]}", args=[pk]),
                reason=reason,
                tone="secondary",
            )
            for action, reason in APPEAL.available(request.acting, found)
            if action in _PAGES
        ],
        "history": selectors.history(found),
        "crumbs": _crumbs(found),
    }
    return render(request, "admin_panel/appeal.html", context)


@reads
@for_administrators
def _register_show(request: Request, pk: int) -> HttpResponse:
    form = AppealRegistrationForm(initial={"on": timezone.localdate()})
    return _page(request, _appeal(request, pk), AppealAction.REGISTER, form)


@writes
@for_administrators
def _register_save(request: Request, pk: int) -> HttpResponse:
    found, form = _appeal(request, pk), AppealRegistrationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AppealAction.REGISTER, form)
    services.register(found, **form.cleaned_data, by=request.acting)
    messages.success(request, _("The appeal is registered. The organization has been told."))
    return redirect("ministry:appeal", pk)


appeal_register = by_method(_register_show, _register_save)


@reads
@for_administrators
def _panel_show(request: Request, pk: int) -> HttpResponse:
    found = _appeal(request, pk)
    form = PanelForm(appeal=found, initial={"people": [seat.person_id for seat in found.panel.all()]})
    return _page(request, found, AppealAction.NAME_PANEL, form)


@writes
@for_administrators
def _panel_save(request: Request, pk: int) -> HttpResponse:
    found = _appeal(request, pk)
    APPEAL.check(AppealAction.NAME_PANEL, request.acting, found)
    form = PanelForm(request.POST, appeal=found)
    if not form.is_valid():
        return _page(request, found, AppealAction.NAME_PANEL, form)
    services.name_panel(found, form.cleaned_data["people"], by=request.acting)
    messages.success(request, _("The panel is named, and its members have been told."))
    return redirect("ministry:appeal", pk)


appeal_panel = by_method(_panel_show, _panel_save)


@reads
@for_administrators
def _decide_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, _appeal(request, pk), AppealAction.DECIDE, OutcomeForm())


@writes
@for_administrators
def _decide_save(request: Request, pk: int) -> HttpResponse:
    found, form = _appeal(request, pk), OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, AppealAction.DECIDE, form)
    services.decide(found, reasons=form.cleaned_data["reasons"], by=request.acting)
    messages.success(request, _("The outcome is in force. The organization has been told."))
    return redirect("ministry:appeal", pk)


appeal_decide = by_method(_decide_show, _decide_save)


def _appeal(request: Request, pk: int) -> Appeal:
    joined = ("application__report", "decision", "order", "filed_by", "decided_by")
    return get_object_or_404(selectors.appeals(request.acting).select_related(*joined), pk=pk)


def _title(action: AppealAction) -> str:
    return {
        AppealAction.REGISTER: _("Register the appeal"),
        AppealAction.NAME_PANEL: _("Name the panel"),
        AppealAction.DECIDE: _("Record the outcome"),
    }[action]


def _follows(found: Appeal, action: AppealAction) -> list[str]:
    if action == AppealAction.REGISTER:
        return [_("The organization is told at once.")]
    if action == AppealAction.NAME_PANEL:
        return [_("The members are told, and read the whole case."), _("Who has voted stays in the panel.")]
    state = outcome(found).label
    follows = [_("The majority voted: %(outcome)s.") % {"outcome": state}]
    return [*follows, _("The organization is told at once."), _("This cannot be undone.")]


def _crumbs(found: Appeal, *more: str) -> list[Crumb]:
    here = reverse("ministry:appeal", args=[found.pk])
    return [
        Crumb(label=_("Appeals"), url=reverse("ministry:appeal_list")),
        Crumb(label=_("Appeal %s") % found, url=here if more else ""),
        *(Crumb(label=one) for one in more),
    ]


def _page(request: Request, found: Appeal, action: AppealAction, form: forms.Form) -> HttpResponse:
    """The form of a step with what follows from it."""
    APPEAL.check(action, request.acting, found)
    context: dict[str, Any] = {
        "form": form,
        "title": _title(action),
        "button": _title(action),
        "caption": found.application.organization.name,
        "follows": _follows(found, action),
        "crumbs": _crumbs(found, _title(action)),
        "cancel": reverse("ministry:appeal", args=[found.pk]),
    }
    if isinstance(form, PanelForm) and len(form.candidates) < SMALLEST_PANEL:
        context["nothing"] = _("Fewer than three people had no part in the case. Add members or experts first.")
    return render(request, "admin_panel/collegium/form.html", context, status=422 if form.is_bound else 200)
