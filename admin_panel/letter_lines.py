"""The registry's list of incoming letters as it comes out of the СЭД or a spreadsheet: pasted, or as a CSV file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

MOST_LINES = 500
LONGEST_NUMBER = 50
_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_ENCODINGS = ("utf-8-sig", "cp1251")
_YEAR_SIGN = re.compile(r"\s*(?:г\.?|ж\.?)$")  # «12.10.2026 г.», «12.10.2026-ж.»


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A line that can be read: the application, the number and the date that its letter was given."""

    line: int
    application_id: int
    number: str
    registered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A line that cannot be read or carried out, as it was, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lines:
    """What a list says, line by line."""

    letters: list[Letter]
    refused: list[RefusedLine]


class Unreadable(ValueError):
    """The list as a whole cannot be taken; the message says why."""


def decoded(content: bytes) -> str:
    """The text of a file, in the two encodings in which spreadsheets write our letters. Raises Unreadable."""
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The file is not a text. Save the sheet as CSV and choose it again."))


def read(text: str) -> Lines:
    """Each line with three parts (application, number, date) becomes a letter or a refusal; empty lines and a line with
    the names of the columns are passed over. Raises Unreadable."""
    lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip(" ;,\t")]
    if len(lines) > MOST_LINES:
        raise Unreadable(
            _("There are %(count)s lines; at most %(limit)s can be registered at once.")
            % {"count": len(lines), "limit": MOST_LINES}
        )
    found = Lines([], [])
    for position, (place, line) in enumerate(lines):
        parts = _parts(line)
        if position == 0 and not any(character.isdigit() for character in line):
            continue
        try:
            found.letters.append(_letter(place, parts))
        except Unreadable as refusal:
            found.refused.append(RefusedLine(line=place, text=line.strip(), reason=str(refusal)))
    return _without_repetitions(found)


def _parts(line: str) -> list[str]:
    separator = next((mark for mark in ("\t", ";", ",") if mark in line), None)
    return [part.strip().strip('"').strip() for part in line.split(separator)]


def _letter(place: int, parts: list[str]) -> Letter:
    if len(parts) < 3 or any(parts[3:]):
        raise Unreadable(_("Three parts are needed: ID of the application, number, date."))
    application, number, day = parts[:3]
    if not (digits := application.removeprefix("№").strip()).isascii() or not digits.isdigit() or len(digits) > 15:
        raise Unreadable(_("“%(text)s” is not the ID of an application.") % {"text": application})
    if not number:
        raise Unreadable(_("The number is missing."))
    if len(number) > LONGEST_NUMBER:
        raise Unreadable(_("The number is longer than %(limit)s characters.") % {"limit": LONGEST_NUMBER})
    return Letter(line=place, application_id=int(digits), number=number, registered_on=_day(day))


def _day(text: str) -> date:
    plain = _YEAR_SIGN.sub("", text).rstrip("-").strip()
    for pattern in _FORMATS:
        try:
            day = datetime.strptime(plain, pattern).date()  # noqa: DTZ007 -- a day on a letter has no time zone
        except ValueError:
            continue
        if day > timezone.localdate():
            raise Unreadable(_("The date in the SED cannot be in the future."))
        return day
    raise Unreadable(_("“%(text)s” is not a date. Write it like this: 02.09.2026.") % {"text": text})


def _without_repetitions(found: Lines) -> Lines:
    """An application that stands in two lines is refused in both: nobody can tell which is right."""
    lines: dict[int, list[int]] = {}
    for letter in found.letters:
        lines.setdefault(letter.application_id, []).append(letter.line)
    refused = [*found.refused, *_repeated(found.letters, lines)]
    once = [letter for letter in found.letters if len(lines[letter.application_id]) == 1]
    return Lines(once, sorted(refused, key=lambda line: line.line))


def _repeated(letters: list[Letter], lines: dict[int, list[int]]) -> Iterator[RefusedLine]:
    for letter in letters:
        if others := [str(line) for line in lines[letter.application_id] if line != letter.line]:
            yield RefusedLine(
                line=letter.line,
                text=f"{letter.application_id} {letter.number} {letter.registered_on:%d.%m.%Y}",
                reason=_("The same application stands in line %(lines)s as well.") % {"lines": ", ".join(others)},
            )
