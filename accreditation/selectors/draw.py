"""What the database knows for the draw, and what its pages show; each in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from accreditation.drawing.exclusions import counts, frozen_list
from accreditation.drawing.facts import CaseFacts, ExpertFacts, Listed
from accreditation.drawing.ranking import PANEL
from accreditation.drawing.surnames import are_similar
from accreditation.enums.applications import CLOSED
from accreditation.enums.draw import Exclusion, Verdict
from accreditation.enums.invitations import CONFLICTS, LIVE
from accreditation.enums.objections import ObjectionState
from accreditation.enums.people import ExpertType
from accreditation.models import Application, Draw, Expert, ExpertRelative, Invitation, KinshipVerdict
from core.search import fold
from organizations.enums import Role
from organizations.models import Organization
from selfassessment.enums import AccreditationType
from staff.models import Employment

YEAR = timedelta(days=365)
_LEADING = (Role.HEAD, Role.DEPUTY)


def case_facts(application: Application) -> CaseFacts:
    """The case as the rules see it. The period must be known."""
    district = application.organization.district
    starts_on, ends_on = period_of(application)
    return CaseFacts(
        application=str(application.pk),
        type=application.type,
        levels=levels_of(application),
        district=district.code if district else "",
        language=application.report.language,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def period_of(application: Application) -> tuple[date, date]:
    """When the experts evaluate: the workflow lets nobody be drawn or invited before that is known."""
    starts_on, ends_on = application.evaluation_starts_on, application.evaluation_ends_on
    if starts_on is None or ends_on is None:
        raise ValueError("The period of the evaluation is not set")
    return starts_on, ends_on


def levels_of(application: Application) -> frozenset[str]:
    """The levels that are evaluated: of the programmes, or of the organization as far as the type concerns them."""
    kind = AccreditationType(application.type)
    of_programmes = frozenset(application.report.programmes.values_list("level", flat=True))
    named = of_programmes or frozenset(application.organization.levels)
    return frozenset(named & kind.levels) or frozenset(kind.levels)


def expert_facts(application: Application) -> list[ExpertFacts]:
    """All experts, blocked ones too, with what ties each of them to this case."""
    today = timezone.localdate()
    experts = list(
        Expert.objects.select_related("person", "district").prefetch_related("unavailabilities").order_by("pk")
    )
    ties, loads = _Ties.of(application), loads_since(today - YEAR)
    return [_facts(expert, ties, loads.get(expert.pk, 0)) for expert in experts]


def loads_since(day: date) -> dict[int, int]:
    """How many evaluations each expert accepted, or is asked about, since that day."""
    live = Invitation.objects.filter(state__in=LIVE, asked_at__date__gt=day)
    return dict(live.values_list("expert").annotate(count=Count("pk")).order_by())


def code_of(expert: Expert) -> str:
    """The pseudonym under which the expert stands in lists: given when the person was entered, saying nothing."""
    return expert.person.username


def _facts(expert: Expert, ties: "_Ties", load: int) -> ExpertFacts:
    return ExpertFacts(
        code=code_of(expert),
        is_blocked=expert.is_blocked,
        for_accreditation=expert.type != ExpertType.LICENSING,
        types=frozenset(expert.kinds),
        levels=frozenset(expert.levels),
        certificate_valid_until=expert.certificate_valid_until,
        district=expert.district.code if expert.district else "",
        languages=frozenset(expert.languages),
        load=load,
        capacity=expert.capacity_per_year,
        absences=tuple((each.from_on, each.until_on) for each in expert.unavailabilities.all()),
        ties=frozenset(ties.of_expert(expert)),
    )


@dataclass(frozen=True, slots=True)
class _Ties:
    """Which experts, by key, are tied to the organization of the case, and how."""

    organization: Organization
    founders: tuple[str, ...]
    employed: frozenset[int]  # keys of people
    heads: frozenset[str]  # blind indexes of personal numbers
    kin: frozenset[int]
    last_cycle: frozenset[int]
    conflict: frozenset[int]
    objected: frozenset[int]
    asked: frozenset[int]

    @classmethod
    def of(cls, application: Application) -> "_Ties":
        organization = application.organization
        work = Employment.objects.live().of(organization.pk)
        heads = frozenset(filter(None, work.filter(role__in=_LEADING).values_list("person__pin_index", flat=True)))
        heads |= frozenset(filter(None, [organization.head_pin_index]))
        here, since = Invitation.objects.filter(application__organization=organization), _cycle_began(application)
        conflict = here.filter(decline_reason__in=sorted(CONFLICTS), answered_at__gte=since)
        objected = here.filter(objection__state=ObjectionState.UPHELD, objection__decided_at__gte=since)
        return cls(
            organization=organization,
            founders=tuple(founders_of(organization)),
            employed=frozenset(work.values_list("person", flat=True)),
            heads=heads,
            kin=_kin(organization, heads),
            last_cycle=_last_cycle(application),
            conflict=frozenset(conflict.values_list("expert", flat=True)),
            objected=frozenset(objected.values_list("expert", flat=True)),
            asked=frozenset(application.invitations.values_list("expert", flat=True)),
        )

    def of_expert(self, expert: Expert) -> Iterator[Exclusion]:
        works_here = expert.employer_id == self.organization.pk or expert.person_id in self.employed
        if works_here or fold(expert.organization) in self.founders:
            yield Exclusion.EMPLOYED
        if expert.pk in self.kin or expert.person.pin_index in self.heads:
            yield Exclusion.KIN
        if expert.pk in self.last_cycle:
            yield Exclusion.LAST_CYCLE
        if expert.pk in self.conflict:
            yield Exclusion.CONFLICT
        if expert.pk in self.objected:
            yield Exclusion.OBJECTED
        if expert.pk in self.asked:
            yield Exclusion.ASKED


def _kin(organization: Organization, heads: frozenset[str]) -> frozenset[int]:
    declared = ExpertRelative.objects.filter(Q(organization=organization) | Q(pin_index__in=heads))
    confirmed = KinshipVerdict.objects.filter(organization=organization, verdict=Verdict.KIN)
    return frozenset(declared.values_list("expert", flat=True)) | frozenset(confirmed.values_list("expert", flat=True))


def _last_cycle(application: Application) -> frozenset[int]:
    """Whoever took part when the organization was last evaluated and that was decided."""
    before = Application.objects.filter(organization=application.organization_id, state__in=sorted(CLOSED))
    last = before.exclude(pk=application.pk).filter(draws__isnull=False).order_by("-taken_at").first()
    if last is None:
        return frozenset()
    return frozenset(last.invitations.accepted().values_list("expert", flat=True))


def _cycle_began(application: Application) -> datetime:
    """The moment of the organization's last decision: what experts said before it counts no more."""
    closed = Application.objects.filter(
        organization=application.organization_id, state__in=sorted(CLOSED), taken_at__isnull=False
    )
    return closed.aggregate(last=Max("state_since"))["last"] or datetime.min.replace(year=2000, tzinfo=UTC)


