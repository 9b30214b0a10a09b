import pytest

from accreditation.models import ReturnParagraph
from accreditation.services.paragraphs import load_reference

LIST = "/ministry/return-paragraphs/"
WORDS = {
    "title_ky": "Жооптор жок",
    "text_ky": "Отчетто жооптор жок, толтуруп бериңиз.",
    "title_ru": "Нет ответов",
    "text_ru": "В отчёте нет ответов, заполните их.",
    "place": "3",
}


@pytest.fixture
def paragraph(db):
    load_reference()
    return ReturnParagraph.objects.first()


def test_all_are_read_in_both_languages(ministry, paragraph):
    page = ministry.get(LIST)
    assert paragraph.text_ky in page.text
    assert paragraph.text_ru in page.text


def test_one_is_added_and_changed(ministry, paragraph):
    ministry.post(f"{LIST}add/", WORDS)
    added = ReturnParagraph.objects.get(title_ky="Жооптор жок")
    ministry.post(f"{LIST}{added.pk}/", WORDS | {"title_ru": "Ответов нет"})
    added.refresh_from_db()
    assert added.title_ru == "Ответов нет"


@pytest.mark.parametrize("name", ["title_ky", "text_ky", "title_ru", "text_ru"])
def test_neither_language_may_be_missing(ministry, paragraph, name):
    page = ministry.post(f"{LIST}add/", WORDS | {name: ""})
    assert (page.status_code, bool(page.context["form"].errors[name])) == (422, True)


@pytest.mark.parametrize(("text", "said"), [("аз", "at least ten characters"), ("x" * 1501, "is too many")])
def test_a_text_has_a_decent_length(ministry, paragraph, text, said):
    page = ministry.post(f"{LIST}{paragraph.pk}/", WORDS | {"text_ru": text})
    assert (page.status_code, said in page.text) == (422, True)


def test_put_aside_it_stands_apart_and_comes_back(ministry, paragraph):
    page = ministry.post(f"{LIST}{paragraph.pk}/retire/", follow=True)
    assert list(page.context["retired"]) == [paragraph]
    page = ministry.post(f"{LIST}{paragraph.pk}/retire/", follow=True)
    assert list(page.context["retired"]) == []


def test_without_paragraphs_the_page_teaches(ministry):
    assert "No paragraph is offered" in ministry.get(LIST).text
