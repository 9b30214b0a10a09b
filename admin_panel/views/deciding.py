"""A case in a sitting: its votes, and the decision that one person drafts and another confirms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.collegium import LIVE_ITEMS, CollegiumAction, Outcome
from accreditation.models import AgendaItem
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.selectors import collegium as selectors
from accreditation.services import certifying, deciding, decision_letters
from accreditation.workflow.sittings import AGENDA_ITEM
from admin_panel.forms.collegium import TEXTS, DecisionForm, MotionForm, ReasonForm
from admin_panel.views.access import for_administrators
from admin_panel.views.sittings import crumbs, reason_of, sitting_here
from admin_panel.views.steps import step_of
from core.http import Request, by_method, reads, writes
from core.ui import Action

_LABELS = {
    CollegiumAction.PUT_TO_VOTE: "agenda_item_motion",
    CollegiumAction.VOTE: "agenda_item_votes",
    CollegiumAction.DRAFT_DECISION: "decision_draft",
    CollegiumAction.CONFIRM_DECISION: "decision_confirm",
    CollegiumAction.SEND_BACK_DECISION: "decision_send_back",
    CollegiumAction.LEAVE_CASE: "agenda_item_leave",
}


@reads
@for_administrators
def agenda_item(request: Request, pk: int, order: int) -> HttpResponse:
    """How the case stands: who counts, who voted how, what was decided, what can be done now."""
    item = item_here(request, pk, order)
    members = voting.members_of(item.sitting)
    grounds = voting.conflicts([item.application], members)
    votes = voting.votes_of(item)
    context = {
        "item": item,
        "seats": selectors.seats(item, members=members, grounds=grounds, votes=votes),
        "tally": voting.tally(item, members=members, grounds=grounds, votes=votes),
        "interested": [
            (member, [ground.label for ground in grounds[item.application_id, member.pk]])
            for member in members
            if (item.application_id, member.pk) in grounds
        ],
        "unconfirmed": selectors.unconfirmed_conflicts(item),
        "may_take_back": AGENDA_ITEM[CollegiumAction.TAKE_BACK_CONFLICT].reason(request.acting, item) is None,
        "votes": votes,
        "decision": getattr(item, "decision", None),
        "acts": _acts(request, item),
        "earlier": selectors.earlier_decisions(item.application).exclude(item=item),
        "crumbs": crumbs(item.sitting, str(item)),
    }
    return render(request, "admin_panel/collegium/agenda_item.html", context)


@reads
@for_administrators
def _motion_show(request: Request, pk: int, order: int) -> HttpResponse:
    return _page(request, item_here(request, pk, order), CollegiumAction.PUT_TO_VOTE, MotionForm())


@writes
@for_administrators
def _motion_save(request: Request, pk: int, order: int) -> HttpResponse:
    item, form = item_here(request, pk, order), MotionForm(request.POST)
    if not form.is_valid():
        return _page(request, item, CollegiumAction.PUT_TO_VOTE, form)
    motion = Outcome(form.cleaned_data["motion"])
    try:
        deciding.put_to_vote(item, motion, by=request.acting, seen=request.POST.get("seen"))
    except deciding.Overtaken as refusal:
        return _overtaken(request, item, CollegiumAction.PUT_TO_VOTE, form, refusal)
    messages.success(request, _("The members can vote now, each on the own page."))
    return redirect("ministry:agenda_item", pk, order)


agenda_item_motion = by_method(_motion_show, _motion_save)


@reads
@for_administrators
def _draft_show(request: Request, pk: int, order: int) -> HttpResponse:
    item = item_here(request, pk, order)
    AGENDA_ITEM.check(CollegiumAction.DRAFT_DECISION, request.acting, item)
    before = getattr(item, "decision", None)
    initial = {name: getattr(before, name) for name in (*TEXTS, "until")} if before else {}
    return _page(request, item, CollegiumAction.DRAFT_DECISION, DecisionForm(item=item, initial=initial))


@writes
@for_administrators
def _draft_save(request: Request, pk: int, order: int) -> HttpResponse:
    item = item_here(request, pk, order)
    AGENDA_ITEM.check(CollegiumAction.DRAFT_DECISION, request.acting, item)
    form = DecisionForm(request.POST, item=item)
    if not form.is_valid():
        return _page(request, item, CollegiumAction.DRAFT_DECISION, form)
    try:
        deciding.draft(item, form.wording, by=request.acting, seen=request.POST.get("seen"))
    except deciding.Overtaken as refusal:
        return _overtaken(request, item, CollegiumAction.DRAFT_DECISION, form, refusal)
    messages.success(request, _("The draft is saved. Another administrator looks at it and confirms it."))
    return redirect("ministry:agenda_item", pk, order)


decision_draft = by_method(_draft_show, _draft_save)


@reads
@for_administrators
def _confirm_show(request: Request, pk: int, order: int) -> HttpResponse:
    """The decision as the organization will read it, and what follows."""
    return _page(request, item_here(request, pk, order), CollegiumAction.CONFIRM_DECISION)


@writes
@for_administrators
def _confirm_save(request: Request, pk: int, order: int) -> HttpResponse:
    try:
        deciding.confirm(item_here(request, pk, order), by=request.acting, seen=request.POST.get("seen"))
    except deciding.Overtaken as refusal:
        messages.error(request, str(refusal))
        return redirect("ministry:decision_confirm", pk, order)
    messages.success(request, _("The decision is in force and the organization is told."))
    return redirect("ministry:agenda_item", pk, order)


decision_confirm = by_method(_confirm_show, _confirm_save)


def item_here(request: Request, pk: int, order: int) -> AgendaItem:
    """The case at this place of a sitting's agenda, the same as on the page from which a form comes."""
    rows = AgendaItem.objects.filter(sitting=sitting_here(request, pk))
    joined = ("sitting__chair", "application__organization", "application__specialist")
    joined += ("decision__drafted_by", "decision__confirmed_by", "decision__letter")
    item = get_object_or_404(rows.select_related(*joined), order=order)
    deciding.check_same_case(item, request.POST.get("case"))
    return item


