"""An expert answers: signed in to his cabinet, or by the link in his letter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.acting import Acting
from accreditation.enums.applications import WITH_EXPERTS
from accreditation.enums.invitations import InvitationAct, InvitationState
from accreditation.forms.invitations import DeclineForm
from accreditation.models import Invitation
from accreditation.rules import invitations as rules
from accreditation.selectors import invitations as selectors
from accreditation.selectors.case_papers import papers_for
from accreditation.selectors.renewals import renewal_of
from accreditation.services import invitations as services
from accreditation.services import letters
from accreditation.workflow.invitations import INVITATION
from core import origin
from core.http import Request, by_method, reads, writes
from core.limits import limit

_GUESSES = "60/hour"  # links opened from one address


@reads
def invitation(request: Request, pk: int) -> HttpResponse:
    """The case, what the expert has said, what he may do now, and the papers that he may read."""
    asked = _own(request, pk)
    papers = papers_for(request.acting, [asked.application])[asked.application_id]
    return render(request, "accreditation/invitation.html", _context(asked, request.acting) | {"papers": papers})


@reads
def _accept_show(request: Request, pk: int) -> HttpResponse:
    asked = _own(request, pk)
    return render(request, "accreditation/invitation_accept.html", _context(asked, request.acting))


@writes
def _accept_save(request: Request, pk: int) -> HttpResponse:
    """Pressed twice, it is accepted once."""
    asked = _own(request, pk)
    if asked.state != InvitationState.WAITING:
        return _answered_before(request, "accreditation:invitation", pk)
    services.accept(asked, by=request.acting)
    messages.success(request, _("You have agreed. Thank you! You are told when the order is signed."))
    return redirect("accreditation:invitation", pk)


@reads
def _decline_show(request: Request, pk: int) -> HttpResponse:
    return _decline_page(request, _own(request, pk), DeclineForm())


@writes
def _decline_save(request: Request, pk: int) -> HttpResponse:
    """Whoever has not answered yet declines; whoever had agreed withdraws."""
    asked, form = _own(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _decline_page(request, asked, form)
    step = services.decline if asked.state == InvitationState.WAITING else services.withdraw
    step(asked, reason=form.cleaned_data["reason"], comment=form.cleaned_data["comment"], by=request.acting)
    messages.success(request, _("You have declined. Another expert is invited in your place."))
    return redirect("accreditation:invitation", pk)


invitation_accept = by_method(_accept_show, _accept_save)
invitation_decline = by_method(_decline_show, _decline_save)


@reads
def invitation_period(request: Request, pk: int) -> HttpResponse:
    """The period of the evaluation as a file for calendars."""
    asked = _own(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="asula-{asked.application_id}.ics"'}
    content = selectors.calendar_file(asked, request.build_absolute_uri(reverse("accreditation:invitation", args=[pk])))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


# By the link in the letter -------------------------------------------------------------------------------------------


def _by_link(view: Callable[..., HttpResponse]) -> Callable[[Request, str], HttpResponse]:
    """The view gets the invitation to which the link leads. Without one, or where somebody else is signed in than the
    expert, a page says so and what to do; wrong links are counted, so that nobody guesses at leisure."""

    @wraps(view)
    def opened(request: Request, secret: str) -> HttpResponse:
        asked = letters.invitation_of(secret)
        if asked is None:
            limit("invitation link", origin.current().ip or "", _GUESSES)
            return render(request, "accreditation/invitation_link_lost.html", status=404)
        if request.user.is_authenticated and request.user.pk != asked.expert.person_id:
            return render(request, "accreditation/invitation_link_other.html", status=403)
        return view(request, secret, asked)

    return opened


@reads
@_by_link
def _link_show(request: Request, secret: str, asked: Invitation) -> HttpResponse:
    return render(request, "accreditation/invitation_link.html", _context(asked, None) | {"secret": secret})


@writes
@_by_link
def _link_accept(request: Request, secret: str, asked: Invitation) -> HttpResponse:
    """Pressed twice, it is accepted once."""
    if asked.state != InvitationState.WAITING:
        return _answered_before(request, "accreditation:invitation_link", secret)
    services.accept(asked, by=None)
    return redirect("accreditation:invitation_link", secret)


@reads
@_by_link
def _link_decline_show(request: Request, secret: str, asked: Invitation) -> HttpResponse:
    return _decline_page(request, asked, DeclineForm(), secret=secret)


@writes
@_by_link
def _link_decline_save(request: Request, secret: str, asked: Invitation) -> HttpResponse:
    if asked.state != InvitationState.WAITING:
        return _answered_before(request, "accreditation:invitation_link", secret)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _decline_page(request, asked, form, secret=secret)
    services.decline(asked, reason=form.cleaned_data["reason"], comment=form.cleaned_data["comment"], by=None)
    return redirect("accreditation:invitation_link", secret)


invitation_link = login_not_required(never_cache(by_method(_link_show, _link_accept)))
invitation_link_decline = login_not_required(never_cache(by_method(_link_decline_show, _link_decline_save)))


def _answered_before(request: Request, page: str, key: str | int) -> HttpResponse:
    """The page says what was answered; nothing is changed."""
    messages.info(request, _("This invitation was answered already, or its time is over."))
    return redirect(page, key)


def _own(request: Request, pk: int) -> Invitation:
    """The expert's own invitation; the ministry's people read it on their own pages."""
    asked = get_object_or_404(selectors.of_expert(request.acting), pk=pk)
    if refusal := rules.is_the_invited.reason(request.acting, asked):
        raise PermissionDenied(refusal)
    return asked


def _decline_page(request: Request, asked: Invitation, form: DeclineForm, *, secret: str = "") -> HttpResponse:
    page = "accreditation/invitation_link_decline.html" if secret else "accreditation/invitation_decline.html"
    context = _context(asked, None if secret else request.acting) | {"form": form, "secret": secret}
    return render(request, page, context, status=422 if form.is_bound else 200)


def _context(asked: Invitation, acting: Acting | None) -> dict[str, Any]:
    return {"invitation": asked, "case": selectors.case_of(asked), "ways": ways(asked, acting)}


@dataclass(frozen=True, slots=True)
class Ways:
    """What may be done with the invitation now."""

    accept: bool
    decline: bool
    withdraw: bool
    evaluate: bool
    sentence: str
    tone: str


def ways(invitation: Invitation, acting: Acting | None) -> Ways:
    """`acting` is None for the reader of the letter, who may accept and decline, but not withdraw."""
    open_now = {action for action, refusal in INVITATION.available(acting, invitation) if refusal is None}
    return Ways(
        accept=InvitationAct.ACCEPT in open_now,
        decline=InvitationAct.DECLINE in open_now,
        withdraw=InvitationAct.WITHDRAW in open_now,
        evaluate=invitation.state == InvitationState.ACCEPTED and invitation.application.state in WITH_EXPERTS,
        sentence=selectors.standing(invitation, was_ordered=renewal_of(invitation.application) is not None),
        tone=InvitationState(invitation.state).tone,
    )
