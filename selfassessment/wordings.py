"""What a version of a standard says differently from the one before, and how sure its wordings are."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from selfassessment.enums import StandardState, WordingStatus
from selfassessment.models import Standard

_SURE = {WordingStatus.CONFIRMED, WordingStatus.VERBATIM, WordingStatus.VERBATIM_NORMALISED}


@dataclass(frozen=True, slots=True)
class Sureness:
    """How many wordings there are, in both languages, and how many the ministry has still to confirm."""

    total: int
    open: int


def sureness(standard: Standard) -> Sureness:
    """Counted on a standard fetched `whole()`: no query."""
    parts = [part for section in standard.sections.all() for part in (section, *section.criteria.all())]
    statuses = [status for part in parts for status in (part.status_ky, part.status_ru)]
    return Sureness(len(statuses), sum(status not in _SURE for status in statuses))


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Texts:
    """One wording in both languages."""

    ky: str
    ru: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the section or criterion with this number."""

    kind: Kind
    number: str
    before: Texts | None
    after: Texts | None


def changes(standard: Standard) -> list[Change]:
    """The differences from the version before, by number; none for the first version."""
    former = Standard.objects.filter(type=standard.type, version__lt=standard.version)
    before = former.exclude(state=StandardState.DRAFT).order_by("-version").whole().first()
    if before is None:
        return []
    old, new = dict(_texts(before)), dict(_texts(standard))
    numbers = [number for number in _order(old, new) if old.get(number) != new.get(number)]
    return [_change(number, old.get(number), new.get(number)) for number in numbers]


def _texts(standard: Standard) -> Iterator[tuple[str, Texts]]:
    for section in standard.sections.all():
        yield section.number, Texts(section.title_ky, section.title_ru)
        for criterion in section.criteria.all():
            yield criterion.number, Texts(criterion.text_ky, criterion.text_ru)


def _order(old: dict[str, Texts], new: dict[str, Texts]) -> list[str]:
    return sorted({*old, *new}, key=lambda number: [int(part) if part.isdigit() else 0 for part in number.split(".")])


def _change(number: str, before: Texts | None, after: Texts | None) -> Change:
    kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
    return Change(kind, number, before, after)
