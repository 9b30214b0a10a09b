"""Where the current request came from, known to whoever writes a record without handing the request down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

_AGENT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """A request's id, address and browser; all empty in the background."""

    request_id: str = ""
    ip: str | None = None
    user_agent: str = ""


_NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current() -> Origin:
    """The origin of the request being served, or an empty one in a background task or a command."""
    return _current.get()


@contextmanager
def serving(request: HttpRequest, request_id: str) -> Iterator[None]:
    """While the block runs, `current()` is this request's origin."""
    agent = "".join(letter for letter in request.headers.get("User-Agent", "") if letter.isprintable())
    token = _current.set(Origin(request_id, address(request), agent[:_AGENT_LENGTH]))
    try:
        yield
    finally:
        _current.reset(token)


def address(request: HttpRequest) -> str | None:
    """The client's address: the peer's, or the one that the outermost of our own proxies saw.

    Whatever a client writes into X-Forwarded-For stands left of what our proxies append, so it is never believed.
    """
    forwarded = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    hops = [*forwarded, request.META.get("REMOTE_ADDR", "")][-settings.TRUSTED_PROXIES - 1 :]
    try:
        return str(ip_address(hops[0]))
    except ValueError:
        return None
