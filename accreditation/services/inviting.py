"""One seat is offered to one expert."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.calendar import Calendar
from accreditation.drawing.exclusions import frozen_list
from accreditation.drawing.facts import Listed
from accreditation.enums.calendar import TermKey
from accreditation.enums.invitations import InvitationAct
from accreditation.models import Application, Candidate, Expert, Invitation
from accreditation.selectors import draw as selectors
from accreditation.services import telling_experts as telling
from accreditation.terms import term
from accreditation.workflow import invitations as invitation_workflow


def standing(application: Application) -> dict[str, Listed]:
    """What the hard rules say today about each expert, by pseudonym: much may have changed since the draw."""
    listed = frozen_list(selectors.case_facts(application), selectors.expert_facts(application))
    return {line.code: line for line in listed}


def next_in_row(application: Application) -> Candidate | None:
    """The first of the newest draw's row who was not asked yet and whom no rule excludes today."""
    newest = application.draws.order_by("-number").first()
    if newest is None:
        return None
    today = standing(application)
    row = newest.candidates.exclude(place=None).order_by("place").select_related("expert__person")
    return next((each for each in row if each.code in today and today[each.code].is_eligible), None)


@transaction.atomic
def invite_next(application: Application, seat: int, *, by: Acting | None) -> Invitation | None:
    """The next in the row is asked to take the seat; None where nobody is left."""
    candidate = next_in_row(application)
    if candidate is None:
        return None
    return _invite(application, candidate.expert, seat, by=by, draw=candidate.draw, place=candidate.place)


@transaction.atomic
def invite_by_hand(
    application: Application,
    expert: Expert,
    *,
    seat: int,
    replaces: Invitation | None,
    reason: str,
    by: Acting,
) -> Invitation:
    """The expert is asked to take the seat though he was not drawn. The hard rules hold for him too."""
    if refusal := why_not_by_hand(application, expert):
        raise PermissionDenied(refusal)
    return _invite(application, expert, seat, by=by, hand_reason=reason.strip(), replaces=replaces)


def why_not_by_hand(application: Application, expert: Expert) -> str | None:
    """Which rules exclude the expert today, or None."""
    line = standing(application)[selectors.code_of(expert)]
    if line.is_eligible:
        return None
    rules = "; ".join(str(ground.rule.label) for ground in line.grounds)
    return _("%(name)s can't be invited: %(rules)s.") % {"name": expert, "rules": rules}


def _invite(application: Application, expert: Expert, seat: int, *, by: Acting | None, **facts: Any) -> Invitation:
    calendar, today = Calendar.load(), timezone.localdate()
    due_on = calendar.due(today, term(TermKey.CONSENT)) or today
    invitation = Invitation.objects.create(
        application=application,
        expert=expert,
        seat=seat,
        asked_at=timezone.now(),
        due_on=due_on,
        remind_on=max(calendar.add(due_on, -1), today + timedelta(days=1)),
        **facts,
    )
    how = {"by_hand": facts["hand_reason"]} if "hand_reason" in facts else {"place": facts["place"]}
    invitation_workflow.record(invitation, InvitationAct.INVITE, by=by, expert=expert, seat=seat, due_on=due_on, **how)
    telling.invited(invitation)
    return invitation
