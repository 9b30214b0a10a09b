"""Values that are worth keeping for a while in the shared cache, but must never stop the work when it is away."""

from collections.abc import Callable

import structlog
from django.core.cache import cache

log = structlog.get_logger(__name__)


def remembered[T](key: str, make: Callable[[], T], seconds: int) -> T:
    """The value kept under `key`, or a new one of `make`, which is kept from then on. It must not be None."""
    value: T | None = _careful(lambda: cache.get(key))
    if value is None:
        value = make()
        _careful(lambda: cache.set(key, value, seconds))
    return value


def forget(key: str) -> None:
    """The next one who asks gets a new value."""
    _careful(lambda: cache.delete(key))


def _careful[T](ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 -- each cache has its own errors, and none may stop the work
        log.warning("cache is away", error=type(error).__name__)
        return None
