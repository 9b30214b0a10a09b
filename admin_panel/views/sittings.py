"""Sittings of the collegium: the administrators call them, specialists put their cases on the agenda."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.enums.collegium import LIVE_ITEMS, CollegiumAction, ItemState, SittingState
from accreditation.models import AgendaItem, Sitting
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.rules.people import is_administrator
from accreditation.selectors import collegium as selectors
from accreditation.services import minutes
from accreditation.services import sittings as services
from accreditation.workflow.sittings import SITTING
from admin_panel.forms.collegium import CasesForm, MoveForm, PresenceForm, ReasonForm, SittingForm
from admin_panel.views.access import for_administrators, for_the_ministry
from admin_panel.views.steps import Given, step_of
from core.http import Request, by_method, reads, writes
from core.ui import Action, Crumb, Tab

PER_PAGE = 25
OVER = "over"


@reads
@for_the_ministry
def sitting_list(request: Request) -> HttpResponse:
    over = request.GET.get("tab") == OVER
    url = reverse("ministry:sitting_list")
    context = {
        "over": over,
        "page": Paginator(selectors.sittings(request.acting, over=over), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            Tab(label=_("To come"), url=url, count=Sitting.objects.to_come().count(), current=not over),
            Tab(label=_("Over"), url=f"{url}?tab={OVER}", count=Sitting.objects.over().count(), current=over),
        ],
        "ready": selectors.ready_cases(request.acting).count(),
        "may_convene": rules.may_convene.allows(request.acting),
    }
    return render(request, "admin_panel/collegium/sitting_list.html", context)


@reads
@for_administrators
def _plan_show(request: Request) -> HttpResponse:
    return _plan_page(request, SittingForm(initial={"secretary": request.acting.user}))


@writes
@for_administrators
def _plan_save(request: Request) -> HttpResponse:
    form = SittingForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, form)
    sitting = services.plan(form.plan, by=request.acting)
    messages.success(request, _("The sitting is planned and the members are told. Now choose the cases."))
    return redirect("ministry:sitting", sitting.pk)


sitting_plan = by_method(_plan_show, _plan_save)


def _plan_page(request: Request, form: SittingForm) -> HttpResponse:
    context = {"form": form, "crumbs": [*_start(), Crumb(label=_("Plan a sitting"))], "title": _("Plan a sitting")}
    context |= {"cancel": reverse("ministry:sitting_list"), "button": _("Plan and tell the members")}
    return render(request, "admin_panel/collegium/form.html", context, status=422 if form.is_bound else 200)


@reads
@for_the_ministry
def sitting(request: Request, pk: int) -> HttpResponse:
    """The agenda, who is there, and what can be done now."""
    found = sitting_here(request, pk)
    there, items = voting.present(found), selectors.agenda(found)
    members = voting.members_of(found)
    context = {
        "sitting": found,
        "items": items,
        "leavable": selectors.leavable(items, request.acting),
        "movable": selectors.movable(items) if _may_order(request, found) else [],
        "present": [member for member in members if member.pk in there],
        "members": len(members),
        "acts": _acts(request, found, next_step=_next_step(found, items, has_begun=bool(there))),
        "events": found.events.select_related("by", "item"),
        "crumbs": crumbs(found),
        "may_read_cases": is_administrator.allows(request.acting),
        "undersigning": selectors.undersigning(found),
        "quorum": settings.COLLEGIUM_QUORUM,
        "casting_vote": settings.COLLEGIUM_CASTING_VOTE,
    }
    return render(request, "admin_panel/collegium/sitting.html", context)


def _may_order(request: Request, found: Sitting) -> bool:
    return SITTING[CollegiumAction.MOVE_CASE].reason(request.acting, found) is None


def sitting_here(request: Request, pk: int) -> Sitting:
    """A sitting of which this person may know."""
    rows = Sitting.objects.visible_to(request.acting).select_related("chair", "secretary", "minutes")
    return get_object_or_404(rows, pk=pk)


def crumbs(sitting: Sitting, *more: str) -> list[Crumb]:
    """The way from the list to this page."""
    here = reverse("ministry:sitting", args=[sitting.pk]) if more else ""
    label = _("Sitting %(sitting)s") % {"sitting": sitting}
    return [*_start(), Crumb(label=label, url=here), *(Crumb(label=one) for one in more)]


def _start() -> list[Crumb]:
    return [Crumb(label=_("Sittings of the Collegium"), url=reverse("ministry:sitting_list"))]


def _next_step(found: Sitting, items: Collection[AgendaItem], *, has_begun: bool) -> str:
    """What the sitting waits for, as its page is called: what one looks for first; "" while nothing is due."""
    if found.state == SittingState.PLANNED:
        is_due = timezone.localdate(found.starts_at) <= timezone.localdate()
        return "agenda" if not items else "open" if is_due else ""
    if found.state == SittingState.OPEN:
        is_over = not any(item.state in LIVE_ITEMS for item in items)
        return "presence" if not has_begun else "close" if is_over else ""
    return ""


def _acts(request: Request, found: Sitting, *, next_step: str) -> list[Action]:
    """Each step that this person may take, with what is still missing for it; what the sitting waits for stands out."""
    acts = []
    if found.state in {SittingState.PLANNED, SittingState.OPEN}:
        acts.append(_act(_("Put cases on the agenda"), "agenda", found, is_next=next_step == "agenda"))
    labels = {
        CollegiumAction.PLAN: (_("Change the time, the place or the people"), "change"),
        CollegiumAction.OPEN: (_("Open the sitting"), "open"),
        CollegiumAction.RECORD_PRESENCE: (_("Record who is present"), "presence"),
        CollegiumAction.CLOSE: (_("Close the sitting"), "close"),
        CollegiumAction.CANCEL: (_("Cancel the sitting"), "cancel"),
    }
    for action, reason in SITTING.available(request.acting, found):
        if action in labels:
            label, name = labels[CollegiumAction(action)]
            acts.append(_act(label, name, found, reason=reason, is_next=next_step == name))
    if minutes.why_not_signed(found, by=request.acting) is None:
        url = reverse("ministry:sitting_minutes_sign", args=[found.pk])
        acts.append(Action(label=_("Sign the minutes"), url=url, method="post"))
    return acts


def reason_of(_request: Request, _thing: Any, given: Given) -> ReasonForm:
    """Why something is not as it was planned: the only field of several pages."""
    return ReasonForm(given)


def _act(label: str, name: str, found: Sitting, *, reason: str | None = None, is_next: bool) -> Action:
    url = reverse(f"ministry:sitting_{name}", args=[found.pk])
    return Action(label=label, url=url, reason=reason, tone="primary" if is_next else "secondary")


@reads
@for_the_ministry
def _agenda_show(request: Request, pk: int) -> HttpResponse:
    return _agenda_page(request, sitting_here(request, pk), CasesForm(ready=selectors.ready_cases(request.acting)))


@writes
@for_the_ministry
def _agenda_save(request: Request, pk: int) -> HttpResponse:
    found = sitting_here(request, pk)
    form = CasesForm(request.POST, ready=selectors.ready_cases(request.acting))
    if not form.is_valid():
        return _agenda_page(request, found, form)
    services.add_cases(found, form.cleaned_data["cases"], by=request.acting)
    messages.success(request, _("The cases stand on the agenda."))
    return redirect("ministry:sitting", pk)


sitting_agenda = by_method(_agenda_show, _agenda_save)


def _agenda_page(request: Request, found: Sitting, form: CasesForm) -> HttpResponse:
    title = _("Put cases on the agenda")
    context = {"form": form, "crumbs": crumbs(found, title), "title": title, "button": _("Put on the agenda")}
    context |= {"cancel": reverse("ministry:sitting", args=[found.pk])}
    if found.state not in {SittingState.PLANNED, SittingState.OPEN}:
        context["nothing"] = _("The sitting is over.")
    elif not selectors.ready_cases(request.acting).exists():
        context["nothing"] = _("No case is ready: a case comes here when the experts have evaluated it.")
    return render(request, "admin_panel/collegium/form.html", context, status=422 if form.is_bound else 200)


@writes
@for_administrators
def sitting_order(request: Request, pk: int) -> HttpResponse:
    """A case goes up or down by one; the page comes back at the agenda."""
    found = sitting_here(request, pk)
    form = MoveForm(request.POST, sitting=found)
    if form.is_valid():
        services.move_case(form.cleaned_data["item"], up=form.cleaned_data["way"] == "up", by=request.acting)
    return redirect(f"{reverse('ministry:sitting', args=[pk])}#agenda")


def _presence_form(_request: Request, found: Sitting, given: Given) -> PresenceForm:
    return PresenceForm(given, initial={"members": voting.present(found)})


def _record_presence(request: Request, found: Sitting, form: PresenceForm) -> HttpResponse:
    services.record_presence(found, list(form.cleaned_data["members"]), by=request.acting)
    messages.success(request, _("Presence is recorded."))
    return redirect("ministry:sitting", found.pk)


def _presence_page(request: Request, found: Sitting, form: PresenceForm) -> HttpResponse:
    SITTING.check(CollegiumAction.RECORD_PRESENCE, request.acting, found)
    title = _("Record who is present")
    return _ask(request, found, title, form=form, button=_("Save"))


sitting_presence = step_of(
    sitting_here, of=for_administrators, form=_presence_form, page=_presence_page, take=_record_presence
)


def _ask(
    request: Request, found: Sitting, title: str, *follows: str, form: forms.Form | None = None, button: str = ""
) -> HttpResponse:
    """What follows from the step, before it is taken."""
    context = {"form": form, "crumbs": crumbs(found, title), "title": title, "follows": follows}
    context |= {"button": button or title}
    context |= {"cancel": reverse("ministry:sitting", args=[found.pk])}
    bound = form is not None and form.is_bound
    return render(request, "admin_panel/collegium/form.html", context, status=422 if bound else 200)


def _change_form(_request: Request, found: Sitting, given: Given) -> SittingForm:
    return SittingForm(given, initial=SittingForm.initial_of(found))


def _change(request: Request, found: Sitting, form: SittingForm) -> HttpResponse:
    services.change(found, form.plan, by=request.acting)
    messages.success(request, _("The sitting is changed and the members are told."))
    return redirect("ministry:sitting", found.pk)


def _change_page(request: Request, found: Sitting, form: SittingForm) -> HttpResponse:
    SITTING.check(CollegiumAction.PLAN, request.acting, found)
    title = _("Change the time, the place or the people")
    return _ask(request, found, title, form=form, button=_("Save and tell the members"))


sitting_change = step_of(sitting_here, of=for_administrators, form=_change_form, page=_change_page, take=_change)


@reads
@for_administrators
def _open_show(request: Request, pk: int) -> HttpResponse:
    found = sitting_here(request, pk)
    SITTING.check(CollegiumAction.OPEN, request.acting, found)
    return _ask(
        request, found, _("Open the sitting"), _("Presence is recorded and cases are put to the vote from now on.")
    )


@writes
@for_administrators
def _open_save(request: Request, pk: int) -> HttpResponse:
    services.open_sitting(sitting_here(request, pk), by=request.acting)
    messages.success(request, _("The sitting is open. Record who is present."))
    return redirect("ministry:sitting", pk)


sitting_open = by_method(_open_show, _open_save)


@reads
@for_administrators
def _close_show(request: Request, pk: int) -> HttpResponse:
    found = sitting_here(request, pk)
    SITTING.check(CollegiumAction.CLOSE, request.acting, found)
    left = found.items.filter(state__in=[ItemState.WAITING, ItemState.VOTING]).count()
    return _ask(
        request,
        found,
        _("Close the sitting"),
        _("The minutes are written in both languages; the chair and the secretary sign them."),
        _("Cases that are not decided are left for another sitting: %(count)s.") % {"count": left},
        _("This cannot be undone."),
    )


@writes
@for_administrators
def _close_save(request: Request, pk: int) -> HttpResponse:
    services.close(sitting_here(request, pk), by=request.acting)
    messages.success(request, _("The sitting is closed. The minutes are being printed."))
    return redirect("ministry:sitting", pk)


sitting_close = by_method(_close_show, _close_save)


def _cancel(request: Request, found: Sitting, form: ReasonForm) -> HttpResponse:
    services.cancel(found, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The sitting is cancelled and the members are told."))
    return redirect("ministry:sitting", found.pk)


def _cancel_page(request: Request, found: Sitting, form: ReasonForm) -> HttpResponse:
    SITTING.check(CollegiumAction.CANCEL, request.acting, found)
    told = _("The members are told the reason; the cases wait for another sitting.")
    return _ask(request, found, _("Cancel the sitting"), told, _("This cannot be undone."), form=form)


sitting_cancel = step_of(sitting_here, of=for_administrators, form=reason_of, page=_cancel_page, take=_cancel)


@writes
@for_administrators
def sitting_minutes_sign(request: Request, pk: int) -> HttpResponse:
    """The secretary goes on to the signing."""
    back = reverse("ministry:sitting", args=[pk])
    ceremony = minutes.open_signing(sitting_here(request, pk), by=request.acting, return_url=back)
    return redirect("records:sign", ceremony.public_id)
