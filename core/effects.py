"""Carrying out what stands in the outbox: each entry once, on a locked row, again later when it fails."""

import random
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from core.models import OutboxEntry

log = structlog.get_logger(__name__)

ATTEMPTS = 12
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)


def drain(limit: int = 500) -> int:
    """Carry out the entries that are due, one transaction each, and return how many were tried."""
    for tried in range(limit):
        if not _carry_out_one():
            return tried
    return limit


def _carry_out_one() -> bool:
    with transaction.atomic():
        entry = (
            OutboxEntry.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, given_up_at=None, available_at__lte=timezone.now())
            .order_by("available_at", "pk")
            .first()
        )
        if entry is None:
            return False
        try:
            with transaction.atomic():
                _handler(entry.kind)(**entry.payload)
        except Exception as error:  # noqa: BLE001 -- whatever went wrong is retried, later given up and shown
            _put_off(entry, error)
        else:
            entry.done_at = timezone.now()
        entry.save(update_fields=["attempts", "available_at", "last_error", "done_at", "given_up_at"])
        return True


def _put_off(entry: OutboxEntry, error: Exception) -> None:
    entry.attempts += 1
    entry.last_error = type(error).__name__
    log.warning("outbox entry failed", entry=entry.pk, kind=entry.kind, attempt=entry.attempts, exc_info=error)
    if entry.attempts >= ATTEMPTS:
        entry.given_up_at = timezone.now()
        return
    pause = min(_FIRST_PAUSE * 2**entry.attempts, _LONGEST_PAUSE)
    entry.available_at = timezone.now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 -- jitter, not a secret


def _handler(kind: str) -> Callable[..., None]:
    return import_string(settings.OUTBOX_HANDLERS[kind])
