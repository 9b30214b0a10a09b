"""The virtual environment with the pinned and hashed packages."""

import os
import shutil
import sys
from pathlib import Path

from launcher import commands
from launcher.console import Console
from launcher.fingerprint import Stamp, fingerprint
from launcher.paths import PYTHON, ROOT, VENV

REQUIREMENTS = ROOT / "requirements" / "development.txt"
ADVICE = (
    "check that the package index answers (pip reads PIP_INDEX_URL and pip.conf); "
    "if the folder .venv is damaged, delete it; then start again."
)


def ensure(console: Console) -> None:
    """.venv exists and holds the packages of the lock file."""
    wanted = fingerprint(REQUIREMENTS)
    stamp = Stamp(VENV / "asula-installed")  # inside, so that it goes away together with the folder
    with console.step("Python packages") as step:
        if VENV.is_symlink() and _answers():
            step.note = "linked from elsewhere, left alone"
            return
        if _answers() and stamp.fits(wanted):
            step.note = "up to date"
            return
        stamp.clear()
        if not _answers():
            _create()
        install(REQUIREMENTS, log="python-packages")
        stamp.set(wanted)


def install(requirements: Path, *, log: str) -> None:
    """The packages of the file are in .venv, each checked against its hash."""
    uv = shutil.which("uv")
    installer: list[str | Path] = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    quiet = [] if uv else ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    environment = os.environ | {"UV_LINK_MODE": "copy"}  # a hard link into uv's store would change with it
    command = [*installer, *quiet, "--require-hashes", "-r", requirements]
    commands.run(command, log=log, env=environment, advice=ADVICE)


def _create() -> None:
    advice = "Python's module venv is needed; on Debian or Ubuntu: sudo apt-get install python3-venv"
    commands.run([sys.executable, "-m", "venv", "--clear", VENV], log="virtual-environment", advice=advice)


def _answers() -> bool:
    """Whether the folder is a virtual environment whose Python is still there; its base may have been removed."""
    return PYTHON.exists() and (VENV / "pyvenv.cfg").is_file()
