"""A made-up country: what the rules of the draw do to ten thousand applications of a year."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256

from accreditation.drawing.exclusions import frozen_list
from accreditation.drawing.facts import CaseFacts, ExpertFacts
from accreditation.drawing.ranking import Anchor, TooFew, rank
from accreditation.enums.draw import Exclusion

YEAR = 2026
_TIES = {  # how many of a thousand experts are tied so to a school
    Exclusion.EMPLOYED: 4,
    Exclusion.KIN: 3,
    Exclusion.LAST_CYCLE: 6,
    Exclusion.CONFLICT: 2,
    Exclusion.OBJECTED: 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How large the made-up country is. Without `differences` every expert may evaluate every school."""

    applications: int = 10_000
    experts: int = 250
    districts: int = 58
    differences: bool = True


@dataclass(slots=True)
class Report:
    """What came out: loads at the end, and how many experts each rule excluded, alone or with others."""

    loads: list[int]
    drawn: int = 0
    refused: int = 0
    excluded: Counter[Exclusion] = field(default_factory=Counter)
    excluded_alone: Counter[Exclusion] = field(default_factory=Counter)

    @property
    def at_work(self) -> list[int]:
        """The loads of those who were drawn at all: some may evaluate no school."""
        return [load for load in self.loads if load]

    @property
    def spread(self) -> int:
        return max(self.at_work, default=0) - min(self.at_work, default=0)

    @property
    def mean(self) -> float:
        return sum(self.loads) / max(len(self.at_work), 1)

    def deciles(self) -> list[int]:
        """The least load, each tenth part of the experts at work, the greatest."""
        ordered = sorted(self.at_work) or [0]
        return [ordered[min(len(ordered) * tenth // 10, len(ordered) - 1)] for tenth in range(11)]


def simulate(country: Country, chance: random.Random) -> Report:
    """A year of draws, one after another; the same `chance` gives the same year."""
    experts = [_expert(number, country, chance) for number in range(country.experts)]
    report = Report(loads=[0] * country.experts)
    places = {expert.code: place for place, expert in enumerate(experts)}
    for number in range(country.applications):
        case = _case(number, country, chance)
        listed = frozen_list(case, (_tied(expert, country, chance) for expert in experts))
        for line in listed:
            rules = [ground.rule for ground in line.grounds]
            report.excluded.update(rules)
            report.excluded_alone.update(rules if len(rules) == 1 else ())
        try:
            result = rank(case.application, 1, listed, _anchor(number))
        except TooFew:
            report.refused += 1
            continue
        report.drawn += 1
        for member in result.panel:
            place = places[member.code]
            report.loads[place] += 1
            experts[place] = replace(experts[place], load=report.loads[place])
    return report


def _expert(number: int, country: Country, chance: random.Random) -> ExpertFacts:
    code = f"u-{sha256(str(number).encode()).hexdigest()[:16]}"
    if not country.differences:
        return ExpertFacts(
            code=code,
            types=frozenset("0123"),
            levels=frozenset("012"),
            certificate_valid_until=date(YEAR + 2, 1, 1),
            district="nowhere",
            languages=frozenset({"ky", "ru", "uz"}),
            capacity=country.applications,
        )
    begins = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
    return ExpertFacts(
        code=code,
        is_blocked=chance.random() < 0.05,
        for_accreditation=chance.random() > 0.1,
        types=_some("0123", 0.75, chance),
        levels=_some("012", 0.8, chance),
        certificate_valid_until=date(YEAR, 1, 1) + timedelta(days=chance.randrange(200, 1400)),
        district=str(chance.randrange(country.districts)),
        languages=_some(("ky", "ru"), 0.8, chance) | _some(("uz",), 0.1, chance),
        capacity=max(6, country.applications * 5 // country.experts),
        absences=((begins, begins + timedelta(days=chance.randrange(5, 40))),),
    )


def _case(number: int, country: Country, chance: random.Random) -> CaseFacts:
    starts_on = date(YEAR, 1, 1) + timedelta(days=number * 365 // country.applications)
    return CaseFacts(
        application=str(number + 1),
        type=chance.choice("0123"),
        levels=frozenset(chance.choice("012")),
        district=str(chance.randrange(country.districts)),
        language=chance.choices(("ky", "ru", "uz"), (70, 25, 5))[0],
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=10),
    )


def _tied(expert: ExpertFacts, country: Country, chance: random.Random) -> ExpertFacts:
    if not country.differences:
        return expert
    point, bound = chance.randrange(1000), 0
    for tie, thousandths in _TIES.items():
        bound += thousandths
        if point < bound:
            return replace(expert, ties=frozenset({tie}))
    return expert


def _some(values: Sequence[str], probability: float, chance: random.Random) -> frozenset[str]:
    return frozenset(value for value in values if chance.random() < probability)


def _anchor(number: int) -> Anchor:
    return Anchor(day=date(YEAR, 1, 1), seq=number, hash=sha256(f"day {number}".encode()).hexdigest())
