"""The front-end assets: Node, the locked npm packages, the build into static/dist."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from launcher import commands, python_packages
from launcher.console import Console
from launcher.fingerprint import Stamp, fingerprint
from launcher.paths import ROOT, STAMPS, venv_program

MODULES = ROOT / "node_modules"
SOURCES = ROOT / "static"
BUILT = SOURCES / "dist"
LOCK = ROOT / "package-lock.json"
OLDEST_NODE = 20


def ensure(console: Console) -> None:
    """static/dist holds the assets built from the sources that are there now."""
    _ensure_packages(console)
    if not (SOURCES / "build.mjs").is_file():
        return
    wanted = fingerprint(LOCK, ROOT / "package.json", *_sources())
    stamp = Stamp(STAMPS / "front-end")
    with console.step("Front-end assets") as step:
        if BUILT.is_dir() and stamp.fits(wanted):
            step.note = "up to date"
            return
        stamp.clear()
        commands.run([_npm(), "run", "build"], log="front-end", env=_environment())
        stamp.set(wanted)


def _ensure_packages(console: Console) -> None:
    wanted = fingerprint(LOCK)
    stamp = Stamp(MODULES / ".asula-installed")  # npm ci empties the folder, and the stamp goes with it
    with console.step("npm packages") as step:
        if MODULES.is_symlink():
            step.note = "linked from elsewhere, left alone"  # npm ci would empty it for everybody
            return
        if stamp.fits(wanted):
            step.note = "up to date"
            return
        if _npm_on_path() is None:
            python_packages.install(ROOT / "requirements" / "node.txt", log="node")
        advice = "check that the npm registry answers (npm ping), then start again."
        commands.run([_npm(), "ci"], log="npm-packages", env=_environment(), advice=advice)
        stamp.set(wanted)


def _sources() -> list[Path]:
    return sorted(path for path in SOURCES.iterdir() if path != BUILT) if SOURCES.is_dir() else []


def _npm() -> str:
    return _npm_on_path() or str(venv_program("npm"))


def _npm_on_path() -> str | None:
    """The machine's npm, if its Node is new enough for the build."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", told)
    return npm if version and int(version[1]) >= OLDEST_NODE else None


def _environment() -> dict[str, str]:
    """npm's scripts start `node` by name: the machine's, or the one in .venv where that is the one to use."""
    path, ours = os.environ.get("PATH", os.defpath), str(venv_program("node").parent)
    return os.environ | {"PATH": os.pathsep.join([path, ours] if _npm_on_path() else [ours, path])}
