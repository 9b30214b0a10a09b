"""Whether a step's input is still what it was when the step was last done."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*inputs: Path | str) -> str:
    """A digest of names and contents; a folder stands for all files below it, a string for itself."""
    digest = hashlib.sha256()
    for part in inputs:
        if isinstance(part, str):
            digest.update(f"text {part}\0".encode())
            continue
        for path in _files(part):
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
            digest.update(f"file {path.relative_to(part.parent)} {content}\0".encode())
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


class Stamp:
    """Remembers in a file for which fingerprint a step was done."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fits(self, value: str) -> bool:
        try:
            return self._path.read_text(encoding="utf-8") == value
        except OSError:
            return False

    def set(self, value: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(value, encoding="utf-8")

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)
