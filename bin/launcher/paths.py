"""Where things are in this checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCAL = ROOT / ".local"
LOG = LOCAL / "log"
STAMPS = LOCAL / "stamps"
RUNNING = LOCAL / "running"


def venv_program(name: str) -> Path:
    return VENV / "bin" / name


def site_packages() -> Path:
    """The folder of the installed Python packages."""
    return next((VENV / "lib").glob("python3.*/site-packages"))
