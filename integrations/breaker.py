"""Stop asking a service that is down: after five failures in a row it is left alone for half a minute.

The state is in the shared cache, so that all processes learn from each other's failures. A cache that is away must not
stop the calls themselves: then every service counts as well.
"""

import time
from collections.abc import Callable

import structlog
from django.core.cache import cache

FAILURES = 5
PAUSE = 30  # seconds
_WINDOW = 300  # seconds in which failures count as "in a row"
_REMEMBERED = 3600  # how long an open breaker is known; every probe that fails opens it anew
_PROBE = 60  # one probe at a time; longer than any call takes

log = structlog.get_logger(__name__)


class Breaker:
    """Closed → (five failures) → open → (half a minute) → half open: one caller may try → closed, or open again."""

    def __init__(self, name: str) -> None:
        self._failures = f"breaker:{name}:failures"
        self._opened_at = f"breaker:{name}:opened-at"
        self._probe = f"breaker:{name}:probe"

    def allows(self) -> bool:
        """Whether a call may be made now. When the pause is over, True for exactly one caller until he reports."""
        return _careful(self._allows, otherwise=True)

    def succeeded(self) -> None:
        """The service works: forget all failures."""
        _careful(lambda: cache.delete_many([self._failures, self._opened_at, self._probe]), otherwise=None)

    def failed(self) -> None:
        """One more failure in a row; the fifth, or a failed probe, opens the breaker."""
        _careful(self._failed, otherwise=None)

    def is_open(self) -> bool:
        """Whether callers are turned away, or only a probe is let through."""
        return _careful(lambda: cache.get(self._opened_at) is not None, otherwise=False)

    def _allows(self) -> bool:
        opened_at = cache.get(self._opened_at)
        if opened_at is None:
            return True
        return time.time() >= opened_at + PAUSE and bool(cache.add(self._probe, True, _PROBE))

    def _failed(self) -> None:
        cache.add(self._failures, 0, _WINDOW)
        try:
            count = cache.incr(self._failures)
        except ValueError:  # it ended between the two lines
            count = 1
        if count >= FAILURES or cache.get(self._opened_at) is not None:
            cache.set(self._opened_at, time.time(), _REMEMBERED)
            cache.delete(self._probe)


def _careful[T](ask: Callable[[], T], *, otherwise: T) -> T:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 -- each cache has its own errors, and none may stop a call
        log.warning("breaker without cache", error=type(error).__name__)
        return otherwise
