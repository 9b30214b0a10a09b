"""The words of a stored page, and why there are none."""

import pytest
from django.utils import translation

from selfassessment.copies import LONGEST, why_failed, words_of
from selfassessment.models import LinkCopy, LinkCopyFile

PAGE = """<html><head><title>Сырткы</title><style>p { color: red }</style></head>
<body><!-- жашыруун --><script>alert(1)</script><h1>Окуу   планы</h1><p>2026 <b>жыл</b></p>
<noscript>x</noscript><template>y</template></body></html>"""


def copy(key="html", content_type="text/html; charset=utf-8"):
    return LinkCopy(content_type=content_type, file=LinkCopyFile(format_key=key))


def test_of_a_page_the_words_are_shown_and_nothing_that_runs():
    assert words_of(copy(), PAGE.encode()).split("\n") == ["Окуу планы", "2026", "жыл"]


@pytest.mark.parametrize(
    ("charset", "content_type"),
    [
        ("utf-8", "text/html; charset=utf-8"),
        ("windows-1251", "text/html; charset=windows-1251"),
        ("koi8-r", "text/html; charset=koi8-r"),
    ],
)
def test_the_encoding_is_the_one_that_the_site_named(charset, content_type):
    content = "<p>Мектептин планы</p>".encode(charset)
    assert words_of(copy(content_type=content_type), content) == "Мектептин планы"


@pytest.mark.parametrize("content_type", ["text/html; charset=rubbish", "text/html; charset=", "rubbish", ""])
def test_an_unknown_encoding_breaks_nothing(content_type):
    assert "plan" in words_of(copy(content_type=content_type), b"<p>plan</p>")
    assert words_of(copy("text", content_type), b"plan \xff") == "plan \ufffd"


@pytest.mark.parametrize("content", [b"", b"   ", b"<", b"<!-- x -->"])
def test_a_broken_page_has_no_words(content):
    assert words_of(copy(), content).strip(" <") == ""


def test_a_long_text_is_cut_on_the_page_only():
    assert len(words_of(copy("text", "text/plain"), b"x" * (LONGEST + 1))) == LONGEST
    assert len(words_of(copy(), b"<p>" + b"x" * (LONGEST + 1))) == LONGEST


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_failure_has_its_words(language):
    codes = ["status_404", "forbidden_address", "timeout", "too_large", "kind", "refused", "empty", "no_answer", "x"]
    with translation.override(language):
        said = [why_failed(code) for code in codes]
    assert all(said)
    assert "404" in said[0]
    assert len(set(said)) == len(codes) - 1  # what is unknown is a site that could not be reached
