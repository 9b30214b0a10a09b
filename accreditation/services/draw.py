"""Experts are drawn: in the transaction that takes the application, or a second time by two people."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import Acting
from accreditation import workflow
from accreditation.drawing.exclusions import counts, frozen_list
from accreditation.drawing.facts import Listed
from accreditation.drawing.ranking import Anchor, Result, TooFew, hash_of, list_of, rank
from accreditation.enums.applications import State
from accreditation.enums.draw import DrawAct, Verdict
from accreditation.models import Application, Candidate, Draw, Expert, KinshipVerdict, RedrawRequest
from accreditation.rules import draw as rules
from accreditation.selectors import draw as selectors
from accreditation.services import invitations, protocol
from core.workflow import TransitionDenied
from records import journal


class TooFewExperts(TransitionDenied):
    """Fewer than three may evaluate the school; the message says which rules exclude how many and what may be done."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        self.listed = listed
        super().__init__(why_too_few(listed))


def why_too_few(listed: Sequence[Listed]) -> str:
    """The refusal in words, with the number of experts under each rule."""
    eligible = sum(line.is_eligible for line in listed)
    found = ngettext(
        "Of %(total)d experts, %(count)d may evaluate this organization: three are needed.",
        "Of %(total)d experts, %(count)d may evaluate this organization: three are needed.",
        eligible,
    ) % {"count": eligible, "total": len(listed)}
    excluded = "; ".join(f"{rule.label} – {count}" for rule, count in counts(listed).items())
    advice = _(
        "No rule is switched off. You can enter missing districts and certificates of experts, add experts, or choose "
        "another period."
    )
    return " ".join(filter(None, [found, excluded and f"{excluded}.", advice]))


@transaction.atomic
def draw_experts(application: Application, *, by: Acting) -> Draw:
    """Called in the transaction that takes the application: three experts are drawn and invited.

    Raises TooFewExperts, and then nothing has happened.
    """
    application = workflow.lock(application)
    if application.state != State.INVITING or application.draws.exists():
        raise TransitionDenied(_("Experts were drawn for this application already."))
    draw = _draw(application, by=by)
    invitations.fill(application, by=by)
    return draw


@transaction.atomic
def ask_for_redraw(application: Application, *, reason: str, by: Acting) -> RedrawRequest:
    """A second draw waits for the consent of another person."""
    application = workflow.lock(application)
    rules.may_ask_for_a_redraw.check(by, application)
    if application.state not in {State.INVITING, State.AGREED} or not application.draws.exists():
        raise PermissionDenied(_("A second draw is possible only between the first one and the order."))
    if not reason.strip():
        raise PermissionDenied(_("Write why experts have to be drawn again."))
    waiting = application.redraw_requests.filter(answered_at=None).first()
    if waiting is not None:
        return waiting
    request = RedrawRequest.objects.create(application=application, reason=reason.strip(), asked_by=by.user)
    workflow.record(application, DrawAct.ASK_REDRAW, by=by, reason=request.reason)
    return request


@transaction.atomic
def redraw(request: RedrawRequest, *, by: Acting) -> Draw:
    """Whoever waited or had agreed is told that he is free, and experts are drawn anew among those never asked."""
    application = workflow.lock(request.application)
    request = _lock_open(request, by=by)
    invitations.release_all(application, reason=request.reason, by=by)
    application = workflow.lock(application)
    draw = _draw(application, by=by, request=request)
    _answer(request, draw, by=by)
    invitations.fill(application, by=by)
    return draw


@transaction.atomic
def refuse_redraw(request: RedrawRequest, *, by: Acting) -> RedrawRequest:
    """The first draw stands."""
    workflow.lock(request.application)
    request = _lock_open(request, by=by)
    _answer(request, None, by=by)
    workflow.record(request.application, DrawAct.REFUSE_REDRAW, by=by, reason=request.reason)
    return request


