"""Why a file is refused: each reason has its own sentence that says what to do."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.uploads.formats import Format


class Refused(ValidationError):
    """The file is not taken; the message is meant for the person who chose it."""


_SENTENCES = {
    "empty": _("The file is empty. Choose another file."),
    "encrypted": _("The file is protected by a password. Save it without a password and choose it again."),
    "damaged": _("The file is damaged and cannot be opened. Open it on your computer, save it again and choose it."),
    "not_readable": _("The file is too complex to be checked. Save or scan it again in a simpler form."),
    "extra_data": _("The file carries something else hidden behind its end. Save or scan it again."),
    "active_content": _(
        "The file contains scripts, macros or attached files. Print it to a PDF or scan it and choose the new file."
    ),
    "old_office": _("This is an old Office format or a file with a password. Save it as DOCX, XLSX or PDF."),
    "no_room": _("The server has no room for files now. Nothing that you typed is lost: try again later."),
    "not_stored": _("The file could not be stored now. Nothing that you typed is lost: try again later."),
    "infected": _("A virus was found in the file. Choose another file and check your computer."),
    "name": _("The name of the file does not end with its type, for example “.pdf”. Rename the file."),
}


def refused(code: str) -> Refused:
    """The refusal with the sentence of this code."""
    return Refused(_SENTENCES[code], code=code)


def too_large(limit: int) -> Refused:
    return Refused(
        _("The file is larger than %(limit)s. Make it smaller, for example with a lower resolution of the scan."),
        code="too_large",
        params={"limit": filesizeformat(limit)},
    )


def over_quota(room: int) -> Refused:
    return Refused(
        _("There is only %(room)s left for files of your organization. Make the file smaller, or give a link instead."),
        code="over_quota",
        params={"room": filesizeformat(max(room, 0))},
    )


def wrong_type(allowed: Iterable[Format]) -> Refused:
    labels = ", ".join(kind.label for kind in allowed)
    return Refused(
        _("This type of file cannot be taken. Choose one of these: %(types)s."),
        code="wrong_type",
        params={"types": labels},
    )


def wrong_extension(found: Format) -> Refused:
    return Refused(
        _("The content of the file is %(type)s, but its name says something else. Rename the file, choose it again."),
        code="wrong_extension",
        params={"type": found.label},
    )


def too_many_pages(limit: int) -> Refused:
    return Refused(
        _("The file has more than %(limit)s pages. Divide it into parts."),
        code="too_many_pages",
        params={"limit": limit},
    )


def too_many_pixels(limit: int) -> Refused:
    return Refused(
        _("The picture has more than %(limit)s megapixels. Make it smaller and choose it again."),
        code="too_many_pixels",
        params={"limit": limit // 1_000_000},
    )
