import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.uploads.names import extension, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("устав.pdf", "устав.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Айгүл\\устав.pdf", "устав.pdf"),
        ("устав\x00.pdf", "устав.pdf"),
        ("устав\u202efdp.exe", "уставfdp.exe"),
        ("  мектеп\t \n уставы .pdf ", "мектеп уставы .pdf"),
        ("и\u0306.pdf", "й.pdf"),
        ("...", "file"),
        ("", "file"),
        ("\u200b", "file"),
        ("й" * 300 + ".pdf", "й" * 116 + ".pdf"),
        ("й" * 300, "й" * 120),
    ],
)
def test_a_name_is_shown_without_what_deceives(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.pdf.exe", "exe"), ("устав", ""), ("a.b/c", ""), (".pdf", "")]
)
def test_the_ending_is_what_stands_after_the_last_dot(name, ending):
    assert extension(name) == ending


@given(st.text(max_size=400))
@example("/" * 10)
@example("x." + "y" * 200)
def test_a_shown_name_is_short_visible_and_no_path(name):
    shown = shown_name(name)
    assert 0 < len(shown) <= 120
    assert "/" not in shown
    assert "\\" not in shown
    assert shown == shown_name(shown)
