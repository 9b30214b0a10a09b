"""Moments and dates as the services write them."""

from datetime import date, datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, make_aware


def moment(text: object) -> datetime | None:
    """An ISO 8601 moment; without offset it is local time, because the services are. None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        parsed = parse_datetime(text.strip())
    except ValueError:
        return None
    if parsed is None:
        return None
    return make_aware(parsed, get_default_timezone()) if is_naive(parsed) else parsed


def day(text: object) -> date | None:
    """The date at the beginning of `2015-03-02`, `2015-03-02T00:00:00` or `02.03.2015`; None for anything else."""
    if not isinstance(text, str):
        return None
    beginning = text.strip()[:10]
    if len(beginning) == 10 and beginning[2] == beginning[5] == ".":
        beginning = "-".join(reversed(beginning.split(".")))
    try:
        return parse_date(beginning)
    except ValueError:
        return None
