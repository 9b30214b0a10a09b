"""Long-running programs under our care: started, waited for, adopted, restarted when they die, ended in order."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals

from launcher import processes
from launcher.commands import tail
from launcher.console import Console, StepFailed
from launcher.identity import identity
from launcher.interruptions import held_back
from launcher.paths import LOG, ROOT
from launcher.processes import Process, Record

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
LONGEST_LOG = 10_000_000  # bytes; then the next start begins a new file and keeps the last one
STEADY_AFTER = 60.0  # who lived that long is forgiven its earlier deaths


@dataclass(frozen=True)
class Service:
    """How to start a program, how to know that it answers, how to end it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    answers: Callable[[], bool]
    ready_within: float = 30.0
    stop_signal: Signals = SIGTERM
    grace: float = 10.0
    folder: Path = ROOT
    owner: tuple[int, int] | None = None
    foundation: bool = False  # others stand on it: it ends after them
    once: bool = False  # it ends by itself when it has done its work, and stays ended
    running: Callable[[], Process | None] | None = None  # finds the one a killed launcher left; None: not to be adopted

    @property
    def log(self) -> Path:
        return LOG / f"{self.name}.log"

    def launch(self) -> Process:
        """The program runs in a session of its own, so that Ctrl-C reaches only the launcher."""
        LOG.mkdir(parents=True, exist_ok=True)
        if self.log.is_file() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            child = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                cwd=self.folder,
                start_new_session=True,
                **identity(self.owner),
            )
        child.returncode = 0  # waited for by number, for children and adopted ones alike
        return Process(child.pid, processes.beginning(child.pid) or "")


@dataclass
class _Kept:
    service: Service
    process: Process
    since: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    again_at: float | None = None


class Supervisor:
    """Keeps services running until told to stop."""

    def __init__(self, console: Console, record: Record) -> None:
        self._console = console
        self._record = record
        self._kept: list[_Kept] = []

    def start(self, service: Service) -> None:
        """The service runs and answers, the one left by a killed launcher taken over where it may be."""
        self.launch(service)
        self.wait(service)

    def launch(self, service: Service) -> None:
        orphan = service.running() if service.running else None
        with held_back():  # nobody runs without being known
            process = orphan or service.launch()
            self._record.note(service.name, process)
            self._kept.append(_Kept(service, process))

    def wait(self, service: Service) -> None:
        kept = next(kept for kept in self._kept if kept.service is service)
        deadline = time.monotonic() + service.ready_within
        while not (kept.process.alive and service.answers()):
            if not kept.process.alive:
                raise _failure(service, "ended while starting")
            if time.monotonic() > deadline:
                raise _failure(service, f"did not answer within {service.ready_within:.0f} s")
            time.sleep(0.05)

    def watch(self) -> None:
        """Restarts whoever dies, later each time, until it is interrupted."""
        while True:
            time.sleep(0.5)
            self.care()

    def care(self) -> None:
        """Looks after each service once."""
        for kept in list(self._kept):
            self._care(kept)

    def stop(self) -> None:
        """All services have ended: first those that use others, all asked at once, then the others, the last first."""
        foundations = [kept for kept in self._kept if kept.service.foundation]
        others = [kept for kept in self._kept if not kept.service.foundation]
        for kept in others:
            processes.ask(kept.process, kept.service.stop_signal)
        for kept in [*reversed(others), *reversed(foundations)]:
            self._forget(kept)

    def _forget(self, kept: _Kept) -> None:
        """Nothing of the service runs, and nobody looks for it."""
        processes.end(kept.process, first=kept.service.stop_signal, grace=kept.service.grace)
        self._record.forget(kept.service.name)
        self._kept.remove(kept)

    def _care(self, kept: _Kept) -> None:
        now = time.monotonic()
        if kept.again_at is None:
            if kept.process.alive:
                return
            if kept.service.once:
                self._forget(kept)
                return
            kept.pause = FIRST_PAUSE if now - kept.since > STEADY_AFTER else kept.pause
            kept.again_at = now + kept.pause
            self._console.say(
                f"{kept.service.name} ended; starting it again in {kept.pause:.0f} s (its log: {kept.service.log})"
            )
        elif now >= kept.again_at:
            processes.end(kept.process, first=kept.service.stop_signal, grace=0)  # what it left of its group
            with held_back():
                kept.process = kept.service.launch()
                self._record.note(kept.service.name, kept.process)
            kept.since, kept.again_at = now, None
            kept.pause = min(kept.pause * 2, LONGEST_PAUSE)


def end_orphans(record: Record, *, except_for: frozenset[str] = frozenset()) -> list[str]:
    """Ends what a killed launcher left behind; returns the names."""
    ended = []
    for name in record.names():
        if name in except_for:
            continue
        if process := record.find(name):
            processes.end(process, first=SIGTERM, grace=5)
            ended.append(name)
        record.forget(name)
    return ended


def _failure(service: Service, how: str) -> StepFailed:
    return StepFailed(f"{service.name} {how}", output=tail(service.log), advice=f"read its log, {service.log}")
