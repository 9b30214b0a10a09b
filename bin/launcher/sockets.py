"""Ports that may be taken, and folders for sockets whose path must be short and private."""

import hashlib
import os
import socket
import stat
import sys
import tempfile
from pathlib import Path

from launcher.console import StepFailed

LONGEST_PATH = 107 if sys.platform == "linux" else 103  # sun_path without its closing zero byte


def fits(path: Path) -> bool:
    """Whether the system takes a socket of this path, and clients too: for libpq a comma separates two hosts."""
    return len(os.fsencode(path)) <= LONGEST_PATH and "," not in str(path)


def folder(preferred: Path, socket_name: str, *, uid: int, gid: int) -> Path:
    """A folder that only `uid` enters, near its data when the path is short enough, else in the temporary folder."""
    chosen = preferred
    if not fits(preferred / socket_name):
        digest = hashlib.sha256(os.fsencode(preferred)).hexdigest()[:12]
        chosen = Path(tempfile.gettempdir()) / f"asula-{uid}-{digest}"
        if not fits(chosen / socket_name):
            chosen = Path("/tmp") / chosen.name  # noqa: S108 -- made private, and checked below
    chosen.parent.mkdir(parents=True, exist_ok=True)
    try:
        chosen.mkdir(mode=0o700)
        os.chown(chosen, uid, gid)
    except FileExistsError:
        pass
    _require_private(chosen, uid)
    return chosen


def _require_private(path: Path, uid: int) -> None:
    """Somebody else may have made a folder of that name in the shared temporary folder."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) != 0o700:
        raise StepFailed(
            f"{path} should be a folder of user {uid} that nobody else may enter",
            advice="remove it and start again.",
        )


def require_free(port: int, variable: str, host: str = "127.0.0.1") -> None:
    """Nobody listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StepFailed(
                f"port {port} on {host} cannot be used: {error.strerror}",
                advice=f"end the program that uses it, or choose another port: {variable}={port + 10} bin/run",
            ) from error
