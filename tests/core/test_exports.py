import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.exports import Kind, Sheet, answer, defused, written

FORMULAS = ["=1+1", "+996 312 000000", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =HYPERLINK(1)", "\n=1"]
SCHOOL = 'Өзгөн шаарындагы №7 мектеп; «Ала-Тоо», "ңөү"'


def sheet(*rows):
    return Sheet(title="Арыздар: [2026]", columns=["ID", gettext_lazy("Organization"), "Берилген"], rows=rows)


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content):
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_is_text(text):
    assert defused(text).startswith("'")


@pytest.mark.parametrize("value", [0, 7, -5, 1.5, date(2026, 9, 1), "мектеп", "a=b", "7-мектеп"])
def test_harmless_values_stay_as_they_are(value):
    assert defused(value) == value


def test_nothing_and_truth_are_written_as_words():
    assert (defused(None), defused(True)) == ("", "True")


@given(st.text())
def test_no_text_becomes_a_formula_or_breaks_the_file(text):
    cell = defused(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert not any(ord(letter) < 32 and letter not in "\t\r\n" for letter in cell)


def test_a_moment_is_local_time():
    assert defused(datetime(2026, 9, 1, 20, 30, tzinfo=UTC)).isoformat() == "2026-09-02T02:30:00"


def test_csv_is_read_back_as_it_was():
    rows = read_csv(
        written(sheet([7, SCHOOL, date(2026, 9, 1)], [8, "=1", datetime(2026, 9, 1, 8, 3, tzinfo=UTC)]), Kind.CSV)
    )
    assert rows[1:] == [["7", SCHOOL, "01.09.2026"], ["8", "'=1", "01.09.2026 14:03"]]


def test_csv_begins_with_the_mark_of_utf_8():
    assert written(sheet(), Kind.CSV).startswith(b"\xef\xbb\xbf")


def test_xlsx_is_read_back_with_its_types():
    rows = read_xlsx(written(sheet([7, SCHOOL, date(2026, 9, 1)], [8, "=1+1", None]), Kind.XLSX))
    assert rows[1][:2] == [7, SCHOOL]
    assert rows[1][2].date() == date(2026, 9, 1)
    assert rows[2][:2] == [8, "'=1+1"]


def test_xlsx_holds_no_formula():
    page = load_workbook(io.BytesIO(written(sheet([1, *FORMULAS[:2]]), Kind.XLSX))).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"n", "s"}


def test_xlsx_keeps_its_head_in_sight_under_a_lawful_title():
    page = load_workbook(io.BytesIO(written(sheet([1, "a", "b"]), Kind.XLSX))).active
    assert page.freeze_panes == "A2"
    assert page.title == "Арыздар   2026 "


@pytest.mark.parametrize("kind", Kind)
def test_the_answer_is_saved_under_its_name(kind):
    response = answer(sheet([1, "a", "b"]), kind, "arizdar-2026")
    assert response["Content-Disposition"] == f'attachment; filename="arizdar-2026.{kind}"'
    assert response["Content-Type"] == kind.content_type
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("kind", "read"), [(Kind.CSV, read_csv), (Kind.XLSX, read_xlsx)])
def test_an_empty_list_still_has_its_head(kind, read):
    assert len(read(written(sheet(), kind))) == 1
