"""Who counts for a case of the collegium: presence, conflicts of interest, quorum, votes; each in a constant number of
queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from accounts.models import User
from accreditation.enums.collegium import Choice, ConflictGround, ItemState
from accreditation.enums.draw import Verdict
from accreditation.enums.invitations import DeclineReason
from accreditation.models import (
    AgendaItem,
    Application,
    CollegiumMember,
    Conflict,
    Expert,
    ExpertRelative,
    Invitation,
    KinshipVerdict,
    Sitting,
    Vote,
)
from organizations.models import Organization
from staff.models import Employment

_INTERESTS = [DeclineReason.KIN, DeclineReason.INTEREST]  # to live nearby is no interest of who only votes

type Grounds = dict[tuple[int, int], list[ConflictGround]]


def members_of(sitting: Sitting) -> list[CollegiumMember]:
    """Who may sit: the members whom nobody blocked, and whoever was present when a sitting is over."""
    rows = CollegiumMember.objects.filter(Q(blocked_at=None) | Q(attendances__sitting=sitting)).distinct()
    return list(rows.select_related("person"))


def present(sitting: Sitting) -> set[int]:
    """The keys of the members who are there."""
    return set(sitting.attendances.values_list("member", flat=True))


def conflicts(applications: Collection[Application], members: Collection[CollegiumMember]) -> Grounds:
    """For each pair of a case and a member with an interest in it: on which grounds."""
    found: Grounds = defaultdict(list)
    places = _places(applications, members)
    for application in applications:
        handler = application.specialist.person_id if application.specialist else None
        for member in members:
            for ground, pairs in places.items():
                if (application.organization_id, member.person_id) in pairs:
                    found[application.pk, member.pk].append(ground)
            if member.person_id == handler:
                found[application.pk, member.pk].append(ConflictGround.HANDLES)
    invited = Invitation.objects.live().filter(application__in=applications)
    evaluators = set(invited.values_list("application", "expert__person"))
    for application in applications:
        for member in members:
            if (application.pk, member.person_id) in evaluators:
                found[application.pk, member.pk].append(ConflictGround.EVALUATED)
    for pair in _declared(applications, members):
        found[pair].append(ConflictGround.DECLARED)
    return dict(found)


def _declared(applications: Collection[Application], members: Collection[CollegiumMember]) -> set[tuple[int, int]]:
    """Who said so as a member, or as an expert who declined an invitation to this organization for that reason."""
    said = Conflict.objects.filter(application__in=applications, member__in=members)
    pairs: set[tuple[int, int]] = set(said.values_list("application", "member"))
    people = {member.person_id: member.pk for member in members}
    declined = Invitation.objects.filter(
        application__organization__in={application.organization_id for application in applications},
        expert__person__in=people,
        decline_reason__in=_INTERESTS,
    )
    for organization, person in set(declined.values_list("application__organization", "expert__person")):
        cases = [case.pk for case in applications if case.organization_id == organization]
        pairs |= {(case, people[person]) for case in cases}
    return pairs


def has_conflict(application: Application, member: CollegiumMember) -> bool:
    """Whether this member may neither see nor decide this case."""
    return bool(conflicts([application], [member]))


def readable_cases(member: CollegiumMember) -> list[int]:
    """The keys of the applications on agendas that this member may read."""
    items = AgendaItem.objects.exclude(state=ItemState.LEFT).select_related("application__specialist")
    cases = [item.application for item in items]
    grounds = conflicts(cases, [member])
    return [case.pk for case in cases if (case.pk, member.pk) not in grounds]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a case stands: who counts for it, who is there, how they voted. Only confirmed votes are counted."""

    eligible: int
    needed: int
    present: int
    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    unconfirmed: int = 0
    chair_is_for: bool = False

    @property
    def voted(self) -> int:
        return self.votes_for + self.against + self.abstained

    @property
    def has_quorum(self) -> bool:
        return self.eligible > 0 and self.present >= self.needed

    @property
    def enough_voted(self) -> bool:
        return self.has_quorum and self.voted >= self.needed

    @property
    def is_tie(self) -> bool:
        return self.votes_for == self.against and self.votes_for > 0

    @property
    def by_casting_vote(self) -> bool:
        """A tie that the chair's own vote breaks."""
        return self.is_tie and self.chair_is_for and settings.COLLEGIUM_CASTING_VOTE

    @property
    def is_carried(self) -> bool:
        return self.enough_voted and (self.votes_for > self.against or self.by_casting_vote)


