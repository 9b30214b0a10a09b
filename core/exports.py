"""Lists as files that a spreadsheet opens rightly: Cyrillic, dates as dates, and no cell taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BOM = "\ufeff"
_WIDEST, _NARROWEST = 60, 8


class Kind(StrEnum):
    """The two kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {Kind.CSV: "text/csv; charset=utf-8", Kind.XLSX: sheet}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list as it is written out: the heads of its columns and its rows, each as long as the head."""

    title: str
    columns: Sequence[str | Promise]
    rows: Iterable[Sequence[Any]]


def defused(value: Any) -> Any:
    """The value as a cell may hold it: text that a spreadsheet would run as a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return value
    text = _UNPRINTABLE.sub("", str(value))
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def written(sheet: Sheet, kind: Kind) -> bytes:
    """The whole file."""
    return _csv(sheet) if kind is Kind.CSV else _xlsx(sheet)


def answer(sheet: Sheet, kind: Kind, name: str) -> HttpResponse:
    """The file as an answer to be saved under `name` and its ending."""
    return attached(written(sheet, kind), kind, name)


def attached(content: bytes, kind: Kind, name: str) -> HttpResponse:
    """A file that was written before, as an answer to be saved."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    headers = {"Content-Disposition": disposition or "attachment", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind.content_type, headers=headers)


def _csv(sheet: Sheet) -> bytes:
    """With the mark by which spreadsheets know UTF-8, and semicolons, as they expect in our languages."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(column) for column in sheet.columns])
    writer.writerows([_as_text(defused(value)) for value in row] for row in sheet.rows)
    return (_BOM + target.getvalue()).encode()


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


def _xlsx(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    page.title = re.sub(r"[\\/*?:\[\]]", " ", sheet.title)[:31]
    widths = [_NARROWEST] * len(sheet.columns)
    for number, row in enumerate(_with_head(sheet), start=1):
        cells = [_cell(page, defused(value), is_head=number == 1) for value in row]
        widths = [max(width, len(str(cell.value or ""))) for width, cell in zip(widths, cells, strict=True)]
        page.append(cells)
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = min(width + 2, _WIDEST)
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _with_head(sheet: Sheet) -> Iterator[Sequence[Any]]:
    yield sheet.columns
    yield from sheet.rows


def _cell(page: Any, value: Any, *, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_head:
        cell.font = Font(bold=True)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "DD.MM.YYYY HH:MM" if isinstance(value, datetime) else "DD.MM.YYYY"
    return cell
