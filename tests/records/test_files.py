import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from records import files
from records.files import Damaged
from tests.factories.records import fixed_document, new_document, sealed_document

pytestmark = pytest.mark.django_db


def overwrite(name, content):
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def test_the_newest_file_is_the_sealed_one():
    assert files.newest_of(sealed_document()).startswith(files.original_of(fixed_document())[:8])
    document = sealed_document()
    assert files.newest_of(document) == files.sealed_of(document) != files.original_of(document)


@pytest.mark.parametrize("change", [lambda content: content[:-1], lambda content: b"X" + content[1:], lambda _: b""])
def test_wrong_bytes_are_never_given_out(change, caplog):
    document = fixed_document()
    overwrite(document.file.name, change(files.original_of(document)))
    with pytest.raises(Damaged, match="changed"):
        files.original_of(document)
    assert "file of a document is damaged" in caplog.text


def test_a_missing_file_is_said_so(caplog):
    document = sealed_document()
    default_storage.delete(document.sealed_file.name)
    with pytest.raises(Damaged, match="missing"):
        files.newest_of(document)
    assert "file of a document is missing" in caplog.text


def test_names_are_random_and_lie_apart():
    names = {fixed_document().file.name for _number in range(3)}
    assert len(names) == 3
    assert all(name.startswith("documents/") and len(name) == 49 for name in names)


def test_a_file_whose_row_failed_is_not_left_behind():
    writing = files.stored(new_document().file, b"x")
    name = writing.__enter__()
    assert default_storage.exists(name)
    assert not writing.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert not default_storage.exists(name)
