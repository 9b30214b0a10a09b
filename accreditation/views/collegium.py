"""The collegium's own pages: the sittings, the cases with their papers, a conflict of interest, the vote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.collegium import LIVE_ITEMS, Choice, CollegiumAction, SittingState
from accreditation.forms.collegium import ConflictForm, VoteForm
from accreditation.models import AgendaItem, CollegiumMember, Sitting, Vote
from accreditation.rules import collegium as rules
from accreditation.rules import people, voting
from accreditation.selectors import collegium as selectors
from accreditation.selectors import replies
from accreditation.selectors.case_papers import papers_for
from accreditation.services import deciding, minutes, sittings
from accreditation.workflow.sittings import AGENDA_ITEM
from core.http import Request, by_method, reads, writes
from core.ui import Action
from records.models import Document

PER_PAGE = 25


@reads
def collegium_home(request: Request) -> HttpResponse:
    member = _member(request)
    over = selectors.sittings(request.acting, over=True)
    context = {
        "member": member,
        "coming": selectors.sittings(request.acting),
        "page": Paginator(over, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accreditation/collegium_home.html", context)


@reads
def collegium_sitting(request: Request, pk: int) -> HttpResponse:
    """The agenda; of a case in which the member has an interest, only that he has one."""
    member = _member(request)
    sitting = _sitting(request, pk)
    items = selectors.agenda(sitting)
    hidden = voting.conflicts([item.application for item in items], [member])
    unconfirmed = selectors.conflicts_to_confirm(member)
    context = {
        "sitting": sitting,
        "rows": [
            (item, (item.application_id, member.pk) in hidden, unconfirmed.get(item.application_id)) for item in items
        ],
        "attendance": sitting.attendances.filter(member=member).first(),
        "is_open": sitting.state == SittingState.OPEN,
        "undersigning": selectors.undersigning(sitting),
        "acts": _minutes_acts(request, sitting),
        "may_read_minutes": sitting.minutes and Document.objects.visible_to(request.acting).contains(sitting.minutes),
    }
    return render(request, "accreditation/collegium_sitting.html", context)


@writes
def collegium_presence(request: Request, pk: int) -> HttpResponse:
    """The member says himself that he is there."""
    _member(request)
    sittings.confirm_presence(_sitting(request, pk), by=request.acting)
    messages.success(request, _("You have confirmed that you are present."))
    return redirect("accreditation:collegium_sitting", pk)


@writes
def collegium_minutes_sign(request: Request, pk: int) -> HttpResponse:
    """The chair goes on to the signing."""
    _member(request)
    sitting = _sitting(request, pk)
    ceremony = minutes.open_signing(sitting, by=request.acting, return_url=sitting.get_absolute_url())
    return redirect("records:sign", ceremony.public_id)


@reads
def _case_show(request: Request, pk: int, order: int) -> HttpResponse:
    item, member = _case(request, pk, order)
    own = item.votes.filter(round=item.round, member=member).first()
    initial = {"choice": own.choice, "opinion": own.opinion} if own else {}
    return _case_page(request, item, VoteForm(initial=initial), own=own)


@writes
def _case_save(request: Request, pk: int, order: int) -> HttpResponse:
    item, member = _case(request, pk, order)
    AGENDA_ITEM.check(CollegiumAction.VOTE, request.acting, item)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _case_page(request, item, form)
    choice = Choice(form.cleaned_data["choice"])
    deciding.vote(item, member, choice, opinion=form.cleaned_data["opinion"], by=request.acting)
    messages.success(request, _("Your vote is recorded: %(choice)s.") % {"choice": choice.label})
    return redirect("accreditation:collegium_case", pk, order)


collegium_case = by_method(_case_show, _case_save)


@reads
def _conflict_show(request: Request, pk: int, order: int) -> HttpResponse:
    item, _voter = _case(request, pk, order)
    return _conflict_page(request, item, ConflictForm())


@writes
def _conflict_save(request: Request, pk: int, order: int) -> HttpResponse:
    item, member = _case(request, pk, order)
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _conflict_page(request, item, form)
    sittings.declare_conflict(item, member, note=form.cleaned_data["note"], by=request.acting)
    messages.success(request, _("Your conflict of interest is recorded: you take no part in this case."))
    return redirect("accreditation:collegium_sitting", pk)


collegium_conflict = by_method(_conflict_show, _conflict_save)


@writes
def collegium_conflict_confirm(request: Request, pk: int, order: int) -> HttpResponse:
    """What the secretary wrote down is so: without a look at the case, which the member may not read."""
    _member(request)
    item = get_object_or_404(AgendaItem, sitting=_sitting(request, pk), order=order)
    sittings.confirm_conflict(item, by=request.acting)
    messages.success(request, _("Your conflict of interest is recorded: you take no part in this case."))
    return redirect("accreditation:collegium_sitting", pk)


def _member(request: Request) -> CollegiumMember:
    people.is_collegium_member.check(request.acting)
    return CollegiumMember.objects.active().get(person=request.acting.user)


def _sitting(request: Request, pk: int) -> Sitting:
    rows = Sitting.objects.visible_to(request.acting).select_related("chair", "secretary", "minutes")
    return get_object_or_404(rows, pk=pk)


def _minutes_acts(request: Request, sitting: Sitting) -> list[Action]:
    """The way to the signature, for whoever owes it."""
    if request.acting.user.pk != sitting.chair.person_id or sitting.minutes is None:
        return []
    if minutes.why_not_signed(sitting, by=request.acting):
        return []
    url = reverse("accreditation:collegium_minutes_sign", args=[sitting.pk])
    return [Action(label=_("Sign the minutes"), url=url, method="post")]


def _case(request: Request, pk: int, order: int) -> tuple[AgendaItem, CollegiumMember]:
    """A case that this member may read."""
    member = _member(request)
    rows = AgendaItem.objects.select_related("sitting__chair", "application__organization", "application__specialist")
    item = get_object_or_404(rows.select_related("application__report", "decision"), sitting=pk, order=order)
    deciding.check_same_case(item, request.POST.get("case"))
    rules.may_read_case.check(request.acting, item)
    return item, member


def _case_page(request: Request, item: AgendaItem, form: VoteForm, own: Vote | None = None) -> HttpResponse:
    decision = getattr(item, "decision", None)
    context = {
        "item": item,
        "papers": papers_for(request.acting, [item.application])[item.application_id],
        "form": form,
        "refusal": AGENDA_ITEM[CollegiumAction.VOTE].reason(request.acting, item),
        "decision": decision if decision and decision.confirmed_at else None,
        "rounds": replies.rounds(item.application),
        "shows_answers": replies.may_read_answers(item.application, inside=False),
        "is_live": item.state in LIVE_ITEMS,
        "own": own,
        "returns": item.application.returns.all(),
        "earlier": selectors.earlier_decisions(item.application).exclude(item=item),
    }
    return render(request, "accreditation/collegium_case.html", context, status=422 if form.is_bound else 200)


def _conflict_page(request: Request, item: AgendaItem, form: ConflictForm) -> HttpResponse:
    context = {"item": item, "form": form}
    return render(request, "accreditation/collegium_conflict.html", context, status=422 if form.is_bound else 200)
