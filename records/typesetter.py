"""Turning HTML into PDF in a child process that may neither grow nor last beyond its limits."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

_JOBS_OF_ONE_PRESS = 100  # then a fresh process: libraries keep what they once allocated


class RenderFailed(Exception):
    """No PDF came out; the text says why."""


@dataclass(frozen=True, slots=True)
class Print:
    """A finished PDF. `seal` is the place kept for the visible seal: {"page": …, "box": [left, bottom, right, top]}."""

    pdf: bytes
    pages: int
    seal: dict[str, Any] | None


class Typesetter:
    """Keeps one press running and starts another when it ended, was too slow or grew old."""

    def __init__(self) -> None:
        self._press: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._jobs = 0
        self._lock = threading.Lock()

    def print(self, html: str) -> Print:
        """The PDF of `html`; raises RenderFailed when it needs more time or memory than allowed or asks for a file."""
        with self._lock:
            press = self._ready()
            watch = threading.Timer(settings.DOCUMENT_SECONDS, press.kill)
            watch.start()
            try:
                return self._ask(press, html.encode())
            except (OSError, ValueError) as error:
                self.close()
                raise RenderFailed("the press ended: out of time or memory") from error
            finally:
                watch.cancel()

    def close(self) -> None:
        """The press is gone; the next job starts another."""
        if self._press is not None and self._owner == os.getpid():
            self._press.kill()
            self._press.communicate()
        self._press = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # we are a fork: the press belongs to the parent
            self._press = None
        if self._jobs >= _JOBS_OF_ONE_PRESS or (self._press and self._press.poll() is not None):
            self.close()
        if self._press is None:
            command = [sys.executable, "-W", "ignore", "-m", "records.press"]
            self._press = subprocess.Popen(  # noqa: S603 -- our own interpreter and module, no word of a user
                [*command, str(settings.DOCUMENT_ASSETS), str(settings.DOCUMENT_MEGABYTES)],
                cwd=settings.BASE_DIR,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._owner, self._jobs = os.getpid(), 0
        self._jobs += 1
        return self._press

    def _ask(self, press: subprocess.Popen[bytes], html: bytes) -> Print:
        if press.stdin is None or press.stdout is None:
            raise ValueError("the press has no pipes")
        press.stdin.write(json.dumps({"length": len(html)}).encode() + b"\n" + html)
        press.stdin.flush()
        facts = json.loads(press.stdout.readline())
        pdf = press.stdout.read(facts["length"])
        if facts.get("is_last"):
            self.close()
        if "problem" in facts:
            raise RenderFailed(facts["problem"])
        if len(pdf) != facts["length"]:
            raise ValueError("the press ended in the middle of the PDF")
        return Print(pdf, facts["pages"], facts["seal"])


def _environment() -> dict[str, str]:
    """Nothing of ours: no secrets, no address of the database, no fonts of the machine."""
    kept = {name: os.environ[name] for name in ("PATH", "DYLD_FALLBACK_LIBRARY_PATH") if name in os.environ}
    fonts = str(Path(__file__).with_name("fonts.conf"))
    return kept | {"LC_ALL": "C.UTF-8", "FONTCONFIG_FILE": fonts, "XDG_CACHE_HOME": tempfile.gettempdir()}


typesetter = Typesetter()
atexit.register(typesetter.close)
