"""When each service last answered and last failed: for the administrators' page, not for `/health/ready`."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import now

from integrations.breaker import Breaker

_REMEMBERED = 30 * 24 * 3600
_ADDRESSES = {  # the first setting that is not empty; certificates name many addresses of revocation services
    "esi": ("ESI_INTERNAL_URL", "ESI_ISSUER"),
    "cloud_signature": ("CDS_URL",),
    "legal_entity_registry": ("XROAD_URL",),
    "tax_service": ("XROAD_URL",),
    "civil_registry": ("XROAD_URL",),
    "revocation": (),
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationStatus:
    """One service as all processes saw it. `paused` means that the breaker turns callers away."""

    name: str
    host: str
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_failure: str
    paused: bool


def record_success(name: str) -> None:
    _remember(f"integration:{name}:success", now().isoformat())


def record_failure(name: str, code: str) -> None:
    _remember(f"integration:{name}:failure", f"{now().isoformat()} {code}")


def statuses() -> list[IntegrationStatus]:
    """Every service that is reached over HTTP, in a fixed order."""
    return [_status(name, _host(names)) for name, names in _ADDRESSES.items()]


def _host(names: tuple[str, ...]) -> str:
    return next((urlsplit(address).netloc for name in names if (address := getattr(settings, name))), "")


def _status(name: str, host: str) -> IntegrationStatus:
    success = cache.get(f"integration:{name}:success")
    failed_at, _, code = cache.get(f"integration:{name}:failure", "").partition(" ")
    return IntegrationStatus(
        name=name,
        host=host,
        last_success_at=datetime.fromisoformat(success) if success else None,
        last_failure_at=datetime.fromisoformat(failed_at) if failed_at else None,
        last_failure=code,
        paused=Breaker(f"{name}@{host}").is_open(),
    )


def _remember(key: str, value: str) -> None:
    try:
        cache.set(key, value, _REMEMBERED)
    except Exception as error:  # noqa: BLE001 -- each cache has its own errors, and none may stop a call
        log.warning("status without cache", error=type(error).__name__)
