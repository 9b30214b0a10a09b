"""What the pages of the collegium show, in a constant number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.collegium import LIVE_ITEMS, ItemState
from accreditation.models import (
    AgendaItem,
    Application,
    ApplicationQuerySet,
    Attendance,
    CollegiumDecision,
    CollegiumMember,
    Conflict,
    Sitting,
    SittingQuerySet,
    Specialist,
    Vote,
)
from accreditation.rules.voting import Grounds

MINUTES_PURPOSE = "collegium minutes"
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


def leavable(items: Iterable[AgendaItem], acting: Acting) -> Collection[int]:
    """The keys of the undecided cases that the person handles as their specialist, and may take off the agenda."""
    states = {ItemState.WAITING, ItemState.VOTING}
    own = {one.pk for one in Specialist.objects.active().filter(person=acting.user)}
    return {item.pk for item in items if item.state in states and item.application.specialist_id in own}


def movable(items: Iterable[AgendaItem]) -> list[int]:
    """The keys of the cases that still wait for their hearing, in their order: each may change places with the next."""
    return [item.pk for item in items if item.state in LIVE_ITEMS]


def decision_of(application: Application) -> CollegiumDecision | None:
    """The last decision of the collegium on the application, as far as it is confirmed."""
    rows = CollegiumDecision.objects.exclude(confirmed_at=None).filter(application=application)
    return rows.select_related("item__sitting", "letter").first()


def earlier_decisions(application: Application) -> models.QuerySet[CollegiumDecision]:
    """What the collegium decided on this organization before, the latest first."""
    rows = CollegiumDecision.objects.exclude(confirmed_at=None)
    return rows.filter(application__organization=application.organization_id).select_related("application")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A member who counts for a case: whether he is there, how he voted."""

    member: CollegiumMember
    attendance: Attendance | None
    vote: Vote | None


def seats(
    item: AgendaItem, *, members: Iterable[CollegiumMember], grounds: Grounds, votes: Iterable[Vote]
) -> list[Seat]:
    """The members without a conflict of interest in the case, with what is recorded of each."""
    there = {one.member_id: one for one in item.sitting.attendances.all()}
    cast = {one.member_id: one for one in votes}
    return [
        Seat(member=member, attendance=there.get(member.pk), vote=cast.get(member.pk))
        for member in members
        if (item.application_id, member.pk) not in grounds
    ]


def unconfirmed_conflicts(item: AgendaItem) -> Collection[int]:
    """The keys of the members whose conflict of interest somebody else wrote down and they have not confirmed."""
    rows = Conflict.objects.filter(application=item.application_id, confirmed_at=None)
    return set(rows.values_list("member", flat=True))


def conflicts_to_confirm(member: CollegiumMember) -> dict[int, Conflict]:
    """What somebody else wrote down of this member's interests and he has not confirmed, by the application's key."""
    return {one.application_id: one for one in Conflict.objects.filter(member=member, confirmed_at=None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undersigning:
    """Whose signature the minutes need, and when it was given."""

    position: str
    name: str
    signed_at: datetime | None


def undersigning(sitting: Sitting) -> list[Undersigning]:
    """The chair and the secretary, with what each has signed; nothing before there are minutes."""
    if sitting.minutes is None:
        return []
    signed = dict(sitting.minutes.signatures.values_list("signer", "signed_at"))
    chair, secretary = sitting.chair, sitting.secretary
    return [
        Undersigning(position=_("Chair"), name=chair.name, signed_at=signed.get(chair.person_id)),
        Undersigning(position=_("Secretary"), name=str(secretary), signed_at=signed.get(secretary.pk)),
    ]