def founders_of(organization: Organization) -> Iterator[str]:
    """The names of the founders in the register's last answer, folded for comparison."""
    answer = organization.answers.order_by("-fetched_at", "-pk").first()
    raw = answer.raw if answer else {}
    yield from filter(None, (fold(name) for name in _full_names(raw.get("founders"))))


def _full_names(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "fullName" and isinstance(value, str):
                yield value
            else:
                yield from _full_names(value)
    elif isinstance(data, list):
        for item in data:
            yield from _full_names(item)


# Similar surnames ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hint:
    """An expert bears a surname like that of a head, or of several; `verdict` is what a person found out, or None."""

    expert: Expert
    head: str
    surname: str
    verdict: KinshipVerdict | None

    @property
    def key(self) -> str:
        """Tells the hints of one expert apart in an address, without the surname itself."""
        return sha256(self.surname.encode()).hexdigest()[:8]


def hints(application: Application, experts: Iterable[Expert] | None = None) -> list[Hint]:
    """Similar surnames among the experts, or among these experts, whom the hard rules leave."""
    organization = application.organization
    heads: dict[str, list[str]] = {}
    for name in heads_of(organization):
        heads.setdefault(name.split()[0], []).append(name)
    asked = Expert.objects.active().select_related("person") if experts is None else experts
    verdicts = {
        (verdict.expert_id, verdict.surname): verdict
        for verdict in KinshipVerdict.objects.filter(organization=organization).select_related("by")
    }
    return [
        Hint(expert, ", ".join(names), surname, verdicts.get((expert.pk, surname)))
        for expert in asked
        for surname, names in heads.items()
        if are_similar(expert.last_name, surname)
    ]


def heads_of(organization: Organization) -> list[str]:
    """The names of whoever leads the organization: the register's head, heads and deputies who work there."""
    work = Employment.objects.live().of(organization.pk).filter(role__in=_LEADING).order_by("pk")
    names = (organization.head_name, *(employment.name for employment in work))
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


# The page ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prospects:
    """Whether three experts could be drawn now, and how many each rule excludes."""

    listed: list[Listed]

    @property
    def eligible(self) -> int:
        return sum(line.is_eligible for line in self.listed)

    @property
    def total(self) -> int:
        return len(self.listed)

    @property
    def is_enough(self) -> bool:
        return self.eligible >= PANEL

    @property
    def counts(self) -> dict[Exclusion, int]:
        return counts(self.listed)


def prospects(application: Application) -> Prospects:
    """What a draw would find now. The period must be known."""
    return Prospects(frozen_list(case_facts(application), expert_facts(application)))


def draws_of(application: Application) -> list[Draw]:
    """All draws of the application, the newest first, with their people."""
    rows = application.draws.select_related("asked_by", "drawn_by", "document")
    return list(rows.prefetch_related("candidates__expert"))
