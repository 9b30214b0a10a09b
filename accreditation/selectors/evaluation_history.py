"""How an expert came to his decision: its steps, and what it said before the ministry reopened it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from accounts.acting import Acting
from accreditation.enums.evaluation import EvaluationAct
from accreditation.models import Application, Evaluation, EvaluationEvent, Invitation, RatingRevision


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A place in the group with the work of its expert, as far as this person may know it."""

    seat: Invitation
    evaluation: Evaluation | None
    is_disclosed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened; where the decision was reopened, with what it had said."""

    event: EvaluationEvent
    kept: tuple[RatingRevision, ...]


def members(application: Application, acting: Acting) -> list[Member]:
    """The group with how far each has come, the chair first. Three queries."""
    rows = Evaluation.objects.visible_to(acting).filter(application=application).select_related("paper")
    found = {row.expert_id: row for row in rows.prefetch_related("events")}
    mine = Evaluation.objects.disclosed_to(acting).filter(application=application)
    disclosed = set(mine.values_list("pk", flat=True))
    seats = application.invitations.accepted().select_related("expert__person").order_by("-is_chair", "seat")
    return [
        Member(
            seat=seat,
            evaluation=(evaluation := found.get(seat.expert_id)),
            is_disclosed=evaluation is not None and evaluation.pk in disclosed,
        )
        for seat in seats.fetch_mode(models.FETCH_RAISE)
    ]


def steps(evaluation: Evaluation) -> list[Step]:
    """What happened, the newest first. Two queries."""
    events: Iterable[EvaluationEvent] = evaluation.events.select_related("by").order_by("-at", "-pk")
    rows = RatingRevision.objects.filter(event__evaluation=evaluation, event__action=EvaluationAct.REOPEN)
    related = ("rating__answer__criterion", "rating__answer__section")
    kept: dict[int, list[RatingRevision]] = {}
    for revision in rows.select_related(*related).order_by("rating__answer__place", "pk"):
        kept.setdefault(revision.event_id, []).append(revision)
    return [Step(event=event, kept=tuple(kept.get(event.pk, ()))) for event in events]
