import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from records import files
from records.comparison import Match, compare
from records.files import Damaged
from records.models import Document
from tests.factories.records import fixed_document, sealed_document

pytestmark = pytest.mark.django_db


def chunks(content, size=1000):
    return [content[place : place + size] for place in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 999, 10**9])
def test_each_kind_of_file_is_told_apart(size):
    document = sealed_document()
    original, sealed = files.original_of(document), files.sealed_of(document)
    changed = original[:-1] + bytes([original[-1] ^ 1])
    grown = sealed + b"stamp"
    name = default_storage.save("documents/grown.pdf", ContentFile(grown))
    later = {"sealed_file": name, "sealed_sha256": files.digest(grown), "sealed_length": len(grown)}
    expected = [
        (sealed, Match.SEALED),
        (original, Match.ORIGINAL),
        (sealed + b"x", Match.EXTENDED),
        (original + b"x", Match.EXTENDED),
        (changed, Match.OTHER),
        (changed + b"x", Match.OTHER),
        (original[:-1], Match.OTHER),
        (b"", Match.OTHER),
    ]
    assert [compare(document, chunks(content, size)) for content, _match in expected] == [
        match for _c, match in expected
    ]
    Document.objects.filter(pk=document.pk).update(seal_level="B-T", **later)
    document.refresh_from_db()
    assert compare(document, chunks(sealed, size)) == Match.EARLIER
    assert compare(document, chunks(grown, size)) == Match.SEALED


def test_before_the_seal_there_is_only_the_original():
    document = fixed_document()
    original = files.original_of(document)
    assert compare(document, [original]) == Match.ORIGINAL
    assert compare(document, [original, b"x"]) == Match.EXTENDED


def test_a_comparison_that_needs_a_damaged_file_says_so():
    document = sealed_document()
    original = files.original_of(document)
    default_storage.delete(document.sealed_file.name)
    assert compare(document, [original]) == Match.ORIGINAL
    with pytest.raises(Damaged):
        compare(document, [original, b"x"])
