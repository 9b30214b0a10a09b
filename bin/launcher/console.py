"""What the person at the terminal sees: one line for each step, with its time, and a failure that says what to do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

TAIL_LINES = 25


class StepFailed(Exception):
    """A step could not be done: what failed, the last lines of its output, what to do now."""

    def __init__(self, what: str, *, output: str = "", advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.output = output
        self.advice = advice


class Step:
    """One line of progress; `note` ends up behind its time, and a step that failed is marked so."""

    def __init__(self) -> None:
        self.note = ""
        self.failed = False


class Console:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rewrites = stream.isatty()
        self._somebody_reads = True

    def say(self, text: str = "") -> None:
        self._write(f"{text}\n")

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Shows the title while the work goes on, and its time afterwards."""
        step = Step()
        begun = time.monotonic()
        if self._rewrites:
            self._write(f"  … {title}")
        try:
            yield step
        except BaseException:
            step.failed = True
            raise
        finally:
            self._finish(title, begun, step)

    def failure(self, failed: StepFailed) -> None:
        """Tells what failed, the end of its output and what to do."""
        self.say()
        self.say(f"Failed: {failed.what}")
        if failed.output:
            self.say("The last lines of its output:")
            for line in failed.output.rstrip().splitlines()[-TAIL_LINES:]:
                self.say(f"    {line}")
        if failed.advice:
            self.say(f"What to do: {failed.advice}")

    def _write(self, text: str) -> None:
        if self._somebody_reads:
            try:
                self._stream.write(text)
                self._stream.flush()
            except BrokenPipeError:  # the work goes on without a reader, and ends in order
                self._somebody_reads = False

    def _finish(self, title: str, begun: float, step: Step) -> None:
        mark = "✗" if step.failed else "✓"
        seconds = time.monotonic() - begun
        note = f"  {step.note}" if step.note else ""
        start = "\r\033[K" if self._rewrites else ""
        self.say(f"{start}  {mark} {title:<44}{seconds:6.1f} s{note}")
