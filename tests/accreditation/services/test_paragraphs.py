import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from accreditation.enums.desk import DeskAct
from accreditation.models import ReturnParagraph
from accreditation.services import paragraphs
from records.models import JournalEntry


@pytest.fixture
def loaded(db):
    return paragraphs.load_reference()["paragraphs for returns"]


def test_the_paragraphs_of_the_file_are_loaded_once(loaded):
    assert loaded == ReturnParagraph.objects.count() >= 8
    assert paragraphs.load_reference() == {"paragraphs for returns": 0}


def test_each_is_whole_in_both_languages_and_keeps_its_place(loaded):
    rows = list(ReturnParagraph.objects.in_use())
    assert [row.place for row in rows] == list(range(1, loaded + 1))
    for row in rows:
        row.full_clean()
        assert row.text_ky != row.text_ru


def test_what_an_administrator_changed_stays(loaded, case):
    row = ReturnParagraph.objects.first()
    row.text_ky = "Министрликтин өз сөзү менен жазылган абзац"
    paragraphs.keep(row, by=case.by_administrator)
    paragraphs.load_reference()
    row.refresh_from_db()
    assert row.text_ky == "Министрликтин өз сөзү менен жазылган абзац"
    entry = JournalEntry.objects.get(action=DeskAct.PARAGRAPH_SAVED)
    assert entry.changes["text_ky"] == row.text_ky


def test_put_aside_and_offered_again(loaded, case):
    row = ReturnParagraph.objects.first()
    assert paragraphs.turn(row, by=case.by_administrator).retired_at
    assert ReturnParagraph.objects.in_use().count() == loaded - 1
    assert paragraphs.turn(row, by=case.by_administrator).retired_at is None
    acts = list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))
    assert acts[-2:] == [DeskAct.PARAGRAPH_RETIRED, DeskAct.PARAGRAPH_SAVED]


@pytest.mark.parametrize("verb", [paragraphs.keep, paragraphs.turn])
def test_a_specialist_does_not_change_the_table(loaded, case, verb):
    with pytest.raises(PermissionDenied):
        verb(ReturnParagraph.objects.first(), by=case.by_specialist)


@pytest.mark.parametrize(("language", "name"), [("ky", "title_ky"), ("ru", "title_ru")])
def test_it_is_named_in_the_readers_language(loaded, language, name):
    row = ReturnParagraph.objects.first()
    with override(language):
        assert str(row) == getattr(row, name)
