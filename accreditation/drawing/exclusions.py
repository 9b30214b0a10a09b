"""The hard rules. Each is a function that returns the ground for which this expert may not evaluate this school."""

from collections.abc import Callable, Iterable

from accreditation.drawing.facts import CaseFacts, ExpertFacts, Ground, Listed
from accreditation.enums.draw import Exclusion

type HardRule = Callable[[CaseFacts, ExpertFacts], Ground | None]

TIES = (
    Exclusion.EMPLOYED,
    Exclusion.KIN,
    Exclusion.LAST_CYCLE,
    Exclusion.CONFLICT,
    Exclusion.OBJECTED,
    Exclusion.ASKED,
)


def blocked(_case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    return Ground(Exclusion.BLOCKED) if expert.is_blocked else None


def licensing_only(_case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    return None if expert.for_accreditation else Ground(Exclusion.TYPE)


def other_kind(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    return None if case.type in expert.types else Ground(Exclusion.KIND, {"type": case.type})


def other_level(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    """One level in common is enough: a type of accreditation joins the levels that are evaluated together."""
    if not case.levels or case.levels & expert.levels:
        return None
    return Ground(Exclusion.LEVEL, {"levels": ",".join(sorted(case.levels))})


def certificate_lapses(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    until = expert.certificate_valid_until
    if until is not None and until >= case.ends_on:
        return None
    return Ground(Exclusion.CERTIFICATE, {"until": until.isoformat() if until else ""})


def neighbour(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    """Whose district nobody knows can't be shown to live elsewhere."""
    if not expert.district or not case.district:
        return Ground(Exclusion.DISTRICT_UNKNOWN)
    return Ground(Exclusion.DISTRICT, {"district": case.district}) if expert.district == case.district else None


def other_language(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    return None if case.language in expert.languages else Ground(Exclusion.LANGUAGE, {"language": case.language})


def away(case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    for first, last in expert.absences:
        if first <= case.ends_on and last >= case.starts_on:
            return Ground(Exclusion.ABSENT, {"from": first.isoformat(), "until": last.isoformat()})
    return None


def over_capacity(_case: CaseFacts, expert: ExpertFacts) -> Ground | None:
    if expert.capacity is None or expert.load < expert.capacity:
        return None
    return Ground(Exclusion.CAPACITY, {"load": str(expert.load), "capacity": str(expert.capacity)})


RULES: tuple[HardRule, ...] = (
    blocked,
    licensing_only,
    other_kind,
    other_level,
    certificate_lapses,
    neighbour,
    other_language,
    away,
    over_capacity,
)


def grounds(case: CaseFacts, expert: ExpertFacts) -> tuple[Ground, ...]:
    """Every rule that excludes the expert from this case, not only the first; empty if he may be drawn."""
    found = [ground for rule in RULES if (ground := rule(case, expert))]
    found += [Ground(tie) for tie in TIES if tie in expert.ties]
    return tuple(found)


def frozen_list(case: CaseFacts, experts: Iterable[ExpertFacts]) -> list[Listed]:
    """All experts, in the order of their pseudonyms, each with the rules that exclude him."""
    listed = (Listed(expert.code, expert.load, grounds(case, expert)) for expert in experts)
    return sorted(listed, key=lambda line: line.code)


def counts(listed: Iterable[Listed]) -> dict[Exclusion, int]:
    """How many experts each rule excludes; one expert may be counted under several."""
    found = [ground.rule for line in listed for ground in line.grounds]
    return {rule: found.count(rule) for rule in Exclusion if rule in found}
