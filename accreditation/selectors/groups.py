"""The group of experts of an application, as the ministry sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from accreditation.enums.applications import State
from accreditation.enums.draw import Exclusion
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Candidate, Expert, Invitation
from accreditation.models.invitations import SEATS
from accreditation.rules.invitations import evaluation_has_not_begun
from accreditation.selectors.draw import code_of, prospects

_OWN = {Exclusion.ASKED, Exclusion.CAPACITY, Exclusion.BLOCKED}  # the place itself; the blocked are replaced at once


@dataclass(frozen=True, slots=True)
class Group:
    """Who sits in the group, who sat in it before, who would come next."""

    seated: list[Invitation]
    ended: list[Invitation]
    alternates: list[Candidate]
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
    return Group(
        seated=seated,
        ended=[each for each in invitations if not each.is_live],
        alternates=_alternates(application, {each.expert_id for each in invitations}),
        may_change=bool(seated) and evaluation_has_not_begun(seated[0]) is None,
        state=application.state,
    )


def doubts(application: Application, invitations: Iterable[Invitation]) -> dict[int, list[Exclusion]]:
    """The rules that exclude those who sit in the group already, by the key of the invitation: something was declared
    or has changed since they were drawn. The period must be known."""
    codes = {code_of(each.expert): each.pk for each in invitations if each.is_live}
    lines = {codes[line.code]: line for line in prospects(application).listed if line.code in codes}
    found = {key: [ground.rule for ground in line.grounds if ground.rule not in _OWN] for key, line in lines.items()}
    return {key: rules for key, rules in found.items() if rules}


def _alternates(application: Application, asked: set[int]) -> list[Candidate]:
    """The rest of the newest row, in its order, without those whom a rule excludes today."""
    newest = application.draws.order_by("-number").first()
    if newest is None:
        return []
    today = {line.code for line in prospects(application).listed if line.is_eligible}
    row = newest.candidates.exclude(place=None).exclude(expert__in=asked).order_by("place")
    return [candidate for candidate in row.select_related("expert") if candidate.code in today]


def may_be_chosen(application: Application) -> models.QuerySet[Expert]:
    """Experts whom no rule excludes from this application today, by name."""
    eligible = [line.code for line in prospects(application).listed if line.is_eligible]
    return Expert.objects.active().filter(person__username__in=eligible)
