import io
import subprocess
import sys
import threading

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
    checks._pytest(["tests/core"], {}, [])
    assert "--create-db" not in told["command"]


@pytest.mark.parametrize(
    ("cores", "workers"), [(1, []), (4, ["-n", "4", "--dist=loadscope", "--no-loadscope-reorder"])]
)
def test_all_tests_are_run_on_all_cores_with_databases_of_their_own(monkeypatch, tmp_path, cores, workers):
    commands = []

    class Done:
        returncode = 0

    monkeypatch.setattr(checks, "HOME", tmp_path)
    monkeypatch.setattr(checks, "cores", lambda: cores)
    monkeypatch.setattr(checks.subprocess, "run", lambda command, **_more: commands.append(command) or Done())
    checks._pytest(["tests/core"], {}, [])
    checks._pytest([], {}, [])
    checks._pytest([], {}, [])
    fresh = [] if cores == 1 else ["--create-db"]  # with one core both ways share the database
    assert [command[3:] for command in commands] == [["--create-db", "tests/core"], [*fresh, *workers], workers]


def test_stages_run_beside_each_other_and_are_shown_in_their_order(monkeypatch, stages):
    monkeypatch.setattr(checks, "cores", lambda: 2)
    met = threading.Barrier(2, timeout=20)

    def meet(stage, _environment):
        met.wait()
        return subprocess.CompletedProcess(stage.command, 1 if stage is RED else 0, stdout=f"said by {stage.name}\n")

    monkeypatch.setattr(checks, "_run", meet)
    monkeypatch.setattr(checks.subprocess, "run", lambda *_command, **_more: None)
    stages(GREEN, RED)
    stream = io.StringIO()
    assert checks._run_stages({}, Console(stream)) == ["red"]
    text = stream.getvalue()
    assert text.index("green") < text.index("✗ red") < text.index("said by red")
    assert "said by green" not in text


def test_there_is_a_core():
    assert checks.cores() >= 1


def test_who_runs_some_tests_may_go_on_without_chromium(monkeypatch):
    def refuse(_console):
        raise StepFailed("programs are missing: chromium", advice="sudo apt-get install chromium")

    monkeypatch.setattr(checks.system_packages, "ensure_test_programs", refuse)
    stream = io.StringIO()
    checks._ensure_programs(Console(stream), all_needed=False)
    assert "sudo apt-get install chromium" in stream.getvalue()
    with pytest.raises(StepFailed):
        checks._ensure_programs(Console(stream), all_needed=True)
