import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.plain import visible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Өзгөн", "Өзгөн"),
        ("и\u0306", "й"),
        ("a\tb\u00a0c\u202fd", "a b c d"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("so\u00adft\u200b zero\ufeff", "soft zero"),
        ("\u202eexe.pdf", "exe.pdf"),
        ("bell\x07 nul\x00", "bell nul"),
        ("«— № “quotes”»", "«— № “quotes”»"),
        ("\ud800", ""),
    ],
)
def test_what_nobody_can_see_is_dropped(typed, kept):
    assert visible(typed) == kept


@given(st.text(st.characters(codec=None)))
def test_a_visible_text_stays_as_it_is(text):
    once = visible(text)
    assert visible(once) == once
    assert all(sign == "\n" or unicodedata.category(sign)[0] != "C" for sign in once)
