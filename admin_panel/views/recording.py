"""What the secretary writes down for a case: votes and conflicts of members who don't do it themselves, and that it is
left for another sitting; and what it takes back of that."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.collegium import LIVE_ITEMS, CollegiumAction
from accreditation.models import AgendaItem, Conflict
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from accreditation.rules.people import is_administrator
from accreditation.selectors import collegium as selectors
from accreditation.services import deciding, sittings
from accreditation.workflow.sittings import AGENDA_ITEM
from admin_panel.forms.collegium import MemberConflictForm, ReasonForm, VotesForm
from admin_panel.views.access import for_administrators, for_the_ministry
from admin_panel.views.deciding import item_here
from admin_panel.views.sittings import crumbs, reason_of
from admin_panel.views.steps import Given, step_of
from core.http import Request


def _leave(request: Request, item: AgendaItem, form: ReasonForm) -> HttpResponse:
    sittings.leave_case(item, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The case is taken off the agenda: it can be put on another one."))
    return redirect("ministry:sitting", item.sitting_id)


def _leave_page(request: Request, item: AgendaItem, form: ReasonForm) -> HttpResponse:
    AGENDA_ITEM.check(CollegiumAction.LEAVE_CASE, request.acting, item)
    follows = [_("The case waits for another sitting; votes on it stay in the record and count no more.")]
    return _page(request, item, _("Take the case off the agenda"), form, follows=follows)


agenda_item_leave = step_of(item_here, of=for_the_ministry, form=reason_of, page=_leave_page, take=_leave)


def _record_votes(request: Request, item: AgendaItem, form: VotesForm) -> HttpResponse:
    AGENDA_ITEM.check(CollegiumAction.VOTE, request.acting, item)
    for member, choice in form.changed.items():
        deciding.vote(item, member, choice, by=request.acting)
    messages.success(request, _("The votes are recorded. Each counts when its member has confirmed it."))
    return redirect("ministry:agenda_item", item.sitting_id, item.order)


def _votes_form(_request: Request, item: AgendaItem, given: Given) -> VotesForm:
    members = voting.members_of(item.sitting)
    grounds = voting.conflicts([item.application], members)
    seats = selectors.seats(item, members=members, grounds=grounds, votes=voting.votes_of(item))
    return VotesForm(given, seats=seats)


def _votes_page(request: Request, item: AgendaItem, form: VotesForm) -> HttpResponse:
    AGENDA_ITEM.check(CollegiumAction.VOTE, request.acting, item)
    follows = [
        _("Put to the vote: %(motion)s.") % {"motion": item.get_motion_display()},
        _("Each vote counts when its member has confirmed it on the own page."),
    ]
    more = {} if form.fields else {"nothing": _("All members who are present have voted themselves.")}
    return _page(request, item, _("Record votes"), form, follows=follows, **more)


agenda_item_votes = step_of(item_here, of=for_administrators, form=_votes_form, page=_votes_page, take=_record_votes)


def _conflict_form(_request: Request, item: AgendaItem, given: Given) -> MemberConflictForm:
    return MemberConflictForm(given, item=item)


def _record_conflict(request: Request, item: AgendaItem, form: MemberConflictForm) -> HttpResponse:
    said = form.cleaned_data
    sittings.declare_conflict(item, said["member"], note=said["note"], by=request.acting)
    messages.success(request, _("The conflict of interest is recorded: the member takes no part in this case."))
    return redirect("ministry:agenda_item", item.sitting_id, item.order)


def _conflict_page(request: Request, item: AgendaItem, form: MemberConflictForm) -> HttpResponse:
    rules.may_record.check(request.acting, item)
    if item.state not in LIVE_ITEMS:
        raise PermissionDenied(_("The case is not before this sitting any more."))
    follows = [
        _("The member neither sees the case nor counts for it from now on."),
        _("It is marked as recorded by the secretary until the member has confirmed it."),
        _("Recorded by mistake, it can be taken back until the member has confirmed it or a vote is given."),
    ]
    return _page(request, item, _("Record a conflict of interest"), form, follows=follows)


agenda_item_conflict = step_of(
    item_here, of=for_administrators, form=_conflict_form, page=_conflict_page, take=_record_conflict
)


type _Recorded = tuple[AgendaItem, Conflict]


def _recorded(request: Request, pk: int, order: int, member: int) -> _Recorded:
    """The case, and what somebody wrote down of this member's interest in it."""
    item = item_here(request, pk, order)
    rows = Conflict.objects.filter(application=item.application_id, confirmed_at=None)
    return item, get_object_or_404(rows.select_related("member"), member=member)


def _take_back(request: Request, recorded: _Recorded, form: ReasonForm) -> HttpResponse:
    item, conflict = recorded
    sittings.take_back_conflict(item, conflict.member, reason=form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The conflict of interest is taken back: the member takes part in this case again."))
    return redirect("ministry:agenda_item", item.sitting_id, item.order)


def _take_back_page(request: Request, recorded: _Recorded, form: ReasonForm) -> HttpResponse:
    item, conflict = recorded
    AGENDA_ITEM.check(CollegiumAction.TAKE_BACK_CONFLICT, request.acting, item)
    follows = [
        f"{conflict.member.name}. " + _("Recorded as an interest: %(note)s") % {"note": conflict.note},
        _("The member sees the case and counts for it again."),
        _("What was written down and the reason stay in the history of the sitting."),
    ]
    return _page(request, item, _("Take the conflict of interest back"), form, follows=follows)


agenda_item_conflict_take_back = step_of(
    _recorded, of=for_administrators, form=reason_of, page=_take_back_page, take=_take_back
)


def _page(request: Request, item: AgendaItem, title: str, form: forms.Form, **more: Any) -> HttpResponse:
    """The form, what follows from it, and the way back: for specialists, who have no page of the case, the sitting."""
    back = "agenda_item" if is_administrator.allows(request.acting) else "sitting"
    keys = [item.sitting_id, item.order] if back == "agenda_item" else [item.sitting_id]
    context = {"form": form, "title": title, "button": title, "item": item, **more}
    context |= {"caption": item.application.organization.name, "crumbs": crumbs(item.sitting, str(item))}
    context |= {"cancel": reverse(f"ministry:{back}", args=keys)}
    return render(request, "admin_panel/collegium/form.html", context, status=422 if form.is_bound else 200)
