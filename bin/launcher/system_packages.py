"""What cannot come from PyPI or npm: native libraries and programs of the operating system."""

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

from launcher import commands
from launcher.console import Console, StepFailed

# What WeasyPrint loads when it is imported, under its Linux and macOS names.
PDF_LIBRARIES = {
    "linux": (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
    ),
    "darwin": ("libgobject-2.0.0.dylib", "libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz.0.dylib"),
}
PDF_PACKAGES = {
    "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1"),
    "dnf": ("pango", "harfbuzz", "fontconfig"),
    "pacman": ("pango", "harfbuzz", "fontconfig"),
    "brew": ("pango",),
}
TEST_PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),  # the journeys
    "gettext": ("msgmerge",),  # the check that the translations are complete
    "poppler-utils": ("pdftotext",),  # reading back the documents
}
INSTALL = {
    "apt-get": ("apt-get", "install", "--yes", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "pacman": ("pacman", "-S", "--noconfirm"),
    "brew": ("brew", "install"),
}


def ensure_pdf_libraries(console: Console) -> None:
    """WeasyPrint's libraries can be loaded."""
    with console.step("Native libraries for PDF") as step:
        if not missing_libraries():
            step.note = "present"
            return
        manager = _manager()
        _install(manager, PDF_PACKAGES[manager], f"libraries are missing: {', '.join(missing_libraries())}")
        if still := missing_libraries():
            raise StepFailed(f"still missing after the installation: {', '.join(still)}")


def ensure_test_programs(console: Console) -> None:
    """Chromium, gettext and poppler are there."""
    with console.step("Programs for the tests") as step:
        absent = missing_programs()
        if not absent:
            step.note = "present"
            return
        _install(_manager(), absent, f"programs are missing: {', '.join(absent)}")


def missing_libraries() -> list[str]:
    names = PDF_LIBRARIES.get(sys.platform, PDF_LIBRARIES["linux"])
    return [name for name in names if not _loads(name)]


def missing_programs() -> list[str]:
    return [package for package in TEST_PROGRAMS if found(package) is None]


def found(package: str) -> str | None:
    """Where the package's program is, under whichever name."""
    return next((path for program in TEST_PROGRAMS[package] if (path := shutil.which(program))), None)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _manager() -> str:
    return next((name for name in INSTALL if shutil.which(name)), "apt-get")


def _install(manager: str, packages: Sequence[str], problem: str) -> None:
    """The packages are installed where we may do that: with apt-get, as root or through a sudo that does not ask."""
    command = [*INSTALL[manager], *packages]
    prefix = _privilege()
    if manager != "apt-get" or shutil.which("apt-get") is None or prefix is None:
        by_hand = command if manager == "brew" else ["sudo", *command]
        raise StepFailed(problem, advice=f"install them and start again:\n    {shlex.join(by_hand)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    advice = f"run this yourself and start again:\n    sudo {shlex.join(command)}"
    commands.run([*prefix, "apt-get", "update"], log="system-packages-lists", env=environment, advice=advice)
    commands.run([*prefix, *command], log="system-packages", env=environment, advice=advice)


def _privilege() -> list[str] | None:
    """What to put before a command that needs root; None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks = subprocess.run(["sudo", "--non-interactive", "true"], capture_output=True, check=False)
    return ["sudo", "--non-interactive"] if asks.returncode == 0 else None
