"""bin/test: the set-up, services of their own for the tests, then every check, pytest last."""

import os
import secrets
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from launcher import setup, system_packages
from launcher.console import Console, StepFailed
from launcher.environment import SECRETS, merged, without_postgres_defaults
from launcher.fingerprint import Stamp, fingerprint
from launcher.interruptions import held_back
from launcher.locks import alone
from launcher.paths import LOCAL, PYTHON, ROOT, venv_program
from launcher.postgres import FAST, Cluster
from launcher.processes import Record
from launcher.python_packages import REQUIREMENTS
from launcher.services import Supervisor
from launcher.valkey import Valkey

HOME = LOCAL / "test"
SEAL = HOME / "seal"
DATABASE = "asula"


@dataclass(frozen=True)
class Stage:
    """One check before pytest; `production` runs it under the settings of production."""

    name: str
    command: tuple[str, ...]
    production: bool = False


def typed_sources() -> list[str]:
    """What mypy checks: kernel, ports and launcher whole, of the apps what decides, reads and writes."""
    parts = ("rules", "workflow", "selectors", "services")
    found = {path for part in parts for path in (*ROOT.glob(f"*/{part}.py"), *ROOT.glob(f"*/{part}/*.py"))}
    whole = ("bin/launcher", "core", "integrations")
    return [*whole, *sorted(str(path.relative_to(ROOT)) for path in found if path.parts[len(ROOT.parts)] not in whole)]


STAGES = (
    Stage("ruff check", ("ruff", "check", ".")),
    Stage("ruff format", ("ruff", "format", "--check", ".")),
    Stage("types (mypy)", ("mypy", *typed_sources())),
    Stage("import contracts", ("lint-imports",)),
    Stage("templates (djlint)", ("djlint", "--lint", "--quiet", "templates", "stub")),
    Stage("pending migrations", ("manage", "makemigrations", "--check", "--dry-run")),
    Stage("deployment settings", ("manage", "check", "--deploy", "--fail-level", "WARNING"), production=True),
)


def test(arguments: Sequence[str], console: Console) -> int:
    """Everything was checked, or only pytest with the arguments; returns the exit code."""
    setup.ensure_local_folder()
    setup.ensure(console)
    _ensure_programs(console, all_needed=not arguments)
    with alone("test", console, wait=True):
        supervisor = Supervisor(console, Record(HOME / "running"))
        try:
            environment = _environment(supervisor, console)
            failed = [] if arguments else _run_stages(environment, console)
            code = _pytest(arguments, environment, failed)
        finally:
            with held_back():
                supervisor.stop()
    return code or (1 if failed else 0)


def _ensure_programs(console: Console, *, all_needed: bool) -> None:
    """Chromium and the like are there; who runs only some tests may go on without."""
    try:
        system_packages.ensure_test_programs(console)
    except StepFailed as failed:
        if all_needed:
            raise
        console.say(f"    {failed.what}\n    {failed.advice}")


def _environment(supervisor: Supervisor, console: Console) -> dict[str, str]:
    """The variables of the tests, with servers of their own running unless the caller names some."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "BROKER_URL") if name in os.environ}
    with console.step("Services for the tests"):
        if "DATABASE_URL" not in given:
            cluster = Cluster("test-postgres", HOME / "postgres", FAST)
            supervisor.start(cluster.service())
            cluster.ensure_database(DATABASE)
            given["DATABASE_URL"] = cluster.url(DATABASE)
        if "REDIS_URL" not in given:
            valkey = Valkey("test-valkey", HOME / "valkey", Record(HOME / "running"))
            supervisor.start(valkey.service())
            given |= {"REDIS_URL": valkey.cache_url(), "BROKER_URL": valkey.broker_url()}
    own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONUNBUFFERED": "1"}
    if browser := system_packages.found("chromium"):
        own["CHROMIUM"] = browser
    return merged(given, own, without_postgres_defaults(os.environ))


def _production(environment: Mapping[str, str]) -> dict[str, str]:
    """What a ministry's server would have: the settings are checked under it, nothing is served."""
    public = {
        "DJANGO_SETTINGS_MODULE": "asula.settings",
        "DEBUG": "0",
        "SITE_URL": "https://asula.example",
        "ALLOWED_HOSTS": "asula.example",
        "ESI_ISSUER": "https://esi.example",
        "CDS_URL": "https://cds.example",
        "XROAD_URL": "https://security-server.example",
        "XROAD_CLIENT": "central-server/GOV/00000000/asula",
        "SEAL_KEY": str(SEAL / "key.pem"),
        "SEAL_CERTIFICATE": str(SEAL / "certificate.pem"),
        "SEAL_ROOTS": str(SEAL / "root.pem"),
        "ATTESTATION_KEY": str(SEAL / "attestation.pem"),
    }
    drawn = {name: draw() for name, draw in SECRETS.items()}
    return merged(public, drawn, environment)


def _run_stages(environment: Mapping[str, str], console: Console) -> list[str]:
    """Runs all stages, as many at a time as there are cores, shows the output of those that fail, returns their names.

    The time of each is that which it kept the next one from being shown.
    """
    subprocess.run([PYTHON, "-m", "tests.production_seal", SEAL], cwd=ROOT, env=environment, check=True)
    failed = []
    with ThreadPoolExecutor(cores()) as pool:
        running = [pool.submit(_run, stage, environment) for stage in STAGES]
        for stage, future in zip(STAGES, running, strict=True):
            with console.step(stage.name) as step:
                result = future.result()
                step.failed = result.returncode != 0
            if step.failed:
                console.say(result.stdout)
                failed.append(stage.name)
    return failed


def _run(stage: Stage, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PYTHON, *_program(stage.command)],
        cwd=ROOT,
        env=_production(environment) if stage.production else environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def cores() -> int:
    """On how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _program(command: Sequence[str]) -> tuple[str, ...]:
    name, *arguments = command
    scripts = {"manage": ROOT / "manage.py", "lint-imports": venv_program("lint-imports")}
    return (str(scripts[name]), *arguments) if name in scripts else ("-m", name, *arguments)


def _pytest(arguments: Sequence[str], environment: Mapping[str, str], failed: Sequence[str]) -> int:
    """Its closing line is the last line of all, so the failed stages are handed to it to be named above.

    All tests are run by one worker for each core; a module stays with one of them, and each has a database of its own.
    All workers put sets in the same order, or they would not find the same tests.
    """
    workers = [] if arguments or cores() == 1 else ["-n", str(cores()), "--dist=loadscope", "--no-loadscope-reorder"]
    schema = fingerprint(REQUIREMENTS, *sorted(ROOT.glob("*/migrations/*.py")), *workers)
    stamp = Stamp(HOME / ("schema-of-workers" if workers else "schema"))
    fresh = [] if stamp.fits(schema) else ["--create-db"]  # the test databases are kept between runs
    stamp.set(schema)
    return subprocess.run(
        [PYTHON, "-m", "pytest", *fresh, *workers, *arguments],
        cwd=ROOT,
        env={"PYTHONHASHSEED": str(secrets.randbelow(2**32)), **environment, "FAILED_STAGES": ", ".join(failed)},
        check=False,
    ).returncode
