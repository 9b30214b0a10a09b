"""Tries links on the open web, guarded: the address was typed by somebody whom nobody here knows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import requests
import structlog
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from integrations.transport import session
from integrations.web_links import Answer, Page
from integrations.web_links.addresses import Forbidden, connect

_REDIRECTS = 5
_PORTS = {80, 443}
_PATIENCE = 5  # seconds to connect, and between bytes
_DEADLINE = 15  # seconds for the whole attempt with its redirects
_READING = 30  # the same, where the content is read too
_CHUNK = 64 * 1024
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MOVED = {301, 302, 303, 307, 308}

log = structlog.get_logger(__name__)


class _NotTried(Exception):
    """The link is none that we would open; the text is the code."""


class PublicWebLinks:
    """Whether a link opens is asked by HEAD, by GET where that fails, without reading a body; only a copy is read, up
    to its limit. Each step of a redirect is checked anew."""

    ports: ClassVar[set[int]] = _PORTS

    def ask(self, url: str) -> Answer:
        deadline = time.monotonic() + _DEADLINE
        try:
            answer = self._ask("HEAD", url, deadline)
            if not answer.opens:
                answer = self._ask("GET", url, deadline)
        except _NotTried as reason:
            answer = Answer(opens=False, code=str(reason))
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            answer = Answer(opens=False, code=_code(error))
        if not answer.opens:
            log.info("link does not open", host=_host(url), code=answer.code)
        return answer

    def _ask(self, method: str, url: str, deadline: float) -> Answer:
        """The answer at the end of the redirects. Only what is refused by us, not by the other side, is raised."""
        for _step in range(_REDIRECTS + 1):
            self._check(url)
            try:
                status, target = _once(method, url, deadline)
            except (requests.RequestException, HTTPError, OSError) as error:
                if _is_forbidden(error):
                    raise _NotTried("forbidden_address") from error
                return Answer(opens=False, code=_code(error))
            if status not in _MOVED or target is None:
                return _judged(status)
            url = urljoin(url, target)
        return Answer(opens=False, code="too_many_redirects")

    def fetch(self, url: str, *, limit: int) -> Page:
        deadline = time.monotonic() + _READING
        try:
            page = self._fetch(url, deadline, limit)
        except _NotTried as reason:
            page = Page(code=str(reason))
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            page = Page(code="forbidden_address" if _is_forbidden(error) else _code(error))
        if page.code != "ok":
            log.info("link not copied", host=_host(url), code=page.code)
        return page

    def _fetch(self, url: str, deadline: float, limit: int) -> Page:
        for _step in range(_REDIRECTS + 1):
            self._check(url)
            with _asked("GET", url, deadline, encoding="identity") as (made, response):
                target = made.get_redirect_target(response)
                if response.status_code not in _MOVED or target is None:
                    return _read(response, url, limit)
            url = urljoin(url, target)
        return Page(code="too_many_redirects")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
            raise _NotTried("forbidden_address")
        if (parts.port or {"http": 80, "https": 443}[parts.scheme]) not in self.ports:
            raise _NotTried("forbidden_port")


class _Guarded(HTTPConnection):
    def _new_conn(self):  # type: ignore[no-untyped-def]
        return connect(self.host, self.port, self.timeout)


class _GuardedTls(HTTPSConnection):
    def _new_conn(self):  # type: ignore[no-untyped-def]
        return connect(self.host, self.port or 443, self.timeout)


@contextmanager
def _asked(
    method: str, url: str, deadline: float, *, encoding: str = "gzip"
) -> Iterator[tuple[requests.Session, requests.Response]]:
    """One answer whose body nobody has read yet."""
    agent = f"ASULA ({settings.SITE_URL}), checks and keeps what is named as evidence"
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": encoding}
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no time is left")
    with (
        session(deadline=deadline, connections=(_Guarded, _GuardedTls)) as made,
        made.request(
            method, url, headers=headers, timeout=min(_PATIENCE, left), allow_redirects=False, stream=True
        ) as response,
    ):
        yield made, response


def _once(method: str, url: str, deadline: float) -> tuple[int, str | None]:
    """Status and target of one answer; its body is left unread."""
    with _asked(method, url, deadline) as (made, response):
        return response.status_code, made.get_redirect_target(response)


def _read(response: requests.Response, url: str, limit: int) -> Page:
    """The body, if it is one that may be kept; nothing is unpacked, so that a little never becomes a lot."""
    if response.status_code != HTTPStatus.OK:
        return Page(code=f"status_{response.status_code}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        return Page(code="packed")
    content = bytearray()
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > limit:
            return Page(code="too_large")
    if not content:
        return Page(code="empty")
    return Page(bytes(content), response.headers.get("Content-Type", "")[:200], url[:2000])


def _judged(status: int) -> Answer:
    """A page that asks for a password or keeps robots out is there; one that is gone, or broken, is not."""
    if status in _GONE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(opens=False, code=f"status_{status}")
    return Answer(opens=True)


def _is_forbidden(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, Forbidden) or any(isinstance(part, Forbidden) for part in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


def _code(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "certificate"
    if isinstance(error, requests.Timeout | TimeoutError | ReadTimeoutError):
        return "timeout"
    return "no_answer" if isinstance(error, requests.RequestException | HTTPError | OSError) else "not_an_address"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
