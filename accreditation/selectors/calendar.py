"""What the page of the working calendar shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from accreditation.calendar import holiday_name, is_usually_working
from accreditation.models import DayException


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday of the country that takes a working day; `exception` says otherwise where there is one."""

    day: date
    name: str
    exception: DayException | None = None


def exceptions_of(year: int) -> models.QuerySet[DayException]:
    """The exceptions of the year, by day."""
    return DayException.objects.filter(day__year=year).select_related("added_by").fetch_mode(models.FETCH_RAISE)


def holidays_of(year: int, language: str) -> list[Holiday]:
    """The days of the year, Monday to Friday, on which the country does not work; in one query."""
    exceptions = {exception.day: exception for exception in exceptions_of(year)}
    return [Holiday(day, holiday_name(day, language), exceptions.get(day)) for day in _days_off(year)]


def _days_off(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() < 5 and not is_usually_working(day):
            yield day
        day += timedelta(days=1)
