"""Whole days as a file for calendars: iCalendar (RFC 5545)."""

from datetime import date, timedelta

from django.utils import timezone


def whole_days(
    uid: str,
    title: str,
    starts_on: date,
    ends_on: date,
    *,
    url: str,
    sequence: int = 0,
    where: str = "",
    off: bool = False,
) -> str:
    """One event; its end is the day after the last. A higher `sequence` replaces an older file of the same `uid`,
    and `off` takes the event out of the calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ASULA//ky",
        *(["METHOD:CANCEL"] if off else []),
        "BEGIN:VEVENT",
        f"UID:{uid}@asula",
        f"DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{ends_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        *([f"LOCATION:{_escaped(where)}"] if where else []),
        *([f"SEQUENCE:{sequence}"] if sequence else []),
        *(["STATUS:CANCELLED"] if off else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """No line is longer than 75 bytes; what follows begins with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > 74:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
