import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassessment.differences import Kind, Piece, differences, is_changed

TEXTS = st.text(alphabet="аң б\n", max_size=60)
SAME, REMOVED, ADDED = Kind.SAME, Kind.REMOVED, Kind.ADDED


def said(before, after):
    return [(piece.kind, piece.text) for piece in differences(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("бир", "бир", [(SAME, "бир")]),
        ("", "бир эки", [(ADDED, "бир эки")]),
        ("бир эки", "", [(REMOVED, "бир эки")]),
        ("бир эки", "бир эки үч", [(SAME, "бир эки"), (ADDED, " үч")]),
        ("бир эки үч", "бир беш үч", [(SAME, "бир "), (REMOVED, "эки"), (ADDED, "беш"), (SAME, " үч")]),
        (
            "мектеп тууралуу маалымат жакшы",
            "мектеп жөнүндө кабар жакшы",
            [(SAME, "мектеп "), (REMOVED, "тууралуу маалымат"), (ADDED, "жөнүндө кабар"), (SAME, " жакшы")],
        ),
        ("бир\nэки", "бир эки", [(SAME, "бир"), (REMOVED, "\n"), (ADDED, " "), (SAME, "эки")]),
    ],
)
def test_people_read_which_words_changed(before, after, pieces):
    assert said(before, after) == pieces


def of(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_pieces(before, after):
    pieces = differences(before, after)
    assert of(pieces, SAME, REMOVED) == before
    assert of(pieces, SAME, ADDED) == after
    assert is_changed(pieces) == (before != after)
    assert all(piece.text for piece in pieces)


def test_texts_too_long_to_be_compared_word_by_word_are_compared_at_once():
    before, after = "башы " + "а б " * 2000 + "соңу", "башы " + "б а " * 2000 + "соңу"
    begun = time.monotonic()
    pieces = differences(before, after)
    assert time.monotonic() - begun < 1
    assert (of(pieces, SAME, REMOVED), of(pieces, SAME, ADDED)) == (before, after)
    assert (pieces[0].kind, pieces[-1]) == (SAME, Piece(SAME, " соңу"))


@given(TEXTS, TEXTS)
def test_the_coarse_comparison_keeps_both_texts_too(before, after):
    filler = "сөз " * 1200
    pieces = differences(filler + before, filler + after)
    assert (of(pieces, SAME, REMOVED), of(pieces, SAME, ADDED)) == (filler + before, filler + after)
