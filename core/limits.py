"""How often something may be done: counted in the shared cache, so that all processes count together."""

import math
import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import structlog
from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpRequest, HttpResponse
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from core import crypto, origin
from core.http import View

log = structlog.get_logger(__name__)


class TooMany(Exception):
    """The limit `name` is reached; it may be tried again after `retry_after` seconds."""

    def __init__(self, name: str, retry_after: int) -> None:
        super().__init__(name)
        self.name = name
        self.retry_after = retry_after


def limit(name: str, key: object, rate: str) -> None:
    """One more act is counted under `name` and `key`; raises TooMany beyond `rate`, which reads "30/hour".

    The key may be a personal number: only its blind index is stored. A cache that is away stops nobody: what must
    never be exceeded is counted in the database.
    """
    item, place = parse(rate), (name, crypto.blind_index(str(key)))
    try:
        if _limiter().hit(item, *place):
            return
        retry_after = _seconds_left(item, place)
    except StorageError as error:
        log.warning("limit without cache", limit=name, error=type(error.storage_error).__name__)
        return
    log.warning("limit reached", limit=name, rate=rate)
    raise TooMany(name, retry_after)


def throttled(name: str, rate: str) -> Callable[[View], View]:
    """For pages that are open to everybody: so many looks from one address, counted together under `name`."""

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            limit(name, origin.address(request) or "", rate)
            return view(request, *args, **kwargs)

        return wrapper

    return decorated


def _seconds_left(item: RateLimitItem, place: tuple[str, str]) -> int:
    return max(1, math.ceil(_limiter().get_window_stats(item, *place).reset_time - time.time()))


@cache
def _limiter() -> MovingWindowRateLimiter:
    address = settings.LIMITS_URL.replace("unix://", "redis+unix://", 1)
    return MovingWindowRateLimiter(storage_from_string(address, wrap_exceptions=True))


def forget_all() -> None:
    """Every count starts anew, as after an emptied cache."""
    _limiter().storage.reset()


def _forget_storage(*, setting: str, **_kwargs: object) -> None:
    if setting == "LIMITS_URL":
        _limiter.cache_clear()


setting_changed.connect(_forget_storage)
