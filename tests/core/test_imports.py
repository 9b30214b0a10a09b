import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from core import exports, imports

ROWS = [["ПИН", "Фамилия"], ["22304196679199", "Өмүралиева"]]


def uploaded(content, name="people.csv"):
    return SimpleUploadedFile(name, content)


def sheet(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return uploaded(target.getvalue(), "people.xlsx")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_whatever_parts_its_cells(delimiter, encoding):
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    assert imports.rows_of(uploaded(text.encode(encoding))) == ROWS


def test_a_csv_of_an_old_spreadsheet_is_read():
    assert imports.rows_of(uploaded("ПИН;Фамилия\r\n1;Асанов".encode("cp1251"))) == [
        ["ПИН", "Фамилия"],
        ["1", "Асанов"],
    ]


def test_a_sheet_gives_numbers_dates_and_texts_as_people_type_them():
    rows = imports.rows_of(sheet([["a", "b", "c", "d"], [22304196679199, 6.0, date(2027, 5, 1), None]]))
    assert rows == [["a", "b", "c", "d"], ["22304196679199", "6", "01.05.2027", ""]]


@pytest.mark.parametrize("kind", exports.Kind)
def test_what_was_exported_is_read_again(kind):
    rows = [["=1+1", "Өмүралиева", "ordinary 'text'"]]
    content = exports.written(exports.Sheet(title="x", columns=["a", "b", "c"], rows=rows), kind)
    assert imports.rows_of(uploaded(content)) == [["a", "b", "c"], *rows]


def test_empty_rows_and_blanks_are_left_out():
    assert imports.rows_of(uploaded(b" a ; b \r\n;\r\n\r\n c ;")) == [["a", "b"], ["c", ""]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\r\n;;\r\n", "empty"),
        (b"\xff\xfe\x00\x98\x00", "neither"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b'a;"b\r\n', "damaged"),
        (b"a\n" * 600, "too many rows"),
        (b"x" * 1_000_001, "too large"),
    ],
)
def test_what_cannot_be_read_says_why(content, reason):
    with pytest.raises(imports.Unreadable, match=reason):
        imports.rows_of(uploaded(content))
