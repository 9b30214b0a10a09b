"""What the draw must know of a case and of an expert. Whoever reads the database hands it over in these shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accreditation.enums.draw import Exclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The application for which experts are drawn."""

    application: str
    type: str
    levels: frozenset[str]
    district: str
    language: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFacts:
    """An expert as the draw sees him, with what ties him to this case. `code` is his pseudonym.

    `load` counts the evaluations of the last twelve months that he accepted or is asked about.
    """

    code: str
    is_blocked: bool = False
    for_accreditation: bool = True
    types: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    certificate_valid_until: date | None = None
    district: str = ""
    languages: frozenset[str] = frozenset()
    load: int = 0
    capacity: int | None = None  # nobody has set a limit
    absences: tuple[tuple[date, date], ...] = ()
    ties: frozenset[Exclusion] = frozenset()  # what the records say: drawing.exclusions.TIES


@dataclass(frozen=True, slots=True)
class Ground:
    """One rule that excludes one expert, with the values that made it so. Only the rule is published."""

    rule: Exclusion
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the frozen list: pseudonym, load, and the rules that exclude."""

    code: str
    load: int
    grounds: tuple[Ground, ...] = ()

    @property
    def is_eligible(self) -> bool:
        return not self.grounds

    @property
    def excluded(self) -> list[str]:
        return sorted(ground.rule.value for ground in self.grounds)
