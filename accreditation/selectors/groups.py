"""The group of experts of an application, as the ministry sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from accreditation.drawing.facts import Listed
from accreditation.enums.applications import State
from accreditation.enums.draw import Exclusion
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Candidate, Expert, Invitation
from accreditation.models.invitations import SEATS
from accreditation.rules.invitations import evaluation_has_not_begun
from accreditation.selectors.draw import code_of, prospects

_OWN = {Exclusion.ASKED, Exclusion.CAPACITY, Exclusion.BLOCKED}  # the place itself; the blocked are replaced at once


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody in the group whom rules exclude since he was invited; `pk` is that of the invitation."""

    pk: int
    name: str
    rules: list[Exclusion]


@dataclass(frozen=True, slots=True)
class Group:
    """Who sits in the group, who sat in it before, who would come next."""

    seated: list[Invitation]
    ended: list[Invitation]
    alternates: list[Candidate]
    doubts: list["Doubt"]
    may_change: bool
    state: str

    @property
    def missing(self) -> int:
        """How many places nobody holds though experts are being invited."""
        return SEATS - len(self.seated) if self.state == State.INVITING and (self.seated or self.ended) else 0

    @property
    def answered(self) -> int:
        return sum(member.state == InvitationState.ACCEPTED for member in self.seated)

    @property
    def next(self) -> Candidate | None:
        return self.alternates[0] if self.alternates else None


def group_of(application: Application) -> Group:
    """In a constant number of queries, however many were asked."""
    rows = application.invitations.select_related("expert__person", "application").order_by("seat", "asked_at", "pk")
    invitations = list(rows.prefetch_related("events__by"))
    seated = [each for each in invitations if each.is_live]
    may_change = bool(seated) and evaluation_has_not_begun(seated[0]) is None
    listed = prospects(application).listed if may_change or application.draws.exists() else []
    return Group(
        seated=seated,
        ended=[each for each in invitations if not each.is_live],
        alternates=_alternates(application, listed, asked={each.expert_id for each in invitations}),
        doubts=_doubts(listed, seated) if may_change else [],
        may_change=may_change,
        state=application.state,
    )


def doubts(application: Application, invitations: Iterable[Invitation]) -> dict[int, list[Exclusion]]:
    """The rules that exclude those who sit in the group already, by the key of the invitation: something was declared
    or has changed since they were drawn. The period must be known."""
    return {doubt.pk: doubt.rules for doubt in _doubts(prospects(application).listed, invitations)}


def _doubts(listed: Iterable[Listed], invitations: Iterable[Invitation]) -> list[Doubt]:
    grounds = {line.code: [ground.rule for ground in line.grounds if ground.rule not in _OWN] for line in listed}
    live = [(each, grounds.get(code_of(each.expert))) for each in invitations if each.is_live]
    return [Doubt(each.pk, each.expert.name, rules) for each, rules in live if rules]


def _alternates(application: Application, listed: Iterable[Listed], *, asked: set[int]) -> list[Candidate]:
    """The rest of the newest row, in its order, without those whom a rule excludes today."""
    newest = application.draws.order_by("-number").first()
    if newest is None:
        return []
    today = {line.code for line in listed if line.is_eligible}
    row = newest.candidates.exclude(place=None).exclude(expert__in=asked).order_by("place")
    return [candidate for candidate in row.select_related("expert") if candidate.code in today]


def may_be_chosen(application: Application) -> models.QuerySet[Expert]:
    """Experts whom no rule excludes from this application today, by name."""
    eligible = [line.code for line in prospects(application).listed if line.is_eligible]
    return Expert.objects.active().filter(person__username__in=eligible)
