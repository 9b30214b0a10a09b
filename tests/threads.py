"""Many people press the same button at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

_AT_ONCE = 3  # the pool has four connections and the test holds one; more people wait their turn


def together(act: Callable[[int], Any], count: int) -> list[Any]:
    """What `act(place)` returned, or the exception that it raised, for each place from 0."""
    start = Barrier(min(count, _AT_ONCE))

    def one(place: int) -> Any:
        if place < _AT_ONCE:
            start.wait(timeout=10)
        try:
            return act(place)
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(_AT_ONCE) as people:
        return list(people.map(one, range(count)))
