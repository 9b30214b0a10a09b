"""The working days of the country: its public holidays, against them the ministry's table of exceptions.

Days are counted from the day after the start: what begins on Monday with a term of one working day is due on Tuesday.
A list loads the calendar once and asks it for each row; the functions at the end are for a single question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Self

import holidays

from accreditation.enums.calendar import Unit
from accreditation.models import DayException
from accreditation.terms import Term

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """While it lasts the clock stands still: the school owes an answer. Its first day was used, its last is given back.

    What was returned on Wednesday and came again on Friday lost Thursday and Friday. `until` is None while it lasts.
    """

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The usual calendar of the country with the exceptions from it: day → whether it is a working day."""

    exceptions: Mapping[date, bool]

    @classmethod
    def load(cls) -> Self:
        """The calendar as the ministry keeps it now, in one query."""
        return cls(dict(DayException.objects.values_list("day", "is_working")))

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, is_usually_working(day))

    def add(self, start: date, days: int) -> date:
        """The last of so many working days after `start`; with none, `start` itself. Negative numbers look back."""
        step, day = (_DAY if days >= 0 else -_DAY), start
        for _number in range(abs(days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are after `first`, up to and with `last`; negative if `last` lies before."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + number * _DAY) for number in range(1, (last - first).days + 1))

    def due(self, started: date, term: Term, pauses: Iterable[Pause] = ()) -> date | None:
        """The last day of the term; None while the clock stands still before it has run out."""
        stopped, day, left = list(pauses), started, term.number
        while left:
            day += _DAY
            if any(pause.until is None and pause.holds(day) for pause in stopped):
                return None
            left -= self._counts(day, term, stopped)
        return day

    def left(self, due: date, term: Term, today: date) -> int:
        """How many days of the term's kind remain after today; negative when it is overdue."""
        return (due - today).days if term.unit is Unit.CALENDAR else self.between(today, due)

    def _counts(self, day: date, term: Term, pauses: Collection[Pause]) -> bool:
        runs = not any(pause.holds(day) for pause in pauses)
        return runs and (term.unit is Unit.CALENDAR or self.is_working(day))


def is_usually_working(day: date) -> bool:
    """Whether the day is a working day by the country's calendar, before any exception."""
    return bool(_country().is_working_day(day))


def holiday_name(day: date, language: str) -> str:
    """What the country celebrates on this day, or an empty text."""
    return str(_country(language).get(day) or "")


def add_working_days(start: date, days: int) -> date:
    return Calendar.load().add(start, days)


def working_days_between(first: date, last: date) -> int:
    return Calendar.load().between(first, last)


def due(started: date, term: Term, pauses: Iterable[Pause] = ()) -> date | None:
    return Calendar.load().due(started, term, pauses)


@cache
def _country(language: str = "ky") -> Any:
    """The library's calendar of Kyrgyzstan, which works out each year when it is first asked for."""
    return holidays.country_holidays("KG", language={"ky": "ky", "ru": "ru_KG"}.get(language, "en_US"))
