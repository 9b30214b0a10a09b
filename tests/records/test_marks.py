"""Copies of what not everybody has signed yet bear the mark of a draft; the bytes that are signed never do."""

import pypdfium2
import pytest
from django.core.cache import cache
from django.urls import reverse

from records import files, marks
from records.enums import DocumentState
from tests.acting import sign_in
from tests.factories.records import fixed_document, new_document, order_context

pytestmark = pytest.mark.django_db


def words(pdf):
    """What each page says, without the spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def asking():
    """An order that asks for the mark, printed, with several pages."""
    context = order_context(members=[f"Мугалим {number}" for number in range(60)])
    return fixed_document(context=context | {marks.MARKED: True})


def test_each_page_of_a_copy_bears_the_mark_in_both_languages_and_all_that_it_said():
    document = asking()
    before = files.original_of(document)
    plain, copy = words(before), words(marks.marked(before))
    assert len(copy) == len(plain) > 1
    for said, marked in zip(plain, copy, strict=True):
        assert ("ДОЛБООР" in marked, "ПРОЕКТ" in marked, "ДОЛБООР" in said) == (True, True, False)
        assert len(marked) == len(said) + len("ДОЛБООРПРОЕКТ")
    assert files.original_of(document) == before


def test_the_mark_is_printed_once_for_all_copies(monkeypatch):
    content = files.original_of(asking())
    cache.clear()
    first = marks.marked(content)
    monkeypatch.setattr(marks, "Typesetter", None)
    assert words(marks.marked(content)) == words(first)


@pytest.mark.parametrize("state", DocumentState)
@pytest.mark.parametrize("asks", [True, False])
def test_only_what_asks_for_it_and_waits_for_signatures_is_marked(state, asks):
    document = new_document(context=order_context() | ({marks.MARKED: True} if asks else {}))
    document.state = state
    assert marks.is_marked(document) == (asks and state == DocumentState.FIXED)


def test_the_reader_is_told_and_gets_the_marked_copy(client, settings):
    document = asking()
    settings.DOCUMENT_READERS = ["tests.records.test_views.of_my_organization"]
    sign_in(client, document.created_by, inn="00708201710169", organization_id=12)
    card = client.get(reverse("records:document", args=[document.public_id]))
    assert "долбоор деген белги" in card.text
    answer = client.get(reverse("records:document_file", args=[document.public_id]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert all("ДОЛБООР" in page for page in words(answer.content))
