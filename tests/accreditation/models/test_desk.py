import re

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.models import Export, Label, Note, ReturnParagraph, SavedSearch, Seen
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick

pytestmark = pytest.mark.usefixtures("case")


def refused_by(name):
    return pytest.raises(IntegrityError, match=re.escape(name))


def refused(constraint, model, /, **columns):
    with refused_by(constraint), transaction.atomic():
        model.objects.create(**columns)


def test_a_note_says_something():
    refused("note_says_something", Note, application=quick(), text="", by=UserFactory())


def test_a_label_stands_once_whatever_its_letters():
    Label.objects.create(name="Шашылыш")
    refused("label_once", Label, name="ШАШЫЛЫШ")
    refused("label_says_something", Label, name="")


def test_labels_stand_in_the_order_of_the_alphabet():
    for name in ("Өзгөн", "Ош", "Нарын", "Ңур"):
        Label.objects.create(name=name)
    assert [label.name for label in Label.objects.all()] == ["Нарын", "Ңур", "Ош", "Өзгөн"]


def test_a_search_and_a_look_are_kept_once_by_each_person():
    person, application = UserFactory(), quick()
    SavedSearch.objects.create(owner=person, name="Менин", query="")
    refused("search_saved_once", SavedSearch, owner=person, name="Менин", query="x")
    Seen.objects.create(person=person, application=application)
    refused("seen_once", Seen, person=person, application=application)


def test_shipped_paragraphs_stand_once_others_as_often_as_one_likes():
    texts = {"title_ky": "а", "title_ru": "а", "text_ky": "а", "text_ru": "а"}
    ReturnParagraph.objects.create(key="x", **texts)
    refused("shipped_paragraph_once", ReturnParagraph, key="x", **texts)
    ReturnParagraph.objects.create(**texts)
    ReturnParagraph.objects.create(**texts)


def test_an_export_is_written_with_its_moment_under_a_random_name():
    asked = {"owner": UserFactory(), "kind": "csv", "query": "", "language": "ky", "rows": 1}
    refused("export_written_into_a_file", Export, **asked, written_at=timezone.now())
    written = Export.objects.create(**asked, written_at=timezone.now(), file=ContentFile(b"x", name="x"))
    assert re.fullmatch(r"exports/[0-9a-f]{32}", written.file.name)
