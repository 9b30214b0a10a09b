import json
import logging
import sys

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from core.logs import logging_config, redact

PIN = "22112199901234"


@pytest.fixture
def line(capsys):
    formatter = logging_config("INFO")["formatters"]["json"]
    handler = logging.StreamHandler()
    handler.setFormatter(formatter["()"](**{key: value for key, value in formatter.items() if key != "()"}))

    def emit(*args, logger=None, **kwargs):
        target = logging.getLogger("tests.line")
        target.handlers, target.propagate = [handler], False
        handler.stream = sys.stderr
        (logger or structlog.get_logger("tests.line")).warning(*args, **kwargs)
        return capsys.readouterr().err

    return emit


def test_an_event_is_one_json_line_with_time_level_and_logger(line):
    event = json.loads(line("refused", path="/x/"))
    assert (event["event"], event["level"], event["logger"], event["path"]) == (
        "refused",
        "warning",
        "tests.line",
        "/x/",
    )
    assert event["timestamp"].endswith("Z")


def test_a_newline_in_a_value_stays_inside_its_line(line):
    assert line("agent", value="x\r\nFAKE line").count("\n") == 1


def test_the_standard_library_is_logged_the_same_way(line):
    event = json.loads(line("pin %s", PIN, logger=logging.getLogger("tests.line")))
    assert event["event"] == "pin 22[…]34"


@pytest.mark.parametrize(
    "fields",
    [
        {"path": f"/x/{PIN}/"},
        {"body": {"personIdnp": PIN}},
        {"rows": [[PIN], (PIN,)]},
        {"error": ValueError(PIN)},
        {"pin": "2211"},
        {"Authorization": "Bearer abc"},
        {"answer": {"token": "abc", "deep": {"code": "2211"}}},
    ],
)
def test_personal_numbers_and_secrets_never_reach_the_line(line, fields):
    written = line("call", **fields)
    assert PIN not in written
    assert "2211" not in written
    assert "abc" not in written


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_number_is_masked_wherever_it_stands(before, after):
    if before[-1:].isdigit() or after[:1].isdigit():
        return
    assert PIN not in redact(None, "info", {"text": f"{before}{PIN}{after}"})["text"]
