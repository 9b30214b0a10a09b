"""Processes that outlive the one that started them: who they are, whether they live, how they end."""

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process as a number and the moment it began, so that a number used again is not mistaken for it."""

    pid: int
    begun: str

    @property
    def alive(self) -> bool:
        return beginning(self.pid) == self.begun


def beginning(pid: int) -> str | None:
    """When the process began, as the system tells it; None when there is none or it is only waiting to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None if Path("/proc/self/stat").exists() else _beginning_by_ps(pid)
    return None if fields[0] in "ZX" else fields[19]


def _beginning_by_ps(pid: int) -> str | None:
    told = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or None


def command_line(pid: int) -> str:
    """How the process was started, as far as the system tells."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).replace("\0", " ")
    except OSError:
        told = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return told.stdout


def ask(process: Process, number: signal.Signals) -> None:
    """The process got the signal, if it still lives."""
    if process.alive:
        _signal(process.pid, number)


def end(process: Process, *, first: signal.Signals, grace: float) -> None:
    """The process and all of its group are gone: asked first, killed when the grace is over."""
    ask(process, first)
    wait_for_end(process, grace)
    _signal_group(process.pid, signal.SIGKILL)
    wait_for_end(process, 5)
    _reap(process.pid)


def wait_for_end(process: Process, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while process.alive:
        if time.monotonic() > deadline:
            return False
        _reap(process.pid)
        time.sleep(0.02)
    return True


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return  # somebody else's child


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _signal_group(pid: int, number: signal.Signals) -> None:
    """Each of ours leads a session of its own, so its number is also its group's, and nobody else's while one lives."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


class Record:
    """Notes on disk which process serves a name, for the launcher that comes after a killed one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, name: str, process: Process) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path(name).write_text(json.dumps(asdict(process)), encoding="utf-8")

    def forget(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def find(self, name: str) -> Process | None:
        """The process noted for the name, if it still lives."""
        try:
            process = Process(**json.loads(self._path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return process if process.alive else None

    def names(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.json")) if self._folder.is_dir() else []

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
