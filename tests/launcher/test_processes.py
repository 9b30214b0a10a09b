import os
import signal
import subprocess
import sys
import time

import pytest

from launcher import processes
from launcher.processes import Process, Record

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def python():
    """Starts Python programs in sessions of their own and waits for their first line."""
    started = []

    def start(code):
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(child)
        return Process(child.pid, processes.beginning(child.pid)), child.stdout.readline().strip()

    yield start
    for child in started:
        child.kill()
        child.wait()
        child.stdout.close()


def gone(pid):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if processes.beginning(pid) is None:
            return True
        time.sleep(0.02)
    return False


def test_a_running_process_is_alive_and_a_finished_one_is_not(python):
    process, _ = python("import time; print('on', flush=True); time.sleep(60)")
    assert process.alive
    os.kill(process.pid, signal.SIGKILL)
    assert gone(process.pid)
    assert not process.alive


def test_a_number_used_again_is_not_taken_for_the_old_process():
    assert not Process(os.getpid(), "another moment").alive
    assert Process(os.getpid(), processes.beginning(os.getpid())).alive


def test_no_process_has_no_beginning():
    assert processes.beginning(2**22 + 1) is None


def test_ps_tells_the_beginning_too(python):
    process, _ = python("import time; print('on', flush=True); time.sleep(60)")
    assert processes._beginning_by_ps(process.pid)
    assert processes._beginning_by_ps(2**22 + 1) is None


def test_the_command_line_tells_what_runs(python):
    process, _ = python("import time; print('on', flush=True); time.sleep(60)  # ң")
    assert "time.sleep(60)  # ң" in processes.command_line(process.pid)
    assert processes.command_line(2**22 + 1) == ""


def test_whoever_does_not_listen_is_killed_when_the_grace_is_over(python):
    process, _ = python(STUBBORN)
    begun = time.monotonic()
    processes.end(process, first=signal.SIGTERM, grace=0.3)
    assert gone(process.pid)
    assert 0.3 <= time.monotonic() - begun < 3


def test_the_whole_group_ends(python):
    process, child = python(PARENT)
    processes.end(process, first=signal.SIGTERM, grace=2)
    assert gone(process.pid)
    assert gone(int(child))


def test_children_that_outlived_their_parent_end_too(python):
    process, child = python(PARENT)
    os.kill(process.pid, signal.SIGKILL)
    assert gone(process.pid)
    processes.end(process, first=signal.SIGTERM, grace=2)
    assert gone(int(child))


def test_ending_who_has_ended_is_no_error():
    processes.end(Process(2**22 + 1, "long ago"), first=signal.SIGTERM, grace=0)


def test_a_record_finds_only_who_still_lives(tmp_path):
    record = Record(tmp_path / "running")
    assert record.names() == []
    me = Process(os.getpid(), processes.beginning(os.getpid()))
    record.note("me", me)
    record.note("gone", Process(2**22 + 1, "long ago"))
    assert record.names() == ["gone", "me"]
    assert record.find("me") == me
    assert record.find("gone") is None
    assert record.find("never") is None
    record.forget("me")
    record.forget("me")
    assert record.find("me") is None


def test_a_damaged_record_is_no_process(tmp_path):
    record = Record(tmp_path)
    for text in ("", "{}", "[1]", '{"pid": 1}'):
        (tmp_path / "web.json").write_text(text, encoding="utf-8")
        assert record.find("web") is None
