"""The documentation of the tables: generated, but for what people wrote below the mark."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.management.commands import workflow_diagram

MARK = "<!-- Written by hand from here on. -->"


@pytest.fixture
def target(tmp_path, monkeypatch):
    path = tmp_path / "workflow.md"
    monkeypatch.setattr(workflow_diagram, "TARGET", path)
    return path


def test_what_was_written_by_hand_stays(target):
    target.write_text(f"Old\n\n{MARK}\n\n## What always holds\n\n1. Everything.\n", encoding="utf-8")
    call_command("workflow_diagram")
    text = target.read_text(encoding="utf-8")
    assert "Old" not in text
    assert text.count("stateDiagram-v2") > 5
    assert text.endswith(f"\n\n{MARK}\n\n## What always holds\n\n1. Everything.\n")
    call_command("workflow_diagram")
    assert target.read_text(encoding="utf-8") == text
    call_command("workflow_diagram", check=True)


def test_without_a_mark_it_is_generated_alone(target):
    call_command("workflow_diagram")
    assert MARK not in target.read_text(encoding="utf-8")


def test_a_document_that_is_out_of_date_is_told(target):
    target.write_text("Old", encoding="utf-8")
    with pytest.raises(CommandError, match="out of date"):
        call_command("workflow_diagram", check=True)
