"""A whole list of letters held against the applications: what can be registered, and what not and why."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.applications import Action
from accreditation.models import Application
from accreditation.selectors import desk as selectors
from accreditation.services import intake
from accreditation.workflow.applications import APPLICATION
from admin_panel.letter_lines import Letter, Lines, RefusedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A letter and its application; `doubt` says where the number occurs a second time in the year."""

    letter: Letter
    application: Application
    doubt: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be registered, and the lines that would not."""

    entries: list[Entry]
    refused: list[RefusedLine]

    @property
    def has_doubts(self) -> bool:
        return any(entry.doubt for entry in self.entries)


def checked(lines: Lines, *, by: Acting) -> Preview:
    """Each letter beside the application that it would register, in a constant number of queries."""
    wanted = [letter.application_id for letter in lines.letters]
    known = selectors.on_desk(by).select_related("organization").in_bulk(wanted)
    doubts = _doubts(lines.letters)
    entries, refused = [], list(lines.refused)
    for letter in lines.letters:
        application = known.get(letter.application_id)
        if reason := _refusal(letter, application, by):
            text = f"{letter.application_id} {letter.number} {letter.registered_on:%d.%m.%Y}"
            refused.append(RefusedLine(line=letter.line, text=text, reason=reason))
        else:
            assert application is not None  # noqa: S101 -- _refusal has said so
            entries.append(Entry(letter=letter, application=application, doubt=doubts.get(letter.line, "")))
    return Preview(entries, sorted(refused, key=lambda line: line.line))


def register_all(preview: Preview, *, with_doubts: bool, by: Acting) -> int:
    """Every letter of the preview is registered, the doubtful ones only `with_doubts`; returns how many."""
    sure = [entry for entry in preview.entries if with_doubts or not entry.doubt]
    for entry in sure:
        intake.register(entry.application, number=entry.letter.number, on=entry.letter.registered_on, by=by)
    return len(sure)


def _refusal(letter: Letter, application: Application | None, by: Acting) -> str | None:
    if application is None:
        return _("There is no application with this ID.")
    if application.registration_number:
        same = (application.registration_number, application.registered_on) == (letter.number, letter.registered_on)
        if same:
            return _("It is registered under this number already.")
        return _("It is registered already under the number %(number)s. Correct it on the page of the application.") % {
            "number": application.registration_number
        }
    return APPLICATION[Action.REGISTER].reason(by, application)


def _doubts(letters: list[Letter]) -> dict[int, str]:
    """By line: the number stands in this list twice, or another application of the year has it."""
    in_list = Counter((letter.number.lower(), letter.registered_on.year) for letter in letters)
    taken = selectors.numbers_taken({letter.number for letter in letters})
    found = {}
    for letter in letters:
        key = (letter.number.lower(), letter.registered_on.year)
        if application := taken.get(key):
            names = {"application": application, "organization": application.organization.short_name}
            found[letter.line] = (
                _("Application %(application)s has this number in the same year: %(organization)s.") % names
            )
        elif in_list[key] > 1:
            found[letter.line] = _("The number stands in this list more than once.")
    return found
