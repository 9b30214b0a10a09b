"""A `requests` session whose whole call, from the first byte sent to the last received, ends at one moment."""

import io
import socket
import time
from functools import partial
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

type Connections = tuple[type[HTTPConnection], type[HTTPSConnection]]


class _DeadlineReader(io.RawIOBase):
    """Reads from the socket, but waits for the next byte no longer than there is time."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: float) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self._patience = sock.gettimeout() or float("inf")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of the call has passed")
        self._sock.settimeout(min(left, self._patience))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _DeadlineResponse(HTTPResponse):
    """Reads status line, headers and body under the deadline; the `timeout` of `requests` starts anew at each byte."""

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_DeadlineReader(raw, sock, deadline))


class _DeadlinePool(HTTPConnectionPool):
    def __init__(self, *args: Any, deadline: float, connection: type[HTTPConnection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline, self.ConnectionCls = deadline, connection

    def _new_conn(self) -> HTTPConnection:
        return _under(self._deadline, super()._new_conn())


class _DeadlineTlsPool(HTTPSConnectionPool):
    def __init__(self, *args: Any, deadline: float, connection: type[HTTPSConnection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline, self.ConnectionCls = deadline, connection

    def _new_conn(self) -> HTTPSConnection:
        return _under(self._deadline, super()._new_conn())


def _under(deadline: float, connection: Any) -> Any:
    connection.response_class = partial(_DeadlineResponse, deadline=deadline)
    return connection


class DeadlineAdapter(HTTPAdapter):
    """No retries, no reuse of connections: a call fails or succeeds by itself, before `deadline` (monotonic clock)."""

    def __init__(self, deadline: float, connections: Connections) -> None:
        self._deadline = deadline
        self._plain, self._tls = connections
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_DeadlinePool, deadline=self._deadline, connection=self._plain),
            "https": partial(_DeadlineTlsPool, deadline=self._deadline, connection=self._tls),
        }


def session(
    *,
    deadline: float,
    ca_bundle: str = "",
    certificate: tuple[str, str] | None = None,
    connections: Connections = (HTTPConnection, HTTPSConnection),
) -> requests.Session:
    """A session that trusts the given centres only (or the system's) and heeds no proxy or password file.

    `connections` are the classes that reach out, without TLS and with it.
    """
    made = requests.Session()
    made.trust_env = False
    made.verify = ca_bundle or True
    made.cert = certificate
    adapter = DeadlineAdapter(deadline, connections)
    made.mount("http://", adapter)
    made.mount("https://", adapter)
    made.headers.clear()
    return made
