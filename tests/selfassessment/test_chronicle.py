from datetime import timedelta

import pytest
from django.utils import timezone

from selfassessment.chronicle import chronicle
from selfassessment.enums import RevisionKind
from selfassessment.models import AnswerRevision

SAVED, RESTORED, SET_ASIDE = RevisionKind.SAVED, RevisionKind.RESTORED, RevisionKind.SET_ASIDE
NOW = timezone.now()


def revisions(*rows):
    """Rows of (author, minutes, kind, text), each saved one the next version."""
    version = 0
    for pk, (by, minutes, kind, text) in enumerate(rows, start=1):
        version += kind != SET_ASIDE
        yield AnswerRevision(
            pk=pk, answer_id=1, kind=kind, version=version, text=text, by_id=by, at=NOW + timedelta(minutes=minutes)
        )


def told(*rows, current):
    return [
        (entry.revision.text, entry.before, entry.saves, entry.is_current)
        for entry in chronicle(revisions(*rows), current)
    ]


def test_a_sitting_of_one_person_is_one_entry():
    rows = [(1, 0, SAVED, "а"), (1, 1, SAVED, "а б"), (1, 14, SAVED, "а б в")]
    assert told(*rows, current=3) == [("а б в", "", 3, True)]


def test_another_person_and_a_long_pause_begin_new_entries():
    rows = [(1, 0, SAVED, "а"), (2, 1, SAVED, "б"), (1, 2, SAVED, "в"), (1, 30, SAVED, "г")]
    assert told(*rows, current=4) == [
        ("г", "в", 1, True),
        ("в", "б", 1, False),
        ("б", "а", 1, False),
        ("а", "", 1, False),
    ]


@pytest.mark.parametrize("kind", [RESTORED, RevisionKind.COPIED])
def test_what_was_not_typed_stands_alone(kind):
    rows = [(1, 0, SAVED, "а"), (1, 1, kind, "б"), (1, 2, SAVED, "в")]
    assert [entry[2] for entry in told(*rows, current=3)] == [1, 1, 1]


def test_a_text_set_aside_never_stood_in_the_report():
    rows = [(1, 0, SAVED, "а"), (2, 1, SET_ASIDE, "б"), (1, 2, SAVED, "в")]
    assert told(*rows, current=2) == [("в", "а", 1, True), ("б", "а", 1, False), ("а", "", 1, False)]


def test_the_order_in_which_they_come_does_not_matter():
    rows = list(revisions((1, 0, SAVED, "а"), (2, 1, SAVED, "б")))
    assert chronicle(rows, 2) == chronicle(rows[::-1], 2)


def test_an_entry_knows_what_changed():
    entry = chronicle(revisions((1, 0, SAVED, "бир"), (2, 1, SAVED, "бир эки")), 2)[0]
    assert [(piece.kind, piece.text) for piece in entry.pieces] == [("same", "бир"), ("added", " эки")]


def test_nothing_was_written():
    assert chronicle([], 0) == []
