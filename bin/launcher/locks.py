"""Two launchers in one checkout must not do the same thing at the same time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.console import Console, StepFailed
from launcher.paths import LOCAL


@contextmanager
def alone(purpose: str, console: Console, *, wait: bool) -> Iterator[None]:
    """Nobody else holds the lock of this purpose; the system frees it even when we are killed."""
    folder = LOCAL / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / purpose).open("a") as file:
        if not _taken(file.fileno()):
            if not wait:
                raise StepFailed(
                    f"this checkout ({Path(LOCAL).parent}) is already being served",
                    advice="use that one, or end it with Ctrl-C in its terminal.",
                )
            console.say(f"Waiting for another launcher in this checkout ({purpose}) ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