def tally(
    item: AgendaItem,
    *,
    members: Iterable[CollegiumMember] | None = None,
    there: set[int] | None = None,
    grounds: Grounds | None = None,
    votes: Iterable[Vote] | None = None,
) -> Tally:
    """The count of the case as it stands now; what the caller knows already is not asked again."""
    members = members_of(item.sitting) if members is None else list(members)
    there = present(item.sitting) if there is None else there
    grounds = conflicts([item.application], members) if grounds is None else grounds
    eligible = {one.pk for one in members if not grounds.get((item.application_id, one.pk))}
    cast = [vote for vote in (votes_of(item) if votes is None else votes) if vote.member_id in eligible & there]
    counted = [vote for vote in cast if vote.confirmed_at]
    return Tally(
        eligible=len(eligible),
        needed=quorum(len(eligible)),
        present=len(eligible & there),
        votes_for=sum(vote.choice == Choice.FOR for vote in counted),
        against=sum(vote.choice == Choice.AGAINST for vote in counted),
        abstained=sum(vote.choice == Choice.ABSTAIN for vote in counted),
        unconfirmed=len(cast) - len(counted),
        chair_is_for=any(vote.member_id == item.sitting.chair_id and vote.choice == Choice.FOR for vote in counted),
    )


def quorum(eligible: int) -> int:
    """How many of these members have to be present: the setting's share, rounded up, one at the least."""
    return max(1, -(-eligible * settings.COLLEGIUM_QUORUM // 100))


def votes_of(item: AgendaItem) -> list[Vote]:
    """The votes on the motion that was put last, by the members' names."""
    return list(item.votes.filter(round=item.round).select_related("member"))


def _places(
    applications: Collection[Application], members: Collection[CollegiumMember]
) -> dict[ConflictGround, set[tuple[int, int]]]:
    """Where the members and their relatives work: pairs of an organization and a person, by ground."""
    organizations = {application.organization_id for application in applications}
    people = {member.person_id for member in members}
    live = Employment.objects.live().filter(organization__in=organizations)
    employed = set(live.filter(person__in=people).values_list("organization", "person"))
    experts = Expert.objects.filter(person__in=people, employer__in=organizations)
    kin = ExpertRelative.objects.filter(expert__person__in=people)
    known = set(kin.filter(organization__in=organizations).values_list("organization", "expert__person"))
    whose: dict[str | None, set[int]] = defaultdict(set)
    for index, person in kin.exclude(pin_index=None).values_list("pin_index", "expert__person"):
        whose[index].add(person)
    heads = _heads(organizations)
    working = live.filter(person__pin_index__in=list(whose)).values_list("organization", "person__pin_index")
    known |= {(place, person) for place, index in {*working, *heads} for person in whose.get(index, ())}
    confirmed = KinshipVerdict.objects.filter(organization__in=organizations, verdict=Verdict.KIN)
    known |= set(confirmed.filter(expert__person__in=people).values_list("organization", "expert__person"))
    own = dict(User.objects.filter(pk__in=people).exclude(pin_index=None).values_list("pin_index", "pk"))
    employed |= {(place, own[index]) for place, index in heads if index in own}
    return {
        ConflictGround.EMPLOYED: employed | set(experts.values_list("employer", "person")),
        ConflictGround.KIN: known,
    }


def _heads(organizations: Collection[int]) -> set[tuple[int, str]]:
    """Whom the register names as the head, by the blind index of the personal number."""
    rows = Organization.objects.filter(pk__in=organizations).values_list("pk", "head_pin_index")
    return {(organization, index) for organization, index in rows if index}
