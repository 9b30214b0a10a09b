"""What the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, transaction

from records import services
from records.models import Document
from tests.factories.records import fixed_document, new_document, sealed_document

pytestmark = pytest.mark.django_db

FIXED = {
    "public_id": "x" * 24,
    "kind": "x",
    "title_ky": "x",
    "title_ru": "x",
    "number": "x",
    "dated_on": "2020-01-01",
    "organization_id": 1,
    "template": "x",
    "skeleton": 9,
    "revision": 9,
    "printed": 9,
    "file": "x",
    "sha256": "F" * 64,
    "length": 1,
}


def refused(document, **changes):
    with pytest.raises(DatabaseError, match="Evidence is kept as it is"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**changes)


@pytest.mark.parametrize("column", sorted(FIXED))
def test_a_fixed_document_keeps_what_was_fixed(column):
    refused(fixed_document(), **{column: FIXED[column]})


def test_no_document_is_deleted():
    document = new_document()
    with pytest.raises(DatabaseError, match="Evidence is kept"), transaction.atomic():
        document.delete()


@pytest.mark.parametrize(("column", "value"), [("sealed_file", "x"), ("sealed_sha256", "F" * 64), ("sealed_length", 1)])
def test_a_sealed_file_stays(column, value):
    refused(sealed_document(), **{column: value})


def test_a_sealed_file_may_grow_by_its_time_stamp_once():
    document = sealed_document()
    grown = {"sealed_sha256": "A" * 64, "sealed_length": document.sealed_length + 1, "seal_level": "B-T"}
    Document.objects.filter(pk=document.pk).update(**grown)
    refused(document, sealed_sha256="B" * 64, sealed_length=document.sealed_length + 2, seal_level="B-T")


def test_a_document_without_a_hash_is_not_fixed():
    document = new_document()
    with pytest.raises(DatabaseError, match="fixed_documents_are_printed"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(state="fixed")


@pytest.mark.parametrize("sha256", ["", "abc", "f" * 64])
def test_a_printed_document_has_an_upper_case_hash(sha256):
    document = new_document(draft=True)
    changes = {"sha256": sha256, "length": 5, "file": "x", "printed": 1}
    with pytest.raises(DatabaseError, match="printed_documents_have_a_hash"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**changes)


def test_a_draft_may_change():
    draft = new_document(draft=True)
    Document.objects.filter(pk=draft.pk).update(number="8")
    assert services.discard_document(draft, by=draft.created_by).number == "8"
