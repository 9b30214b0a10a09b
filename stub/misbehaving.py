"""The ways in which a server on the other side of a wire goes wrong."""

import errno
import socket
import struct
import time
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

GATEWAY_PAGE = """<html>
<head><title>{status} {reason}</title></head>
<body>
<center><h1>{status} {reason}</h1></center>
<hr><center>nginx/1.18.0</center>
</body>
</html>
"""
REASONS = {502: "Bad Gateway", 503: "Service Temporarily Unavailable"}
HANG_UP_AT_ONCE = struct.pack("ii", 1, 0)


def html_error(status: int) -> HttpResponse:
    """The page of a gateway whose service is gone, where the caller expects JSON or XML."""
    return HttpResponse(GATEWAY_PAGE.format(status=status, reason=REASONS[status]), status=status)


def connection_reset(request: HttpRequest) -> StreamingHttpResponse:
    """No answer at all: the caller's system reports a connection reset by the peer."""

    def hang_up() -> Iterator[bytes]:
        connection: socket.socket | None = request.META.get("gunicorn.socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HANG_UP_AT_ONCE)
            connection.close()  # before gunicorn says goodbye politely
        raise ConnectionResetError(errno.ECONNRESET, "hung up on purpose")
        yield b""  # makes this a generator: the exception must come after Django has let go of the response

    return StreamingHttpResponse(hang_up())


def slow(seconds: float) -> None:
    time.sleep(seconds)


def truncated(response: HttpResponseBase) -> HttpResponse:
    """Half of the answer, with a length that fits the half."""
    content = response.content if isinstance(response, HttpResponse) else b""
    return HttpResponse(
        content[: max(1, len(content) // 2)], status=response.status_code, content_type=response["Content-Type"]
    )
