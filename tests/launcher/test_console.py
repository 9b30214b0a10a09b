import io

import pytest

from launcher.console import Console, StepFailed


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Closed(io.StringIO):
    def write(self, _text):
        raise BrokenPipeError


def test_a_step_shows_its_title_its_time_and_its_note():
    stream = io.StringIO()
    with Console(stream).step("Python packages") as step:
        step.note = "up to date"
    line = stream.getvalue()
    assert line.startswith("  ✓ Python packages")
    assert line.endswith(" s  up to date\n")
    assert line.count("\n") == 1


def test_a_failed_step_is_marked_and_passes_its_error_on():
    stream = io.StringIO()
    with pytest.raises(StepFailed), Console(stream).step("Tables"):
        raise StepFailed("no")
    assert "✗ Tables" in stream.getvalue()


def test_on_a_terminal_the_title_stands_there_while_the_step_runs():
    stream = Terminal()
    with Console(stream).step("Tables"):
        assert stream.getvalue() == "  … Tables"
    assert "\r" in stream.getvalue()


def test_a_failure_tells_what_the_end_of_the_output_and_what_to_do():
    stream = io.StringIO()
    output = "\n".join(f"line {number}" for number in range(100))
    Console(stream).failure(StepFailed("npm ci", output=output, advice="try again"))
    text = stream.getvalue()
    assert "Failed: npm ci" in text
    assert "line 99" in text
    assert "line 70" not in text
    assert "What to do: try again" in text


def test_the_work_goes_on_when_nobody_reads():
    console = Console(Closed())
    console.say("one")
    console.say("two")
