import errno
import shutil

import pytest
from django.core.files.base import ContentFile

from core.storage import DurableFileSystemStorage


class Breaks(ContentFile):
    """The disk fills up in the middle of it."""

    def chunks(self, _size=None):
        yield b"the first half"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def storage(tmp_path):
    return DurableFileSystemStorage(location=tmp_path)


def content_of(storage, name):
    with storage.open(name) as file:
        return file.read()


def all_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_there_whole_and_closed_to_others(storage, tmp_path):
    name = storage.save("uploads/ab/one", ContentFile(b"content"))
    assert content_of(storage, name) == b"content"
    assert all_files(tmp_path) == [tmp_path / "uploads/ab/one"]
    assert (tmp_path / name).stat().st_mode & 0o007 == 0


def test_text_is_kept_as_utf8(storage):
    assert content_of(storage, storage.save("note", ContentFile("Өзгөн"))) == "Өзгөн".encode()


def test_a_name_that_is_taken_gets_another(storage):
    first = storage.save("one", ContentFile(b"1"))
    second = storage.save("one", ContentFile(b"2"))
    assert (content_of(storage, first), content_of(storage, second)) == (b"1", b"2")


def test_a_full_disk_leaves_nothing_behind(storage, tmp_path):
    with pytest.raises(OSError, match="No space left"):
        storage.save("one", Breaks(b"content"))
    assert all_files(tmp_path) == []


def test_the_last_twentieth_of_the_disk_stays_free(storage, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(total=1000, free=60))
    storage.save("one", ContentFile(b"x" * 10))
    with pytest.raises(OSError, match="reserve") as caught:
        storage.save("two", ContentFile(b"x" * 11))
    assert caught.value.errno == errno.ENOSPC