def _send_back_page(request: Request, item: AgendaItem, form: ReasonForm) -> HttpResponse:
    return _page(request, item, CollegiumAction.SEND_BACK_DECISION, form)


def _send_back(request: Request, item: AgendaItem, form: ReasonForm) -> HttpResponse:
    deciding.send_back(item, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The draft is sent back; its text is kept."))
    return redirect("ministry:agenda_item", item.sitting_id, item.order)


decision_send_back = step_of(item_here, of=for_administrators, form=reason_of, page=_send_back_page, take=_send_back)


def _title(action: str) -> str:
    titles = {
        CollegiumAction.PUT_TO_VOTE: _("Put the case to the vote"),
        CollegiumAction.VOTE: _("Record votes"),
        CollegiumAction.DRAFT_DECISION: _("Draft the decision"),
        CollegiumAction.CONFIRM_DECISION: _("Confirm the decision"),
        CollegiumAction.SEND_BACK_DECISION: _("Send the draft back"),
        CollegiumAction.LEAVE_CASE: _("Take the case off the agenda"),
    }
    return titles[CollegiumAction(action)]


def _acts(request: Request, item: AgendaItem) -> list[Action]:
    steps = dict(AGENDA_ITEM.available(request.acting, item))
    acts = [
        Action(label=_title(action), url=_url(name, item), reason=steps[action], tone="secondary")
        for action, name in _LABELS.items()
        if action in steps
    ]
    if item.state in LIVE_ITEMS and rules.may_record.allows(request.acting, item):
        label = _("Record a conflict of interest")
        acts.append(Action(label=label, url=_url("agenda_item_conflict", item), tone="secondary"))
    return acts


def _url(name: str, item: AgendaItem) -> str:
    return reverse(f"ministry:{name}", args=[item.sitting_id, item.order])


def _overtaken(
    request: Request, item: AgendaItem, action: CollegiumAction, form: forms.Form, refusal: deciding.Overtaken
) -> HttpResponse:
    """What was typed stays; sent once more, it stands in the place of what the other person did."""
    form.add_error(None, str(refusal))
    return _page(request, item_here(request, item.sitting_id, item.order), action, form)


def _previews(request: Request, item: AgendaItem) -> dict[str, Any]:
    """The letter and the certificate as they will be read; a certificate only where one is granted."""
    granted = deciding.certified(item.decision)
    return {
        "letter": decision_letters.preview(item.decision),
        "certificate": certifying.preview(item.application, decision=granted, by=request.acting) if granted else [],
    }


def _page(request: Request, item: AgendaItem, action: CollegiumAction, form: forms.Form | None = None) -> HttpResponse:
    """The form of a step, or the question before it."""
    AGENDA_ITEM.check(action, request.acting, item)
    context: dict[str, Any] = {"form": form, "title": _title(action), "button": _title(action), "item": item}
    context["seen"] = deciding.sign_of(item)
    context |= {"crumbs": crumbs(item.sitting, str(item)), "caption": item.application.organization.name}
    context["cancel"] = _url("agenda_item", item)
    if action == CollegiumAction.CONFIRM_DECISION:
        context["decision"] = item.decision
        context["follows"] = [_("The organization is told at once."), _("This cannot be undone.")]
        context |= _previews(request, item)
    bound = form is not None and form.is_bound
    return render(request, "admin_panel/collegium/form.html", context, status=422 if bound else 200)
