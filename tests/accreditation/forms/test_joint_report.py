"""The chair's texts, one by one or all at once."""

import pytest

from accreditation.enums.evaluation import Proposal
from accreditation.forms.joint_report import ChairForm, Entry, Sent, report_entries
from accreditation.models import Application, Summary


def entry(key="a", *, text="", mark="", choices=()):
    return Entry(key=key, subject=(key,), label="Текст", text=text, saves=3, mark=mark, choices=choices)


def sent(data, *entries):
    form = ChairForm(data, entries=entries)
    form.is_valid()
    return form, {each.entry.key: (each.text, each.mark, each.saves) for each in form.sent()}


CHOICES = Proposal.choices


@pytest.mark.parametrize(
    ("data", "came"),
    [
        ({}, {}),
        ({"text-a": "Сөз"}, {"a": ("Сөз", "", 0)}),
        ({"text-a": "Сөз", "version-a": "4"}, {"a": ("Сөз", "", 4)}),
        ({"text-a": ""}, {"a": ("", "", 0)}),
        ({"text-b": "Сөз", "mark-b": "full"}, {"b": ("Сөз", "full", 0)}),
        ({"mark-b": "full"}, {}),
        ({"text-a": "Сөз", "text-b": "", "mark-b": "refuse"}, {"a": ("Сөз", "", 0), "b": ("", "refuse", 0)}),
        ({"text-c": "Бөтөн"}, {}),
    ],
)
def test_what_came_is_what_was_sent(data, came):
    assert sent(data, entry("a"), entry("b", choices=CHOICES))[1] == came


@pytest.mark.parametrize("data", [{"text-a": "я" * 4001}, {"text-a": "Сөз", "mark-a": "rubbish"}])
def test_what_is_refused_is_named_and_the_rest_comes(data):
    form, came = sent(data | {"text-b": "Сөз"}, entry("a", choices=CHOICES), entry("b"))
    assert list(came) == ["b"]
    assert [each.key for each, _reason in form.refused()] == ["a"]


@pytest.mark.parametrize(
    ("text", "mark", "changes"),
    [("Сөз", "full", False), ("Башка", "full", True), ("Сөз", "refuse", True), ("", "", True)],
)
def test_what_nobody_touched_changes_nothing(text, mark, changes):
    assert Sent(entry(text="Сөз", mark="full"), text, mark, 3).changes_something == changes


def test_the_proposal_stands_beside_the_recommendations():
    summary = Summary(strengths="Күч", proposal="full", saves={"strengths": 2, "recommendations+proposal": 5})
    entries = report_entries(Application(pk=7), summary)
    assert [each.subject for each in entries] == [("strengths",), ("weaknesses",), ("recommendations", "proposal")]
    assert [each.saves for each in entries] == [2, 0, 5]
    assert [bool(each.choices) for each in entries] == [False, False, True]
    assert (entries[0].text, entries[2].mark) == ("Күч", "full")
    assert len({each.key for each in entries} | {each.key for each in report_entries(Application(pk=8), None)}) == 6


def test_the_script_finds_each_field():
    form = ChairForm(entries=[entry("a", text="Сөз"), entry("b", choices=CHOICES)])
    version, mark, text = form.fields_of(form.entries[0])
    assert (mark, text.value(), version.value()) == (None, "Сөз", 3)
    assert 'data-answer="a"' in str(text)
    assert 'data-rating=""' in str(form.fields_of(form.entries[1])[2])
    assert str(form.fields_of(form.entries[1])[1]).count("radio") >= len(CHOICES)
