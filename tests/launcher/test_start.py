"""start.sh finds a Python that is new enough, wherever it is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[2] / "bin" / "launcher" / "start.sh"
TOLD = 'case "$*" in *version_info*) {check};; *) echo "{name}: $*";; esac'


@pytest.fixture
def machine(tmp_path):
    """A machine with a checkout in a folder with a space, an empty PATH folder and an empty home."""
    launcher = tmp_path / "a checkout" / "bin" / "launcher"
    launcher.mkdir(parents=True)
    shutil.copy(START, launcher)
    (tmp_path / "path").mkdir()
    (tmp_path / "home").mkdir()
    for program in ("sh", "dirname", "cat"):
        (tmp_path / "path" / program).symlink_to(shutil.which(program))
    return tmp_path


def program(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def python(path, *, new, name):
    program(path, TOLD.format(check="exit 0" if new else "exit 1", name=name))


def start(machine, *arguments):
    return subprocess.run(
        ["sh", str(machine / "a checkout" / "bin" / "launcher" / "start.sh"), *arguments],
        env={"PATH": str(machine / "path"), "HOME": str(machine / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_on_the_path_is_taken_with_all_arguments(machine):
    python(machine / "path" / "python3", new=True, name="path")
    done = start(machine, "run", "--json", "two words")
    assert done.stdout == f"path: {machine}/a checkout/bin/launcher run --json two words\n"


def test_an_old_one_is_passed_over_for_pyenv_s(machine):
    python(machine / "path" / "python3", new=False, name="old")
    python(machine / "home" / ".pyenv" / "versions" / "3.12.4" / "bin" / "python", new=True, name="pyenv")
    assert start(machine, "run").stdout.startswith("pyenv: ")


def test_a_shim_that_leads_nowhere_is_passed_over(machine):
    program(machine / "path" / "python3.13", "exit 127")
    python(machine / "path" / "python3.12", new=True, name="twelve")
    assert start(machine, "run").stdout.startswith("twelve: ")


def test_uv_fetches_one_when_there_is_none(machine):
    fetched = machine / "fetched" / "python"
    python(fetched, new=True, name="fetched")
    program(machine / "path" / "uv", f'test "$2" = install || echo "{fetched}"')
    assert start(machine, "test").stdout.startswith("fetched: ")


def test_without_any_it_says_what_to_install(machine):
    done = start(machine, "run")
    assert done.returncode == 1
    assert "Python 3.12 or newer" in done.stderr
    assert "apt-get install" in done.stderr


def test_the_two_commands_lead_here():
    for name in ("run", "test"):
        command = START.parents[1] / name
        assert os.access(command, os.X_OK)
        done = subprocess.run([command, "--help"], capture_output=True, text=True, check=False)
        assert done.returncode == 0
        assert f"bin/{name}" in done.stdout
