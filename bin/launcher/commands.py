"""Runs another program, keeps its output in a log file, and turns a bad end into a failed step."""

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.console import StepFailed
from launcher.identity import identity
from launcher.paths import LOG, ROOT


def run(
    command: Sequence[str | Path],
    *,
    log: str,
    env: Mapping[str, str] | None = None,
    advice: str = "",
    cwd: Path = ROOT,
    owner: tuple[int, int] | None = None,
) -> None:
    """The program has ended well; its output is in .local/log/<log>.log."""
    LOG.mkdir(parents=True, exist_ok=True)
    path = LOG / f"{log}.log"
    with path.open("w", encoding="utf-8") as output:
        try:
            code = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                check=False,
                **identity(owner),
            ).returncode
        except OSError as error:
            raise StepFailed(f"{command[0]} could not be started: {error}", advice=advice) from error
    if code != 0:
        raise StepFailed(
            f"{shlex.join(str(part) for part in command)} (exit code {code})",
            output=tail(path),
            advice=advice or f"the whole output is in {path}",
        )


def tail(path: Path, lines: int = 25) -> str:
    """The last lines of a log file, or nothing when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
