import sys

import pytest

from launcher import commands
from launcher.console import StepFailed


@pytest.fixture(autouse=True)
def log_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "LOG", tmp_path / "log")
    return tmp_path / "log"


def test_the_output_is_kept_in_a_log(log_folder):
    commands.run([sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr)"], log="step")
    assert set((log_folder / "step.log").read_text(encoding="utf-8").split()) == {"out", "err"}


def test_a_bad_end_becomes_a_failed_step_with_the_last_lines(log_folder):
    code = "print(*range(200), sep='\\n'); raise SystemExit(3)"
    with pytest.raises(StepFailed, match="exit code 3") as failed:
        commands.run([sys.executable, "-c", code], log="step")
    assert failed.value.output.splitlines()[-1] == "199"
    assert len(failed.value.output.splitlines()) == 25
    assert str(log_folder / "step.log") in failed.value.advice


def test_the_advice_of_the_step_goes_before_the_general_one():
    with pytest.raises(StepFailed) as failed:
        commands.run([sys.executable, "-c", "raise SystemExit(1)"], log="step", advice="install it")
    assert failed.value.advice == "install it"


def test_a_program_that_is_not_there_is_a_failed_step():
    with pytest.raises(StepFailed, match="could not be started") as failed:
        commands.run(["/nowhere/program"], log="step", advice="install it")
    assert failed.value.advice == "install it"


def test_the_program_gets_the_environment_and_nothing_to_read(log_folder):
    code = "import os, sys; print(os.environ['NAME'], repr(sys.stdin.read()))"
    commands.run([sys.executable, "-c", code], log="step", env={"NAME": "value"})
    assert (log_folder / "step.log").read_text(encoding="utf-8") == "value ''\n"


def test_the_tail_of_no_log_is_empty(tmp_path):
    assert commands.tail(tmp_path / "none.log") == ""
