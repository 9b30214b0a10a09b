"""Ctrl-C and requests to end, held back while something must not be left half done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _State:
    held = 0
    pending = False


def listen() -> None:
    """From now on each of the signals raises KeyboardInterrupt, at once or at the end of `held_back`."""
    for number in SIGNALS:
        signal.signal(number, _arrive)


@contextmanager
def held_back() -> Iterator[None]:
    """What is inside is done to its end; a request to end that came meanwhile takes effect afterwards."""
    _State.held += 1
    try:
        yield
    finally:
        _State.held -= 1
    if _State.pending and _State.held == 0:
        _State.pending = False
        raise KeyboardInterrupt


def _arrive(_number: int, _frame: FrameType | None) -> None:
    if _State.held:
        _State.pending = True
    else:
        raise KeyboardInterrupt
