"""The journal's one door: what is written here stands for ever, in an order that cannot be changed unnoticed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.db import connection
from django.db.models import Model
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from core import origin
from core.identifiers import Identifier
from records.models import JournalEntry, JournalHead, JournalLink
from records.models.journal import GENESIS
from records.values import Named

_FOURTEEN_DIGITS = re.compile(r"(?<!\d)\d{14}(?!\d)")


def write(
    action: str,
    *,
    by: User | None,
    obj: Model,
    organization: Named | None = None,
    changes: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """An entry that becomes part of the chain when the caller's transaction commits.

    `action` is a member of an enum that settings.JOURNAL_ACTIONS names; `by` is None where the system itself acts;
    `changes` holds a pair (old, new) for each field that changed, or one value for each fact worth keeping.
    Personal numbers are masked, wherever they stand.
    """
    if action not in words():
        raise LookupError(f"No enum in settings.JOURNAL_ACTIONS has the action {action!r}")
    here = origin.current()
    return JournalEntry.objects.create(
        action=str(action),
        by_id=by.pk if by else None,
        by_name=_text(by, 200),
        organization_id=organization.pk if organization else None,
        organization_name=_text(organization, 500),
        object_type=obj._meta.label_lower,  # noqa: SLF001 -- the documented API
        object_id=str(obj.pk),
        object_name=_text(obj, 500),
        changes=plain(changes or {}),
        ip=here.ip,
        user_agent=masked(here.user_agent),
        request_id=here.request_id,
    )


@cache
def words() -> dict[str, Any]:
    """Each action that may stand in the journal, with its words."""
    found: dict[str, Any] = {}
    for path in settings.JOURNAL_ACTIONS:
        for action in import_string(path):
            if action.value in found:
                raise ImproperlyConfigured(f"JOURNAL_ACTIONS: {path} repeats the action {action.value!r}")
            found[action.value] = action.label
    return found


def masked(text: str) -> str:
    """The text with every number of fourteen digits shortened to its ends."""
    return _FOURTEEN_DIGITS.sub(lambda number: Identifier(number[0]).masked, text)


def plain(value: Any) -> Any:
    """The value as JSON keeps it, without personal numbers."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if masked(str(value)) == str(value) else masked(str(value))
    if isinstance(value, Mapping):
        return {masked(str(name)): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta | Decimal):
        return str(value)
    if isinstance(value, Model):
        return {"id": value.pk, "name": masked(str(value))}
    return masked(str(value))


def _text(thing: object, length: int) -> str:
    return "" if thing is None else masked(str(thing))[:length]


# The chain's end, kept outside too -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's end at some moment: so many entries, the last with this hash."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class DayNotOver(ValueError):
    """The day's last entry may still come."""


def head() -> Head:
    """The end of the chain now."""
    seq, digest = JournalHead.objects.values_list("seq", "hash").get()
    return Head(seq, digest)


def head_of(day: date) -> Head:
    """The end of the chain when `day` ended in Bishkek: the same answer for ever after. Raises DayNotOver."""
    return heads_of([day])[day]


def heads_of(days: Sequence[date]) -> dict[date, Head]:
    """The end of the chain when each of these days ended, in their order. Raises DayNotOver."""
    if _end(max(days)) > timezone.now():
        raise DayNotOver(max(days).isoformat())
    with connection.cursor() as cursor:  # wait for whoever is committing an entry of these days just now
        cursor.execute("SELECT seq FROM records_journalhead FOR SHARE")
    links = JournalLink.objects.values_list("seq", "hash")
    first = min(days)
    last = links.filter(at__lt=_end(first)).order_by("-seq").first() or (0, GENESIS)
    later = links.filter(at__gte=_end(first), at__lt=_end(max(days))).annotate(day=TruncDate("at"))
    of_day = {day: (seq, digest) for seq, digest, day in later.order_by("day", "-seq").distinct("day")}
    heads = {}
    for number in range((max(days) - first).days + 1):
        day = first + timedelta(days=number)
        last = of_day.get(day, last)
        heads[day] = Head(*last)
    return {day: heads[day] for day in days}


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _forget_words(*, setting: str, **_kwargs: object) -> None:
    if setting == "JOURNAL_ACTIONS":
        words.cache_clear()


setting_changed.connect(_forget_words)
