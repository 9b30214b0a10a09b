"""Effects as rows: written in the caller's transaction, carried out after it, found again when a nudge was lost."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import tasks
from core.models import OutboxEntry


def put(kind: str, payload: dict[str, Any], *, key: str | None = None, available_at: datetime | None = None) -> None:
    """Store the effect with the caller's transaction; with a `key` that was put before, nothing is added.

    `kind` is a name in settings.OUTBOX_HANDLERS. `payload` holds ids, never personal numbers.
    """
    if kind not in settings.OUTBOX_HANDLERS:
        raise LookupError(f"No handler for {kind!r} in settings.OUTBOX_HANDLERS")
    entry = OutboxEntry(kind=kind, payload=payload, key=key, available_at=available_at or timezone.now())
    OutboxEntry.objects.bulk_create([entry], ignore_conflicts=True)
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    tasks.drain_outbox.delay()
