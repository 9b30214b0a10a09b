"""What the pages of the ministry's people show, each list in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.acting import Acting
from accounts.models import User
from accreditation.enums.applications import OPEN, State
from accreditation.enums.invitations import LIVE
from accreditation.enums.people import ExpertType
from accreditation.models import (
    CollegiumMember,
    Expert,
    MinistryPerson,
    MinistryPersonQuerySet,
    Specialist,
)
from accreditation.selectors.desk import specialists_with_load
from accreditation.selectors.draw import YEAR
from core.search import has_words
from organizations.enums import InstructionLanguage, Level
from organizations.selectors import EMPTY
from organizations.selectors import shown as shown_of_organization
from records.journal import words as journal_words
from records.models import JournalEntry
from selfassessment.enums import AccreditationType

NAME, NEWEST, CERTIFICATE, REGION = "name", "newest", "certificate", "region"
NAME_BACK, OLDEST, REGION_BACK = "-name", "oldest", "-region"
_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Counts:
    active: int
    blocked: int


def people(
    model: type[MinistryPerson],
    acting: Acting,
    *,
    blocked: bool = False,
    words: str = "",
    sort: str = NAME,
    **chosen: Any,
) -> MinistryPersonQuerySet:
    """The people of one list whom this person may see; `chosen` are the filters of experts."""
    rows: MinistryPersonQuerySet = model.objects.visible_to(acting)
    rows = rows.blocked() if blocked else rows.active()
    conditions = {_LOOKUPS[name]: _wanted(name, value) for name, value in chosen.items() if value}
    rows = rows.filter(has_words("search_key", words), **conditions).select_related("person", *_joined(model))
    return rows.order_by(*_ORDERS.get(sort, _ORDERS[NAME])).fetch_mode(models.FETCH_RAISE)


def counts(model: type[MinistryPerson], acting: Acting) -> Counts:
    """How many stand in the two tabs of a list."""
    rows = model.objects.visible_to(acting)
    return Counts(**rows.aggregate(active=Count("pk", Q(blocked_at=None)), blocked=Count("pk", ~Q(blocked_at=None))))


def email_twins(email: str, person: User | None) -> list[str]:
    """Who else stands in one of the ministry's lists with this address, by name."""
    twins: dict[int, str] = {}
    for model in (Specialist, Expert, CollegiumMember):
        for entry in model.objects.filter(email__iexact=email).exclude(person=person):
            twins[entry.person_id] = entry.name
    return sorted(twins.values())


def kinds_text(kinds: Iterable[str]) -> str:
    """Kinds of accreditation as a list shows them: short, and «Все» for all six."""
    chosen = set(kinds)
    if chosen >= set(AccreditationType.values):
        return pgettext("kinds or levels", "All")
    parts = []
    for prefix, title in (("prog_", _("Programme")), ("inst_", _("Institutional"))):
        levels = [short for key, short in _short_levels().items() if f"{prefix}{key}" in chosen]
        if levels:
            parts.append(f"{title}: {', '.join(levels)}")
    return "; ".join(parts) or EMPTY


def levels_text(levels: Iterable[str]) -> str:
    """Levels of education as a list shows them."""
    chosen = list(levels)
    if set(chosen) >= set(Level.values):
        return pgettext("kinds or levels", "All")
    return ", ".join(str(Level(level).label) for level in chosen) or EMPTY


def workload() -> models.QuerySet[Specialist]:
    """The specialists with their load, as the choice of a specialist shows it, and `waiting_count`: for how many of
    their applications the organization owes an answer. Who has most stands first."""
    waiting = Count("applications", filter=Q(applications__state=State.RETURNED), distinct=True)
    rows: models.QuerySet[Specialist] = specialists_with_load().annotate(waiting_count=waiting)
    return rows.order_by(F("open_count").desc(), "sort_key", "pk")


