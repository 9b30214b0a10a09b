"""Two questions of the orchestrator: is the process alive, and can it serve?"""

import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.connection import Connection

from core.http import reads

log = structlog.get_logger(__name__)

_SECONDS = 1.0


@login_not_required
@reads
def health_live(_request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nothing of anybody."""
    return JsonResponse({"status": "ok"})


@login_not_required
@reads
def health_ready(_request: HttpRequest) -> HttpResponse:
    """200 when every part can be used, otherwise 503; the JSON names each part as "ok" or "failed"."""
    parts = {name: _state(name, probe) for name, probe in _PROBES.items()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if ready else "failed", **parts}, status=200 if ready else 503)


def _state(name: str, probe: Callable[[], None]) -> str:
    try:
        probe()
    except Exception as error:  # noqa: BLE001 -- whatever a part raises, the answer is that it failed
        log.warning("not ready", part=name, error=type(error).__name__)
        return "failed"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("migrations are pending")


def _broker() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
        "socket_timeout": _SECONDS,
        "socket_connect_timeout": _SECONDS,
    }
    with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
        broker.ensure_connection(max_retries=1, timeout=_SECONDS)


def _storage() -> None:
    name = default_storage.save(f"health/{uuid.uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)


_PROBES: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "storage": _storage,
}
