"""Lists that people bring as a file of a spreadsheet: CSV in the encodings of our country, or XLSX; as texts."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.exports import defused

MOST_BYTES = 1_000_000
MOST_UNPACKED = 20_000_000
MOST_ROWS, MOST_COLUMNS = 500, 50
_ENCODINGS = ("utf-8-sig", "cp1251")
_ZIP = b"PK\x03\x04"


class Unreadable(ValueError):
    """The file as a whole cannot be taken; the message says why."""


def rows_of(upload: UploadedFile) -> list[list[str]]:
    """The rows of the first sheet as texts without blanks around them, empty rows left out. Raises Unreadable."""
    if (upload.size or 0) > MOST_BYTES:
        raise Unreadable(_("The file is too large: at most 1 MB."))
    content = upload.read()
    read = _xlsx if content.startswith(_ZIP) else _csv
    rows = [row for row in read(content) if any(row)]
    if not rows:
        raise Unreadable(_("The file is empty."))
    return rows


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from _limited(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unreadable(_("The file is damaged: a quotation mark is missing. Save the sheet again.")) from error


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("The file is neither a CSV nor an XLSX. Save the sheet as one of them and choose it again."))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(_checked(content)), read_only=True, data_only=True)
        yield from _limited(book.worksheets[0].iter_rows(values_only=True))
    except Unreadable:
        raise
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise Unreadable(_("The file is damaged. Open it in the spreadsheet and save it again.")) from error


def _checked(content: bytes) -> bytes:
    """The file, if it does not swell when it is unpacked."""
    with ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > MOST_UNPACKED:
        raise Unreadable(_("The file is too large: at most 1 MB."))
    return content


def _limited(rows: Any) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise Unreadable(_("The file has too many rows: at most %(most)s at once.") % {"most": MOST_ROWS})
        yield [_text(cell) for cell in row[:MOST_COLUMNS]]


def _text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without a fraction, dates with points, no defused formula."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text
