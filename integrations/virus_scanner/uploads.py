"""An upload's way through the scanner: waiting → clean, or infected and without its bytes."""

from datetime import timedelta

import structlog
from django.apps import apps
from django.utils import timezone

from core.uploads.models import ScanState, StoredFile
from core.uploads.storing import ask_for_scan, discard_bytes
from integrations.errors import IntegrationError
from integrations.virus_scanner import Verdict, virus_scanner

log = structlog.get_logger(__name__)

_PAUSE = timedelta(minutes=5)


def scan_upload(model: str, public_id: str) -> None:
    """The stored file of this model has its verdict; while the scanner is away it waits, and is asked for again later.
    A file that was discarded meanwhile is left alone."""
    stored = _waiting(model, public_id)
    if stored is None:
        return
    try:
        with stored.file.open("rb") as file:
            verdict = virus_scanner().scan(file)
    except IntegrationError as error:
        _wait(stored, error)
    else:
        _conclude(stored, verdict)


def _wait(stored: StoredFile, error: IntegrationError) -> None:
    log.warning("upload not scanned", file=str(stored.public_id), error=error.code)
    stored.scan_failed_at = timezone.now()
    stored.save(update_fields=["scan_failed_at"])
    ask_for_scan(stored, available_at=timezone.now() + _PAUSE)


def _conclude(stored: StoredFile, verdict: Verdict) -> None:
    stored.scan_state = ScanState.CLEAN if verdict.is_clean else ScanState.INFECTED
    stored.scanned_at = timezone.now()
    stored.save(update_fields=["scan_state", "scanned_at"])
    if not verdict.is_clean:
        log.warning("virus found", file=str(stored.public_id), virus=verdict.virus)
        discard_bytes(stored)


def _waiting(model: str, public_id: str) -> StoredFile | None:
    kind: type[StoredFile] = apps.get_model(model)
    return (
        kind._base_manager.select_for_update(of=("self",))  # noqa: SLF001 -- Django's documented API
        .filter(public_id=public_id, scan_state=ScanState.WAITING)
        .first()
    )
