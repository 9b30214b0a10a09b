"""Conditions of accreditations as the ministry sees them: what waits to be checked, what is late, what was settled."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.conditions import ConditionAction, Queue
from accreditation.models import Condition
from accreditation.selectors import conditions as selectors
from accreditation.services import conditions as services
from accreditation.workflow.conditions import CONDITION
from admin_panel.forms.aftermath import CloseForm, ExtendForm, SendBackForm
from admin_panel.views.access import for_the_ministry
from core.http import Request, by_method, reads, writes
from core.ui import Action, Crumb, Tab

PER_PAGE = 25
_PAGES = {
    ConditionAction.CLOSE: ("condition_close", "primary"),
    ConditionAction.SEND_BACK: ("condition_send_back", "secondary"),
    ConditionAction.EXTEND: ("condition_extend", "secondary"),
}


@reads
@for_the_ministry
def condition_list(request: Request) -> HttpResponse:
    """The four lists; without a choice the first in which something waits."""
    counts = selectors.counts(request.acting)
    chosen = request.GET.get("tab", "")
    waiting = (which for which in (Queue.WAITING, Queue.OVERDUE, Queue.OWED) if counts[which])
    which = Queue(chosen) if chosen in Queue else next(waiting, Queue.WAITING)
    url = reverse("ministry:condition_list")
    context = {
        "page": Paginator(selectors.queue(request.acting, which), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            Tab(label=str(one.label), url=f"{url}?tab={one.value}", count=counts[one], current=one == which)
            for one in Queue
        ],
    }
    return render(request, "admin_panel/condition_list.html", context)


@reads
@for_the_ministry
def condition(request: Request, pk: int) -> HttpResponse:
    """The condition with every answer and its evidence, and what may be done now."""
    found = _condition(request, pk)
    available = dict(CONDITION.available(request.acting, found))
    context = {
        "condition": found,
        "answers": found.answers.select_related("by", "checked_by").prefetch_related("files"),
        "acts": [
            Action(label=_title(step), url=reverse(f"ministry:{name}", args=[pk]), reason=available[step], tone=tone)  # type: ignore[arg-type]
            for step, (name, tone) in _PAGES.items()
            if step in available
        ],
        "progress": selectors.progress(found.application),
        "history": found.events.select_related("by"),
        "crumbs": _crumbs(found),
    }
    return render(request, "admin_panel/condition.html", context)


@reads
@for_the_ministry
def _close_show(request: Request, pk: int) -> HttpResponse:
    return _page(request, _condition(request, pk), ConditionAction.CLOSE, CloseForm())


@writes
@for_the_ministry
def _close_save(request: Request, pk: int) -> HttpResponse:
    found, form = _condition(request, pk), CloseForm(request.POST)
    CONDITION.check(ConditionAction.CLOSE, request.acting, found)
    if not form.is_valid():
        return _page(request, found, ConditionAction.CLOSE, form)
    services.close(found, comment=form.cleaned_data["comment"], by=request.acting)
    messages.success(request, _("The condition is fulfilled. The organization has been told."))
    return redirect("ministry:condition", pk)


condition_close = by_method(_close_show, _close_save)


@reads
@for_the_ministry
def _send_back_show(request: Request, pk: int) -> HttpResponse:
    found = _condition(request, pk)
    form = SendBackForm(condition=found, initial={"due_on": found.due_on})
    return _page(request, found, ConditionAction.SEND_BACK, form)


@writes
@for_the_ministry
def _send_back_save(request: Request, pk: int) -> HttpResponse:
    found = _condition(request, pk)
    form = SendBackForm(request.POST, condition=found)
    if not form.is_valid():
        return _page(request, found, ConditionAction.SEND_BACK, form)
    services.send_back(found, **form.cleaned_data, by=request.acting)
    messages.success(request, _("The answer is sent back. The organization has been told."))
    return redirect("ministry:condition", pk)


condition_send_back = by_method(_send_back_show, _send_back_save)


@reads
@for_the_ministry
def _extend_show(request: Request, pk: int) -> HttpResponse:
    found = _condition(request, pk)
    return _page(request, found, ConditionAction.EXTEND, ExtendForm(condition=found))


@writes
@for_the_ministry
def _extend_save(request: Request, pk: int) -> HttpResponse:
    found = _condition(request, pk)
    form = ExtendForm(request.POST, condition=found)
    if not form.is_valid():
        return _page(request, found, ConditionAction.EXTEND, form)
    services.extend(found, **form.cleaned_data, by=request.acting)
    messages.success(request, _("The term is extended. The organization has been told."))
    return redirect("ministry:condition", pk)


condition_extend = by_method(_extend_show, _extend_save)


def _condition(request: Request, pk: int) -> Condition:
    rows = selectors.handled(request.acting)
    joined = ("application__organization", "application__specialist", "decision")
    return get_object_or_404(rows.select_related(*joined), pk=pk)


def _title(action: ConditionAction) -> str:
    return {
        ConditionAction.CLOSE: _("Find the condition fulfilled"),
        ConditionAction.SEND_BACK: _("Send the answer back"),
        ConditionAction.EXTEND: _("Give more time"),
    }[action]


def _crumbs(found: Condition, *more: str) -> list[Crumb]:
    here = reverse("ministry:condition", args=[found.pk])
    label = _("Condition %(place)s, application %(application)s") % {
        "place": found.place,
        "application": found.application,
    }
    return [
        Crumb(label=_("Conditions"), url=reverse("ministry:condition_list")),
        Crumb(label=label, url=here if more else ""),
        *(Crumb(label=one) for one in more),
    ]


def _page(request: Request, found: Condition, action: ConditionAction, form: forms.Form) -> HttpResponse:
    """The form of a step with what follows from it."""
    CONDITION.check(action, request.acting, found)
    follows = [_("The organization is told at once.")]
    if action == ConditionAction.CLOSE:
        follows.append(_("This cannot be undone."))
    context: dict[str, Any] = {
        "form": form,
        "title": _title(action),
        "button": _title(action),
        "caption": found.text,
        "follows": follows,
        "crumbs": _crumbs(found, _title(action)),
        "cancel": reverse("ministry:condition", args=[found.pk]),
    }
    return render(request, "admin_panel/collegium/form.html", context, status=422 if form.is_bound else 200)