@transaction.atomic
def judge_surname(
    application: Application, expert: Expert, *, surname: str, verdict: Verdict, note: str, by: Acting
) -> KinshipVerdict:
    """It is written down whether the two are relatives; an expert who is one, and was invited, is replaced at once."""
    application = workflow.lock(application)
    rules.may_judge_surnames.check(by, application)
    if not note.strip():
        raise PermissionDenied(_("Write how this is known."))
    if (expert.pk, surname) not in {(hint.expert.pk, hint.surname) for hint in selectors.hints(application, [expert])}:
        raise PermissionDenied(_("These two surnames are not similar."))
    judged, _new = KinshipVerdict.objects.update_or_create(
        expert=expert,
        organization=application.organization,
        surname=surname,
        defaults={"verdict": verdict, "note": note.strip(), "by": by.user, "at": timezone.now()},
    )
    workflow.record(application, DrawAct.JUDGE_HINT, by=by, expert=expert, verdict=verdict, note=judged.note)
    if verdict == Verdict.KIN:
        invitations.replace_expert(application, expert, reason=judged.note, by=by)
    return judged


def _lock_open(request: RedrawRequest, *, by: Acting) -> RedrawRequest:
    locked = RedrawRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.answered_at is not None:
        raise PermissionDenied(_("This request was answered already."))
    rules.may_answer_redraw.check(by, locked)
    return locked


def _answer(request: RedrawRequest, draw: Draw | None, *, by: Acting) -> None:
    request.answered_by, request.answered_at, request.draw = by.user, timezone.now(), draw
    request.save(update_fields=["answered_by", "answered_at", "draw"])


def _draw(application: Application, *, by: Acting, request: RedrawRequest | None = None) -> Draw:
    """The list is frozen and its hash journalled; only then is it ranked."""
    experts = {selectors.code_of(expert): expert for expert in _frozen_experts()}
    listed = frozen_list(selectors.case_facts(application), selectors.expert_facts(application))
    number = application.draws.count() + 1
    frozen: dict[str, Any] = {
        "draw": number,
        "list_hash": hash_of(list_of(str(application.pk), number, listed)),
        "experts": len(listed),
        "eligible": sum(line.is_eligible for line in listed),
    }
    workflow.record(application, DrawAct.FREEZE, by=by, **frozen)
    try:
        result = rank(str(application.pk), number, listed, _anchor())
    except TooFew as refused:
        raise TooFewExperts(refused.listed) from refused
    draw = _keep(application, result, experts, by=by, request=request)
    facts = {"draw": number, "seed": result.seed, "panel": [each.code for each in result.panel]}
    workflow.record(application, DrawAct.DRAW, by=by, **facts | ({"reason": draw.reason} if draw.reason else {}))
    protocol.write(draw, by=by.user)
    return draw


def _frozen_experts() -> Iterable[Expert]:
    """All experts, locked until the draw is written: nobody is blocked or moved to another district meanwhile."""
    return Expert.objects.select_related("person").order_by("pk").select_for_update(of=("self",), no_key=True)


def _anchor() -> Anchor:
    """The end of the journal when yesterday ended. The lock on the journal that asking for it takes is given back at
    once: two draws at the same moment would each hold it and wait for the other."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        head = journal.head_of(yesterday)
        transaction.set_rollback(True)
    return Anchor(day=yesterday, seq=head.seq, hash=head.hash)


def _keep(
    application: Application,
    result: Result,
    experts: dict[str, Expert],
    *,
    by: Acting,
    request: RedrawRequest | None,
) -> Draw:
    draw = Draw.objects.create(
        application=application,
        number=result.number,
        reason=request.reason if request else "",
        asked_by=request.asked_by if request else None,
        drawn_by=by.user,
        anchor_day=result.anchor.day,
        anchor_seq=result.anchor.seq,
        anchor_hash=result.anchor.hash,
        seed=result.seed,
        list_hash=result.list_hash,
        load_limit=result.load_limit,
    )
    row = {ranked.code: (place, ranked) for place, ranked in enumerate(result.row, start=1)}
    Candidate.objects.bulk_create(
        Candidate(
            draw=draw,
            expert=experts[line.code],
            code=line.code,
            load=line.load,
            grounds=[{"rule": ground.rule, "data": dict(ground.data)} for ground in line.grounds],
            place=row[line.code][0] if line.code in row else None,
            ticket=row[line.code][1].ticket if line.code in row else "",
            waited=line.code in row and row[line.code][1].waited,
        )
        for line in result.listed
    )
    return draw
