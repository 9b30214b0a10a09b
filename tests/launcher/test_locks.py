import io
import subprocess
import sys
import time

import pytest

from launcher import locks
from launcher.console import Console, StepFailed

HOLDER = """
import io, sys, time
from pathlib import Path
from launcher import locks
from launcher.console import Console
locks.LOCAL = Path(sys.argv[1])
with locks.alone("run", Console(io.StringIO()), wait=True):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def local(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "LOCAL", tmp_path)
    return tmp_path


@pytest.fixture
def holder(local, pytestconfig):
    """Another process that holds the lock for a while."""
    started = []

    def hold(seconds):
        child = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(local), str(seconds)],
            cwd=pytestconfig.rootpath / "bin",
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        assert child.stdout.readline() == "held\n"
        return child

    yield hold
    for child in started:
        child.kill()
        child.wait()
        child.stdout.close()


def test_who_must_not_wait_is_told_that_it_is_being_served(holder):
    holder(30)
    with pytest.raises(StepFailed, match="already being served") as failed:
        locks.alone("run", Console(io.StringIO()), wait=False).__enter__()
    assert failed.value.advice


def test_who_waits_gets_it_afterwards_and_says_so(holder):
    holder(0.3)
    stream = io.StringIO()
    with locks.alone("run", Console(stream), wait=True):
        assert "Waiting" in stream.getvalue()


def test_a_killed_holder_holds_nothing(holder):
    child = holder(30)
    child.kill()
    child.wait()
    with locks.alone("run", Console(io.StringIO()), wait=False):
        pass


def test_purposes_do_not_block_each_other(holder):
    holder(30)
    begun = time.monotonic()
    with locks.alone("set-up", Console(io.StringIO()), wait=True):
        assert time.monotonic() - begun < 5
