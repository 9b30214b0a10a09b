"""The one way to call a service of the state over HTTP.

Every call has a deadline and a size limit, follows no redirect, trusts the configured certification centre, carries a
correlation id and leaves one log line without personal data. A service that is down is left alone for a while.
"""

import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
import structlog
from django.core.exceptions import ImproperlyConfigured
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import ReadTimeoutError

from integrations import status
from integrations.breaker import Breaker
from integrations.errors import IntegrationError, Unavailable, UnexpectedResponse
from integrations.transport import session

MAX_BYTES = 5 * 1024 * 1024
PAUSE_BEFORE_RETRY = (0.1, 0.6)  # seconds
_CHUNK = 64 * 1024
_DIGITS = re.compile(r"\d{4,}")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to connect, between two received bytes, and for the whole call with its retry."""

    connect: float
    read: float
    total: float

    @classmethod
    def parse(cls, parts: list[str], setting: str) -> "Timeouts":
        try:
            connect, read, total = (float(part) for part in parts)
        except ValueError:
            raise ImproperlyConfigured(f"{setting} must be three numbers: connect,read,total") from None
        return cls(connect, read, total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How one service is reached, and as what its failures are raised."""

    name: str
    url: str
    timeouts: Timeouts
    unavailable: type[Unavailable] = Unavailable
    unexpected: type[UnexpectedResponse] = UnexpectedResponse
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    ca_bundle: str = ""
    certificate: tuple[str, str] | None = None
    max_bytes: int = MAX_BYTES


def new_id() -> str:
    """A correlation id; in X-Road it is the message's id."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request. `operation` stands in the log; `path` does not, because it may hold a personal number."""

    operation: str
    method: str = "POST"
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    correlation_id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers (names in lower case) and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    correlation_id: str

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Client:
    """Calls one service. Knows nothing of what the answers mean: `read` turns an answer into a value or an error."""

    def __init__(self, service: Service) -> None:
        if not service.url:
            raise ImproperlyConfigured(f"{service.name}: no address is set (see .env.example)")
        self.service = service
        self.host = urlsplit(service.url).netloc
        self._breaker = Breaker(f"{service.name}@{self.host}")

    def call[T](self, question: Question, read: Callable[[Answer], T], *, retry: bool = False) -> T:
        """The value that `read` makes of the answer. With `retry`, an unavailable service is asked once more, a moment
        later, if there is time. Raises IntegrationError only."""
        deadline = time.monotonic() + self.service.timeouts.total
        try:
            return self._attempt(question, read, deadline)
        except Unavailable as error:
            pause = random.uniform(*PAUSE_BEFORE_RETRY)  # noqa: S311 -- spreads callers, guards nothing
            if not retry or error.paused or time.monotonic() + pause >= deadline:
                raise
        time.sleep(pause)
        return self._attempt(question, read, deadline)

    def _attempt[T](self, question: Question, read: Callable[[Answer], T], deadline: float) -> T:
        line = _Line(self.service.name, self.host, question)
        if not self._breaker.allows():
            error = self.service.unavailable("paused", correlation_id=question.correlation_id)
            error.paused = True
            line.write(error)
            raise error
        try:
            answer = self._ask(question, deadline)
            line.answered(answer)
            value = read(answer)
        except IntegrationError as failure:
            failure.correlation_id = question.correlation_id
            self._report(failure)
            line.write(failure)
            raise
        self._report(None)
        line.write(None)
        return value

    def _report(self, error: IntegrationError | None) -> None:
        """A refusal is the answer of a service that works; only silence and gibberish open the breaker."""
        if isinstance(error, Unavailable | UnexpectedResponse):
            self._breaker.failed()
            status.record_failure(self.service.name, error.code)
            return
        self._breaker.succeeded()
        if error is not None and error.alarming:
            status.record_failure(self.service.name, error.code)
        else:
            status.record_success(self.service.name)

    def _ask(self, question: Question, deadline: float) -> Answer:
        """One exchange on a connection of its own. The library's exceptions quote the address, so none is chained."""
        service = self.service
        left = deadline - time.monotonic()
        if left <= 0:
            raise service.unavailable("timeout")
        timeout = (min(service.timeouts.connect, left), min(service.timeouts.read, left))
        problem = ""
        try:
            with (
                session(deadline=deadline, ca_bundle=service.ca_bundle, certificate=service.certificate) as http,
                http.request(
                    question.method,
                    service.url.rstrip("/") + question.path,
                    data=question.body or None,
                    headers={
                        "Accept-Encoding": "identity",
                        "Connection": "close",
                        "User-Agent": "asula",
                        "X-Correlation-Id": question.correlation_id,
                        **service.headers,
                        **question.headers,
                    },
                    timeout=timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                return self._received(response, question)
        except (requests.RequestException, Urllib3Error, OSError) as error:
            problem = _problem(error)
        raise service.unavailable(problem)

    def _received(self, response: requests.Response, question: Question) -> Answer:
        if response.is_redirect or 300 <= response.status_code < 400:
            raise self.service.unexpected("redirect", upstream_status=response.status_code)
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise self.service.unexpected("compressed", upstream_status=response.status_code)
        body = bytearray()
        while chunk := response.raw.read(_CHUNK):
            body += chunk
            if len(body) > self.service.max_bytes:
                raise self.service.unexpected("too large", upstream_status=response.status_code)
        return Answer(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=bytes(body),
            correlation_id=question.correlation_id,
        )


def _problem(error: Exception) -> str:
    """A word for the log; the exception's own text may hold the address and with it a personal number."""
    if isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
        return "timeout"
    if isinstance(error, requests.exceptions.SSLError):
        return "tls"
    if isinstance(error, requests.ConnectionError):
        return "connection"
    return "broken answer"


class _Line:
    """The one log line of an attempt."""

    def __init__(self, integration: str, host: str, question: Question) -> None:
        self._started = time.monotonic()
        self._values: dict[str, Any] = {
            "integration": integration,
            "operation": question.operation,
            "host": host,
            "correlation_id": question.correlation_id,
        }

    def answered(self, answer: Answer) -> None:
        self._values |= {"http_status": answer.status, "bytes": len(answer.body)}

    def write(self, error: IntegrationError | None) -> None:
        self._values["ms"] = round((time.monotonic() - self._started) * 1000)
        if error is None:
            log.info("state service", outcome="ok", **self._values)
            return
        self._values |= {"outcome": error.code, "detail": error.detail, "said": _DIGITS.sub("…", error.said)[:300]}
        if error.alarming or isinstance(error, UnexpectedResponse):
            log.error("state service", **self._values)
        else:
            log.warning("state service", **self._values)
