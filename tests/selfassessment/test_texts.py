import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassessment import texts


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("ңөү", 3),
        ("а\r\nб", 3),
        ("а\nб", 3),
        ("а\rб", 3),
        ("а\r\n\r\nб", 4),
        ("\r\n \r\n", 0),
        (" а ", 1),
        ("😀", 1),
        ("👩‍🏫", 3),
        ("й", 1),
        ("\u0438\u0306", 1),
        ("а" * 500, 500),
    ],
)
def test_composed_code_points_are_counted_and_a_line_ends_once(text, length):
    assert texts.length(text) == length


@given(st.text(alphabet="аң \r\n"))
def test_the_end_of_a_line_is_one_character_however_it_was_sent(text):
    stored = texts.normalized(text)
    assert "\r" not in stored
    assert texts.normalized(stored) == stored
    assert texts.length(text) == texts.length(stored) == len(stored.strip())
    assert texts.normalized(stored.replace("\n", "\r\n")) == stored


@pytest.mark.parametrize(("text", "empty"), [("", True), (" \n\t ", True), ("а", False), (" а ", False)])
def test_spaces_say_nothing(text, empty):
    assert texts.is_empty(text) is empty
