import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from accreditation.enums.calendar import TermKey, Unit
from accreditation.terms import Term, term, terms


def others(settings, key):
    return [text for text in settings.TERMS if not text.startswith(f"{key}=")]


def test_every_step_has_a_term_in_the_order_of_the_procedure():
    assert list(terms()) == list(TermKey)
    assert (term(TermKey.INTAKE).number, term(TermKey.INTAKE).unit) == (10, Unit.WORKING)


def test_a_changed_setting_holds(settings):
    settings.TERMS = [*others(settings, "intake"), "intake=14d"]
    assert term(TermKey.INTAKE) == Term(TermKey.INTAKE, 14, Unit.CALENDAR)


@pytest.mark.parametrize(
    "text", ["intake", "intake=", "intake=10", "intake=10x", "intake=-1w", "visit=10w", "INTAKE=1w"]
)
def test_what_is_no_term_is_named(settings, text):
    settings.TERMS = [*others(settings, "intake"), text]
    with pytest.raises(ImproperlyConfigured, match=text):
        terms()


def test_a_step_without_a_term_is_named(settings):
    settings.TERMS = [text for text in others(settings, "intake") if not text.startswith("appeal=")]
    with pytest.raises(ImproperlyConfigured, match="intake, appeal"):
        terms()


@pytest.mark.parametrize(
    ("language", "number", "unit", "words"),
    [
        ("ky", 10, Unit.WORKING, "10 жумуш күнү"),
        ("ru", 1, Unit.WORKING, "1 рабочий день"),
        ("ru", 3, Unit.WORKING, "3 рабочих дня"),
        ("ru", 180, Unit.CALENDAR, "180 календарных дней"),
        ("en", 1, Unit.CALENDAR, "1 calendar day"),
    ],
)
def test_a_term_in_words(language, number, unit, words):
    with override(language):
        assert Term(TermKey.INTAKE, number, unit).length == words


class TestBases:
    def write(self, settings, tmp_path, content):
        path = tmp_path / "bases.json"
        path.write_text(content, encoding="utf-8")
        settings.TERM_BASES = str(path)

    def test_a_legal_basis_in_the_readers_language(self, settings, tmp_path):
        self.write(settings, tmp_path, json.dumps({"intake": {"ky": "12-пункт", "ru": "пункт 12"}}))
        with override("ru"):
            assert term(TermKey.INTAKE).basis == "пункт 12"
            assert term(TermKey.APPEAL).basis == ""
        with override("ky"):
            assert term(TermKey.INTAKE).basis == "12-пункт"

    def test_a_basis_written_in_one_language_is_a_basis(self, settings, tmp_path):
        self.write(settings, tmp_path, json.dumps({"intake": {"ru": "пункт 12"}}))
        with override("ky"):
            assert term(TermKey.INTAKE).basis == "пункт 12"

    @pytest.mark.parametrize("content", ["", "[]", "{", '{"visit": {"ky": "x"}}', '{"intake": "x"}'])
    def test_what_can_not_be_read_is_said(self, settings, tmp_path, content):
        self.write(settings, tmp_path, content)
        with pytest.raises(ImproperlyConfigured, match="TERM_BASES"):
            terms()

    def test_a_file_that_is_not_there_is_said(self, settings, tmp_path):
        settings.TERM_BASES = str(tmp_path / "nowhere.json")
        with pytest.raises(ImproperlyConfigured, match="TERM_BASES"):
            terms()