def workload_of_experts() -> models.QuerySet[Expert]:
    """The experts who may be drawn, with `year_count`: evaluations that they accepted or are asked about in the last
    twelve months, as the draw counts them, and `open_count`: those that are not decided yet. Who has most stands
    first."""
    recent = Q(invitations__asked_at__date__gt=timezone.localdate() - YEAR)
    live = Q(invitations__state__in=LIVE)
    undecided = live & Q(invitations__application__state__in=OPEN)
    rows = Expert.objects.active().annotate(
        year_count=Count("invitations", filter=live & recent, distinct=True),
        open_count=Count("invitations", filter=undecided, distinct=True),
    )
    full = models.Case(models.When(year_count__gte=F("capacity_per_year"), then=True), default=False)
    return rows.annotate(is_full=full).order_by(F("year_count").desc(), F("open_count").desc(), "sort_key", "pk")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a person's history: what happened, who did it, and what it says."""

    title: str
    at: datetime
    by: str
    lines: list[str]


def history(entry: MinistryPerson) -> list[Event]:
    """What happened to an entry, the newest first: the journal's word, as far as it is still shown on the page."""
    kept = JournalEntry.objects.filter(object_type=entry._meta.label_lower, object_id=str(entry.pk))  # noqa: SLF001 -- the documented API
    titles = journal_words()
    return [
        Event(
            title=str(titles.get(row.action, row.action)),
            at=row.at,
            by=row.by_name or _("by the data of the state"),
            lines=_lines(type(entry), row.changes),
        )
        for row in kept.order_by("-at", "-pk")[:_HISTORY]
    ]


def all_words(name: str, value: Any) -> str:
    """A choice in full words, as a file of the list keeps it and an import understands it."""
    words: dict[str, type[models.TextChoices]] = {
        "type": ExpertType,
        "kinds": AccreditationType,
        "levels": Level,
        "languages": InstructionLanguage,
    }
    codes = value if isinstance(value, list) else [value]
    return "; ".join(str(words[name](code).label) for code in codes)


def shown(name: str, value: Any) -> str:
    """A value of an entry as pages and files show it."""
    match name:
        case "kinds":
            return kinds_text(value or [])
        case "levels":
            return levels_text(value or [])
        case "languages":
            return ", ".join(str(InstructionLanguage(code).label) for code in value or []) or EMPTY
        case "type":
            return str(ExpertType(value).label)
    if isinstance(value, dict) and "name" in value:  # an object, as the journal keeps it
        return str(value["name"])
    return shown_of_organization(name, value)


_LOOKUPS = {"type": "type", "kind": "kinds__contains", "level": "levels__contains", "region": "region"}
_ORDERS: dict[str, tuple[Any, ...]] = {
    NAME: ("sort_key", "pk"),
    NAME_BACK: ("-sort_key", "-pk"),
    NEWEST: ("-added_at", "-pk"),
    OLDEST: ("added_at", "pk"),
    CERTIFICATE: (F("certificate_valid_until").asc(nulls_first=True), "sort_key", "pk"),
    REGION: (F("region__order").asc(nulls_last=True), "sort_key", "pk"),
    REGION_BACK: (F("region__order").desc(nulls_last=True), "sort_key", "pk"),
}


def _wanted(name: str, value: Any) -> Any:
    return [value] if name in {"kind", "level"} else value


def _joined(model: type[MinistryPerson]) -> tuple[str, ...]:
    return ("region", "district__region", "employer") if model is Expert else ()


def _short_levels() -> dict[str, str]:
    return {
        "gen": pgettext("kind of accreditation", "general education"),
        "npo": pgettext("kind of accreditation", "primary vocational"),
        "spo": pgettext("kind of accreditation", "secondary vocational"),
    }


def _lines(model: type[MinistryPerson], changes: dict[str, Any]) -> list[str]:
    """«Кызматы: методист → башкы адис» in the order of the form; what the model has no field for, first and bare."""
    fields = [field for field in model._meta.concrete_fields if field.name in changes]  # noqa: SLF001 -- the documented API
    bare = [shown(name, value) for name, value in changes.items() if name not in {field.name for field in fields}]
    return [*bare, *(f"{field.verbose_name}: {_change(field, changes[field.name])}" for field in fields)]


def _change(field: Any, value: Any) -> str:
    """A pair (old, new) with an arrow; a list of words alone is not a pair."""
    is_pair = isinstance(value, list) and len(value) == 2
    if isinstance(field, ArrayField):
        is_pair = is_pair and all(isinstance(part, list) for part in value)
    return " → ".join(shown(field.name, part) for part in value) if is_pair else shown(field.name, value)
