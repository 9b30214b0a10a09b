import io
import os
import signal
import sys

import pytest

from launcher import processes, services
from launcher.console import Console, StepFailed
from launcher.processes import Record
from launcher.services import Service, Supervisor, end_orphans

SLEEP = "import time; time.sleep(60)"


@pytest.fixture(autouse=True)
def log_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "LOG", tmp_path / "log")
    return tmp_path / "log"


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "running")


@pytest.fixture
def output():
    return io.StringIO()


@pytest.fixture
def supervisor(record, output):
    supervisor = Supervisor(Console(output), record)
    yield supervisor
    supervisor.stop()


@pytest.fixture
def clock(monkeypatch):
    """A clock that only moves when told."""

    class Clock:
        now = 1000.0

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(services, "time", clock)
    return clock


def service(code=SLEEP, *, name="trial", answers=lambda: True, **more):
    return Service(
        name=name, command=(sys.executable, "-c", code), environment=dict(os.environ), answers=answers, **more
    )


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    assert processes.wait_for_end(process, 5)


def test_a_started_service_is_noted_and_ends_with_the_supervisor(supervisor, record):
    supervisor.start(service())
    process = record.find("trial")
    assert process.alive
    supervisor.stop()
    assert not process.alive
    assert record.names() == []


def test_foundations_end_after_what_stands_on_them_and_the_last_first(supervisor, tmp_path):
    order = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        "def end(*_):\n    open({path!r}, 'a').write({name!r}); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\nprint('on', flush=True)\ntime.sleep(60)"
    )
    for name in "abc":
        one = service(code.format(path=str(order), name=name), name=name)
        more = {"answers": lambda one=one: one.log.read_bytes() == b"on\n", "foundation": name in "ab"}
        supervisor.start(Service(**{**vars(one), **more}))
    supervisor.stop()
    assert order.read_text(encoding="utf-8") == "cba"


def test_who_ends_while_starting_fails_the_start_with_its_last_lines(supervisor):
    with pytest.raises(StepFailed, match="trial ended while starting") as failed:
        supervisor.start(service("raise SystemExit('no such module')", answers=lambda: False))
    assert "no such module" in failed.value.output
    assert "trial.log" in failed.value.advice


def test_who_never_answers_fails_the_start(supervisor):
    with pytest.raises(StepFailed, match="did not answer within 0 s"):
        supervisor.start(service(answers=lambda: False, ready_within=0.1))


def test_a_service_of_an_earlier_start_is_taken_over_when_it_says_so(supervisor, record):
    supervisor.start(service())
    first = record.find("trial")
    Supervisor(Console(io.StringIO()), record).start(service(running=lambda: record.find("trial")))
    assert record.find("trial") == first


def test_a_dead_service_comes_back_after_a_pause_and_it_is_told(supervisor, record, output, clock):
    supervisor.start(service())
    first = record.find("trial")
    kill(first)
    supervisor.care()
    assert "trial ended; starting it again in 1 s" in output.getvalue()
    assert record.find("trial") is None
    clock.sleep(0.9)
    supervisor.care()
    assert record.find("trial") is None
    clock.sleep(0.2)
    supervisor.care()
    assert record.find("trial").alive
    assert record.find("trial") != first


def test_who_works_once_stays_ended(supervisor, record, output):
    supervisor.launch(service("pass", name="errand", once=True))
    while "errand" in record.names():
        supervisor.care()
    supervisor.care()
    assert output.getvalue() == ""


def test_pauses_double_up_to_a_limit_and_a_steady_life_is_forgiven(supervisor, record, output, clock):
    supervisor.start(service())
    for _death in range(7):
        kill(record.find("trial"))
        supervisor.care()
        clock.sleep(31)
        supervisor.care()
    pauses = [line.split(" in ")[1].split(" s")[0] for line in output.getvalue().splitlines()]
    assert pauses == ["1", "2", "4", "8", "16", "30", "30"]
    clock.sleep(61)
    kill(record.find("trial"))
    supervisor.care()
    assert "again in 1 s" in output.getvalue().splitlines()[-1]


def test_orphans_of_a_killed_launcher_are_ended_but_for_those_to_be_kept(record):
    left = {name: service(name=name).launch() for name in ("web", "worker", "postgres")}
    for name, process in left.items():
        record.note(name, process)
    record.note("beat", processes.Process(2**22 + 1, "long ago"))
    assert end_orphans(record, except_for=frozenset({"postgres"})) == ["web", "worker"]
    assert not left["web"].alive
    assert left["postgres"].alive
    assert record.names() == ["postgres"]
    assert end_orphans(record) == ["postgres"]


def test_ctrl_c_in_the_terminal_does_not_reach_the_services(supervisor, record):
    supervisor.start(service())
    pid = record.find("trial").pid
    assert os.getsid(pid) == pid != os.getsid(0)


def test_a_long_log_is_put_aside_and_kept(log_folder, monkeypatch):
    monkeypatch.setattr(services, "LONGEST_LOG", 3)
    for _time in range(2):
        processes.wait_for_end(service("print('once')").launch(), 5)
    assert (log_folder / "trial.log").read_text(encoding="utf-8") == "once\n"
    assert (log_folder / "trial.log.1").read_text(encoding="utf-8") == "once\n"


def test_the_log_goes_on_where_it_ended(supervisor, log_folder):
    one = service("print('once')")
    for _time in range(2):
        processes.wait_for_end(one.launch(), 5)
    assert (log_folder / "trial.log").read_text(encoding="utf-8") == "once\nonce\n"
