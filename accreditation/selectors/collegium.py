"""What the pages of the collegium show, in a constant number of queries."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import LIVE_ITEMS, ItemState
from accreditation.models import (
    AgendaItem,
    Application,
    ApplicationQuerySet,
    CollegiumDecision,
    Sitting,
    SittingQuerySet,
)

READY = frozenset({State.EVALUATED, State.POSTPONED, State.CONSIDERED})


def sittings(acting: Acting, *, over: bool = False) -> SittingQuerySet:
    """One of the two lists: what comes, the next first; what is over, the latest first."""
    rows = Sitting.objects.visible_to(acting)
    rows = rows.over().order_by("-starts_at", "-pk") if over else rows.to_come().order_by("starts_at", "pk")
    counted = rows.annotate(cases=Count("items", filter=~Q(items__state=ItemState.LEFT)))
    return counted.select_related("chair", "secretary").fetch_mode(models.FETCH_RAISE)


def ready_cases(acting: Acting) -> ApplicationQuerySet:
    """What this person may put on an agenda: evaluated, postponed, or left by an earlier sitting."""
    on_an_agenda = AgendaItem.objects.filter(application=OuterRef("pk"), state__in=sorted(LIVE_ITEMS))
    rows = Application.objects.visible_to(acting).filter(~Exists(on_an_agenda), state__in=sorted(READY))
    return rows.select_related("organization", "specialist").order_by("state_since", "pk")


def agenda(sitting: Sitting) -> list[AgendaItem]:
    """The cases of a sitting in their order; those that were left come last."""
    rows = AgendaItem.objects.filter(sitting=sitting).select_related(
        "application__organization", "application__specialist", "decision__drafted_by", "decision__confirmed_by"
    )
    return sorted(rows, key=lambda item: (item.state == ItemState.LEFT, item.order))


def decision_of(application: Application) -> CollegiumDecision | None:
    """The last decision of the collegium on the application, as far as it is confirmed."""
    rows = CollegiumDecision.objects.exclude(confirmed_at=None).filter(application=application)
    return rows.select_related("item__sitting").first()


def earlier_decisions(application: Application) -> models.QuerySet[CollegiumDecision]:
    """What the collegium decided on this organization before, the latest first."""
    rows = CollegiumDecision.objects.exclude(confirmed_at=None)
    return rows.filter(application__organization=application.organization_id).select_related("application")
