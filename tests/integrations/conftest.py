"""Servers that misbehave, on loopback, each in a thread of its own."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from integrations import http

type Behaviour = Callable[[socket.socket], None]


class BadServer:
    """Accepts connections, reads the request, then does what `behaviour` says with the socket."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self.requests.append(read_request(connection))
                self.behaviour(connection)


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (chunk := connection.recv(65536)):
            return data
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answer(body: bytes, *, status: str = "200 OK", headers: tuple[str, ...] = ()) -> Behaviour:
    """A well-formed answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return lambda connection: connection.sendall(head.encode() + b"\r\n\r\n" + body)


@pytest.fixture
def bad_server() -> Iterator[Callable[[Behaviour], BadServer]]:
    """Call it with a behaviour; every server is stopped when the test ends."""
    servers: list[BadServer] = []

    def start(behaviour: Behaviour) -> BadServer:
        servers.append(BadServer(behaviour))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """A retry comes at once."""
    monkeypatch.setattr(http, "PAUSE_BEFORE_RETRY", (0, 0.01))
