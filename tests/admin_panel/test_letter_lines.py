from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from admin_panel.letter_lines import MOST_LINES, Letter, Unreadable, decoded, read

DAY = date(2026, 9, 2)


def letter(line=1, application_id=32862, number="04-12/1523", on=DAY):
    return Letter(line=line, application_id=application_id, number=number, registered_on=on)


def reasons(text):
    return [line.reason for line in read(text).refused]


@pytest.mark.parametrize(
    "text",
    [
        "32862\t04-12/1523\t02.09.2026",
        "32862;04-12/1523;02.09.2026",
        "32862,04-12/1523,02.09.2026",
        '"32862";"04-12/1523";"02.09.2026"',
        "№ 32862 ; 04-12/1523 ; 2026-09-02",
        "32862;04-12/1523;02.09.26",
        "32862;04-12/1523;02/09/2026",
        "32862;04-12/1523;02.09.2026 г.",
        "32862;04-12/1523;02.09.2026-ж.",
        "32862;04-12/1523;02.09.2026;;",
    ],
)
def test_a_line_is_read_as_spreadsheets_and_people_write_it(text):
    assert read(text).letters == [letter()]
    assert read(text).refused == []


def test_a_tab_separates_before_commas_and_semicolons():
    assert read("32862\t04;12,1523\t02.09.2026").letters == [letter(number="04;12,1523")]


def test_the_names_of_the_columns_and_empty_lines_are_passed_over():
    found = read("ID;Номер;Күнү\n\n;;\n32862;04-12/1523;02.09.2026\n")
    assert found.letters == [letter(line=4)]
    assert found.refused == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("32862;04-12/1523", "Three parts are needed: ID of the application, number, date."),
        ("32862;04-12/1523;02.09.2026;да", "Three parts are needed: ID of the application, number, date."),
        ("мектеп 7;04-12/1523;02.09.2026", "“мектеп 7” is not the ID of an application."),
        ("٣٢;04-12/1523;02.09.2026", "“٣٢” is not the ID of an application."),
        ("9999999999999999;1;02.09.2026", "“9999999999999999” is not the ID of an application."),
        ("32862;;02.09.2026", "The number is missing."),
        (f"32862;{'1' * 51};02.09.2026", "The number is longer than 50 characters."),
        ("32862;1;31.02.2026", "“31.02.2026” is not a date. Write it like this: 02.09.2026."),
        ("32862;1;кечээ", "“кечээ” is not a date. Write it like this: 02.09.2026."),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text, reason):
    found = read(text)
    assert found.letters == []
    assert [(line.line, line.text, line.reason) for line in found.refused] == [(1, text, reason)]


def test_a_letter_does_not_come_from_the_future():
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert reasons(f"7;1;{tomorrow:%d.%m.%Y}") == ["The date in the SED cannot be in the future."]
    assert read(f"7;1;{timezone.localdate():%d.%m.%Y}").letters


def test_an_application_in_two_lines_is_refused_in_both():
    found = read("7;1;02.09.2026\n8;2;02.09.2026\n7;3;02.09.2026\nx;4;02.09.2026")
    assert [line.application_id for line in found.letters] == [8]
    assert [line.line for line in found.refused] == [1, 3, 4]
    assert found.refused[0].reason == "The same application stands in line 3 as well."


def test_too_many_lines_are_refused_as_a_whole():
    with pytest.raises(Unreadable, match="501"):
        read("1;1;02.09.2026\n" * (MOST_LINES + 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding):
    assert decoded("Номер; күнү".replace("ү", "у").encode(encoding)) == "Номер; куну"


def test_what_is_no_text_is_refused():
    with pytest.raises(Unreadable, match="CSV"):
        decoded(b"\xd0\x98\x98\xff")


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_and_no_line_gets_lost(text):
    found = read(text)
    kept = [line for line in text.splitlines() if line.strip(" ;,\t")]
    assert len(kept) - 1 <= len(found.letters) + len(found.refused) <= len(kept)
