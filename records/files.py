"""The bytes of documents in storage: never handed on without comparing them with the hash that was fixed."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile

from records.models import Document

log = structlog.get_logger(__name__)


class Damaged(Exception):
    """The file is missing in storage or differs from what was stored."""


def digest(content: bytes) -> str:
    """The hash as it is sent to be signed: SHA-256, upper-case hexadecimal."""
    return sha256(content).hexdigest().upper()


def original_of(document: Document) -> bytes:
    """The exact bytes that are or will be signed. Raises Damaged."""
    return _read(document, document.file, document.sha256)


def sealed_of(document: Document) -> bytes:
    """The file with the system's seal, which begins with the original. Raises Damaged."""
    return _read(document, document.sealed_file, document.sealed_sha256)


def newest_of(document: Document) -> bytes:
    """The sealed file if there is one, otherwise the original. Raises Damaged."""
    return sealed_of(document) if document.sealed_file else original_of(document)


@contextmanager
def stored(field: FieldFile, content: bytes) -> Iterator[str]:
    """The bytes lie in storage under a random name; if the block, which writes it into the row, fails, they don't."""
    name = default_storage.save(field.field.generate_filename(field.instance, "document.pdf"), ContentFile(content))
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def forget(name: str | None) -> None:
    """After the commit the file, if there was one, is gone from storage."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def _read(document: Document, file: FieldFile, expected: str) -> bytes:
    try:
        with default_storage.open(file.name or "", "rb") as opened:
            content: bytes = opened.read()
    except (OSError, ValueError) as error:
        log.error("file of a document is missing", document=document.pk, error=type(error).__name__)
        raise Damaged("missing") from error
    if digest(content) != expected:
        log.error("file of a document is damaged", document=document.pk)
        raise Damaged("changed")
    return content
