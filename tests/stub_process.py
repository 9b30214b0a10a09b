"""The stub server of the state's services as a process of its own, for the tests that talk to it over the wire."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests

from stub.world import accounts, files

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START, SECONDS_TO_STOP, SECONDS_TO_ANSWER = 60, 10, 15
SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
CLIENT_ID, CLIENT_SECRET, SYSTEM_TOKEN = "asula", "asula-test-secret", "test-system-token"
XROAD_CLIENT = "central-server/GOV/70000099/asula-service"


@dataclass
class Stub:
    """A running stub server: where it listens, who lives in its world, and how to make it fail."""

    port: int
    smtp_port: int
    database_url: str
    log: Path
    scheme: str = "http"
    world: dict[str, list[dict[str, Any]]] = field(default_factory=files.read)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def person(self, slug: str) -> dict[str, Any]:
        return _named(self.world["people"], slug)

    def organization(self, slug: str) -> dict[str, Any]:
        return _named(self.world["organizations"], slug)

    def account(self, slug: str) -> dict[str, Any]:
        return _named(accounts.accounts(self.world)["all"], slug)

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=SECONDS_TO_ANSWER, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, timeout=SECONDS_TO_ANSWER, **options)

    def put(self, path: str, **options: Any) -> requests.Response:
        return requests.put(self.url + path, timeout=SECONDS_TO_ANSWER, **options)

    def code(self, to: str) -> str:
        """The six digits of the newest message to this address or telephone."""
        found = SIX_DIGITS.search(self.latest(to)["body"])
        assert found, f"no code was sent to {to}"
        return found.group()

    def latest(self, to: str, **more: Any) -> dict[str, Any]:
        answer = self.get("/outbox/latest", params={"to": to, **more})
        answer.raise_for_status()
        return answer.json()

    def set(self, kind: str, name: str, *modes: str) -> None:
        """The person, organization, signature, token or service fails in exactly these ways from now on."""
        self.scenario("set", kind=kind, id=name, modes=modes)

    @contextlib.contextmanager
    def failing(self, kind: str, name: str, *modes: str) -> Iterator[None]:
        """Fails so inside the block, and not at all after it."""
        self.set(kind, name, *modes)
        try:
            yield
        finally:
            self.set(kind, name)

    def scenario(self, action: str, **body: Any) -> dict[str, Any]:
        answer = self.post(f"/scenarios/api/{action}", json=body)
        assert answer.ok, answer.text
        return answer.json()


def _named(rows: list[dict[str, Any]], slug: str) -> dict[str, Any]:
    return next(row for row in rows if row["slug"] == slug)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


DEFAULT_SITE = "http://127.0.0.1:8000"


def database_url(sites: str) -> str:
    """A database of the stub's own on the server that the tests use, and of each worker that tests beside others.

    The addresses that the application may return to are kept in it, so a stub of other sites has another database:
    it would take the addresses away from the one that runs beside it.
    """
    if given := os.environ.get("STUB_DATABASE_URL"):
        return given
    parts, worker = urlsplit(os.environ["DATABASE_URL"]), os.environ.get("PYTEST_XDIST_WORKER", "")
    kind = "stub_test" if sites == DEFAULT_SITE else "stub_e2e"
    return urlunsplit(parts._replace(path=f"{parts.path}_{kind}{worker}"))


@contextlib.contextmanager
def running_stub(log: Path, *options: str, sites: str = DEFAULT_SITE, **environment: str) -> Iterator[Stub]:
    """A stub server on free ports, ready when the block begins and gone when it has ended."""
    stub = Stub(port=free_port(), smtp_port=free_port(), database_url=database_url(sites), log=log)
    if "--tls" in options:
        stub.scheme = "https"
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stub.settings",
        "STUB_DATABASE_URL": stub.database_url,
        "STUB_CLIENT_SITES": sites,
        "STUB_CLIENT_ID": CLIENT_ID,
        "STUB_CLIENT_SECRET": CLIENT_SECRET,
        "STUB_SYSTEM_TOKEN": SYSTEM_TOKEN,
        "STUB_XROAD_CLIENTS": XROAD_CLIENT,
        **environment,
    }
    ports = ("--port", str(stub.port), "--smtp-port", str(stub.smtp_port))
    command = [sys.executable, "-m", "stub", "serve", *ports, *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)  # noqa: S603 -- ours
    try:
        _wait(stub, process, log)
        yield stub
    finally:
        process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(stub: Stub, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the stub server ended at once:\n{log.read_text()}"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", stub.port), timeout=1):
            if stub.scheme == "https" or _is_healthy(stub):
                return
        time.sleep(0.05)
    pytest.fail(f"the stub server did not get ready:\n{log.read_text()}")


def _is_healthy(stub: Stub) -> bool:
    try:
        return stub.get("/health").ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="session")
def stub_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stub]:
    """One stub server for the whole run; tests take `stub_server`, which puts its world in order first."""
    log = tmp_path_factory.mktemp("stub") / "stub.log"
    with running_stub(log, STUB_SLOW_CDS_SECONDS="3", STUB_SLOW_XROAD_SECONDS="3") as stub:
        yield stub


@pytest.fixture
def stub_server(stub_process: Stub) -> Stub:
    """The running stub server, failing only where the world's files say so."""
    stub_process.scenario("reset")
    return stub_process
