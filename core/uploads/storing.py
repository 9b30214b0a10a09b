"""Accepted files become rows with bytes beside them; what no row names is swept away."""

import errno
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.uploads.checks import Accepted
from core.uploads.models import StoredFile
from core.uploads.refusals import refused

log = structlog.get_logger(__name__)

SCAN = "uploads.scan"
_FOLDER = "uploads"
_GRACE = timedelta(days=1)  # an upload whose transaction is still running has no row yet


def store[Model: StoredFile](model: type[Model], accepted: Accepted, *, by: Any, **owner: Any) -> Model:
    """The bytes lie under a random name, the row waits for the scanner. Raises Refused when there is no room."""
    stored = model(
        name=accepted.name,
        format_key=accepted.format.key,
        size=accepted.size,
        sha256=accepted.sha256,
        uploaded_by=by,
        **owner,
    )
    try:
        stored.file.save(accepted.name, accepted.content, save=False)
    except Exception as error:  # whatever the storage raises, the person keeps what was typed
        log.exception("upload not stored", size=accepted.size)
        is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise refused("no_room" if is_full else "not_stored") from error
    stored.save()
    ask_for_scan(stored)
    return stored


def ask_for_scan(stored: StoredFile, available_at: datetime | None = None) -> None:
    """The scanner will be asked about the file, not before `available_at`."""
    payload = {"model": stored._meta.label, "public_id": str(stored.public_id)}  # noqa: SLF001 -- Django's API
    outbox.put(SCAN, payload, available_at=available_at)


def discard(stored: StoredFile) -> None:
    """The row is gone with the caller's transaction, and the bytes after it."""
    stored.delete()
    discard_bytes(stored)


def discard_bytes(stored: StoredFile) -> None:
    """The bytes are gone after the caller's transaction."""
    name = str(stored.file.name)
    transaction.on_commit(lambda: default_storage.delete(name), robust=True)


def sweep() -> int:
    """Delete the bytes that no row names, left by a transaction that failed, and return how many files it were."""
    named = _named()
    deadline = timezone.now() - _GRACE
    gone = 0
    for name in _files(_FOLDER):
        if name not in named and default_storage.get_modified_time(name) < deadline:
            default_storage.delete(name)
            gone += 1
    if gone:
        log.info("uploads swept", files=gone)
    return gone


def _named() -> set[str]:
    models = (model for model in apps.get_models() if issubclass(model, StoredFile))
    return {name for model in models for name in model._base_manager.values_list("file", flat=True)}  # noqa: SLF001 -- as above


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(f"{folder}/{name}")
