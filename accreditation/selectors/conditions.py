"""What the pages of conditions show, in a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.conditions import OWED, UNSETTLED, ConditionState, Queue
from accreditation.models import Application, Certificate, Condition, ConditionAnswer, ConditionQuerySet
from accreditation.selectors.desk import on_desk


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an organization has come with the conditions of a decision."""

    total: int
    settled: int
    overdue: int = 0

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.settled == self.total


def of_application(application: Application) -> ConditionQuerySet:
    """The conditions with all answers and their evidence, those of the last decision first."""
    answers = ConditionAnswer.objects.select_related("by", "checked_by").prefetch_related("files")
    rows = Condition.objects.filter(application=application).prefetch_related(Prefetch("answers", answers))
    found: ConditionQuerySet = rows.order_by("-decision", "place").fetch_mode(models.FETCH_RAISE)
    return found


def queue(acting: Acting, which: Queue) -> ConditionQuerySet:
    """One of the ministry's lists, the most urgent first."""
    rows = handled(acting).filter(_condition_of(which))
    order = ("-state_since", "-pk") if which == Queue.SETTLED else ("due_on", "pk")
    found: ConditionQuerySet = rows.select_related("application__organization", "decision").order_by(*order)
    return found.fetch_mode(models.FETCH_RAISE)


def counts(acting: Acting) -> dict[Queue, int]:
    """How many conditions stand in each list, in one query."""
    totals = {which.name: Count("pk", filter=_condition_of(which)) for which in Queue}
    found = handled(acting).order_by().aggregate(**totals)
    return {Queue[name]: count for name, count in found.items()}


def handled(acting: Acting) -> ConditionQuerySet:
    """The conditions of the applications that the person deals with for the ministry."""
    found: ConditionQuerySet = Condition.objects.filter(application__in=on_desk(acting).values("pk"))
    return found


def progress(application: Application) -> Progress | None:
    """How far the organization has come; None where nothing was asked of it."""
    rows = Condition.objects.filter(application=application).exclude(state=ConditionState.LIFTED)
    return _progress(list(rows))


def waiting(application: Application) -> bool:
    """Whether an answer of the school waits to be checked."""
    return Condition.objects.filter(application=application, state=ConditionState.ANSWERED).exists()


def progress_of(certificate: Certificate) -> Progress | None:
    """The same for the conditions with which a certificate was granted."""
    rows = Condition.objects.filter(
        application=certificate.application_id, decision__number=certificate.decision_number
    )
    return _progress(list(rows.exclude(state=ConditionState.LIFTED)))


def _progress(rows: Collection[Condition]) -> Progress | None:
    if not rows:
        return None
    settled = sum(row.state not in UNSETTLED for row in rows)
    return Progress(total=len(rows), settled=settled, overdue=sum(row.is_overdue for row in rows))


def _condition_of(which: Queue) -> Q:
    late = Q(state__in=sorted(OWED), due_on__lt=timezone.localdate())
    match which:
        case Queue.WAITING:
            return Q(state=ConditionState.ANSWERED)
        case Queue.OVERDUE:
            return late
        case Queue.OWED:
            return Q(state__in=sorted(OWED)) & ~late
    return ~Q(state__in=sorted(UNSETTLED))
