import io
import sys

import pytest

from launcher import checks
from launcher.checks import Stage
from launcher.console import Console, StepFailed

GREEN = Stage("green", ("this",))
RED = Stage("red", ("this", "--fail"))
LIVE = Stage("live", ("this",), production=True)


@pytest.fixture
def stages(monkeypatch):
    """Stages that run a line of Python instead of a linter."""

    def command(parts):
        code = "import os; print('DEBUG is', os.environ.get('DEBUG'))"
        return ("-c", f"{code}; raise SystemExit(1)" if "--fail" in parts else code)

    monkeypatch.setattr(checks, "_program", command)
    monkeypatch.setattr(checks, "PYTHON", sys.executable)
    return lambda *some: monkeypatch.setattr(checks, "STAGES", some)


def test_each_failed_stage_is_named_with_its_output_and_the_others_still_run(stages):
    stages(RED, GREEN, RED)
    stream = io.StringIO()
    assert checks._run_stages({}, Console(stream)) == ["red", "red"]
    text = stream.getvalue()
    assert text.count("✗ red") == 2
    assert "✓ green" in text
    assert text.count("DEBUG is") == 2


def test_the_deployment_check_runs_as_in_production(stages):
    environment = checks._production({"DEBUG": "1", "PATH": "/bin"})
    assert environment["DEBUG"] == "0"
    assert environment["SITE_URL"].startswith("https://")
    assert len(environment["SECRET_KEY"]) >= 50
    assert environment["PATH"] == "/bin"


def test_every_check_of_the_house_is_a_stage():
    names = " ".join(stage.name for stage in checks.STAGES)
    for part in ("ruff check", "ruff format", "mypy", "contracts", "djlint", "migrations", "deployment"):
        assert part in names


def test_types_are_checked_where_it_is_decided_and_written():
    sources = checks.typed_sources()
    assert {"core", "integrations", "bin/launcher"} <= set(sources)
    assert any(source.endswith("/rules.py") for source in sources)
    assert not any(source.endswith("views.py") for source in sources)
    assert len(sources) == len(set(sources))


def test_pytest_is_told_which_stages_failed(monkeypatch, tmp_path, stages):
    monkeypatch.setattr(checks, "HOME", tmp_path)
    told = {}

    class Done:
        returncode = 0

    monkeypatch.setattr(
        checks.subprocess, "run", lambda command, **more: told.update(command=command, **more) or Done()
    )
    assert checks._pytest(["tests/core", "-x"], {}, ["ruff check", "types"]) == 0
    assert told["env"]["FAILED_STAGES"] == "ruff check, types"
    assert told["command"][-2:] == ["tests/core", "-x"]
    assert "--create-db" in told["command"]
    checks._pytest([], {}, [])
    assert "--create-db" not in told["command"]


def test_who_runs_some_tests_may_go_on_without_chromium(monkeypatch):
    def refuse(_console):
        raise StepFailed("programs are missing: chromium", advice="sudo apt-get install chromium")

    monkeypatch.setattr(checks.system_packages, "ensure_test_programs", refuse)
    stream = io.StringIO()
    checks._ensure_programs(Console(stream), all_needed=False)
    assert "sudo apt-get install chromium" in stream.getvalue()
    with pytest.raises(StepFailed):
        checks._ensure_programs(Console(stream), all_needed=True)
