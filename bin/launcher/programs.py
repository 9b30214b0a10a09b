"""The programs of a running ASULA: the site, the stub server, the worker, the clock, and who fills the demo world."""

import http.client
from collections.abc import Callable, Mapping
from pathlib import Path

from launcher.console import StepFailed
from launcher.development import HOST, TOKEN_ROOTS, Ports
from launcher.paths import LOCAL, LOG, PYTHON, ROOT
from launcher.services import Service

PATIENCE = 180.0  # seconds, for a machine with much else to do; who ends while starting is noticed at once
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn's heartbeat files, which must not wait for a disk


def web(environment: Mapping[str, str], ports: Ports, *, reload: bool) -> Service:
    """The site: threads, because no proxy in front takes slow clients off its hands."""
    return Service(
        name="web",
        command=_gunicorn(ports.web, reload=reload),
        environment=environment,
        answers=lambda: _asked(ports.web, "/health/ready")[0] == http.client.OK,
        ready_within=PATIENCE,
    )


def stub(environment: Mapping[str, str], ports: Ports) -> Service:
    """The state's services as a test double; it makes its own tables and loads its world before it answers."""
    options = ("--port", str(ports.stub), "--smtp-port", str(ports.mail))
    return Service(
        name="stub",
        command=(str(PYTHON), "-m", "stub", "serve", *options),
        environment={**environment, "DJANGO_SETTINGS_MODULE": "stub.settings"},
        answers=lambda: _asked(ports.stub, "/health")[0] == http.client.OK,
        ready_within=PATIENCE,
    )


def worker(environment: Mapping[str, str]) -> Service:
    return Service(
        name="worker",
        command=_celery("worker", "--hostname=worker@%h", "--concurrency=2", "--loglevel=INFO", "--without-gossip"),
        environment=environment,
        answers=_says("worker", " ready."),
        ready_within=PATIENCE,
        grace=15,
    )


def beat(environment: Mapping[str, str]) -> Service:
    return Service(
        name="beat",
        command=_celery("beat", f"--schedule={LOCAL / 'beat-schedule'}", "--pidfile=", "--loglevel=INFO"),
        environment=environment,
        answers=_says("beat", "beat: Starting"),
        ready_within=PATIENCE,
    )


def history(environment: Mapping[str, str]) -> Service:
    """The schools of the demo world apply and are evaluated while people look around already: it gives way to them."""
    return Service(
        name="history",
        command=("nice", "-n", "10", str(PYTHON), "-m", "django", "load_demo", "--history"),
        environment=environment,
        answers=lambda: True,
        once=True,
    )


def _gunicorn(port: int, *, reload: bool) -> tuple[str, ...]:
    heartbeat = ("--worker-tmp-dir", str(SHARED_MEMORY)) if SHARED_MEMORY.is_dir() else ()
    return (
        *(str(PYTHON), "-m", "gunicorn", "asula.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", *heartbeat),
        *("--timeout", "60", "--graceful-timeout", "3", *(_watching() if reload else ())),
    )


def _watching() -> tuple[str, ...]:
    """Workers start anew when code changes, and also for templates and translations, which Django keeps in memory."""
    extra = [*sorted((ROOT / "templates").rglob("*.html")), *sorted((ROOT / "locale").rglob("*.mo"))]
    return ("--reload", *(part for path in extra for part in ("--reload-extra-file", str(path))))


def _celery(*arguments: str) -> tuple[str, ...]:
    return (str(PYTHON), "-m", "celery", "--app=asula", "--quiet", *arguments)


def keep_token_roots(ports: Ports) -> None:
    """The certificate of the stub server's own certification centre lies where the site looks for trusted ones."""
    status, certificate = _asked(ports.stub, "/pki/root.pem")
    if status != http.client.OK:
        raise StepFailed(f"the stub server gives no root certificate (status {status})")
    TOKEN_ROOTS.write_bytes(certificate)


def _asked(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of the answer; status 0 while there is none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


def _says(name: str, text: str) -> Callable[[], bool]:
    """Whether the program's log has the text, written from now on."""
    path = LOG / f"{name}.log"
    before = path.stat().st_size if path.is_file() else 0

    def said() -> bool:
        try:
            with path.open("rb") as file:
                file.seek(before)
                return text.encode() in file.read()
        except OSError:
            return False

    return said
