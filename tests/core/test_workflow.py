from dataclasses import dataclass
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from core.rules import rule
from core.workflow import OneOf, Transition, TransitionDenied, Workflow

STATES = ("draft", "sent", "closed")


@dataclass
class Letter:
    state: str
    text: str = "text"

    def get_state_display(self) -> str:
        return self.state.title()


@rule
def is_author(user, _letter):
    """Only the author writes."""
    return None if user == "author" else "Only the author may do this."


@rule
def is_reader(user, _letter):
    return None if user == "reader" else "Only the reader may do this."


def has_text(letter):
    return None if letter.text else "Write a text first."


LETTERS = Workflow(
    "Letter",
    Transition(action="send", sources={"draft"}, target="sent", rule=is_author, guards=(has_text,)),
    Transition(action="close", sources={"sent"}, target="closed", rule=is_reader),
    Transition(action="take back", sources={"sent", "closed"}, target="draft", rule=is_author),
)
POSSIBLE = {
    ("draft", "send", "author"),
    ("sent", "close", "reader"),
    ("sent", "take back", "author"),
    ("closed", "take back", "author"),
}


@pytest.mark.parametrize(("state", "action", "user"), list(product(STATES, LETTERS, ("author", "reader"))))
def test_exactly_the_rows_of_the_table_are_possible(state, action, user):
    letter = Letter(state)
    if (state, action, user) in POSSIBLE:
        assert LETTERS.check(action, user, letter).target in STATES
    else:
        with pytest.raises(TransitionDenied) as refusal:
            LETTERS.check(action, user, letter)
        assert str(refusal.value)


def test_a_guard_refuses_with_its_reason():
    assert LETTERS["send"].reason("author", Letter("draft", text="")) == "Write a text first."


def test_the_available_actions_tell_what_is_missing():
    assert list(LETTERS.available("author", Letter("draft", text=""))) == [("send", "Write a text first.")]
    assert list(LETTERS.available("reader", Letter("sent"))) == [("close", None)]
    assert list(LETTERS.available("reader", Letter("draft"))) == []


def test_an_action_stands_once_in_a_table():
    step = Transition(action="send", sources={"draft"}, target="sent", rule=is_author)
    with pytest.raises(ValueError, match="twice"):
        Workflow("Letter", step, step)


def test_the_diagram_draws_each_row():
    assert LETTERS.to_mermaid() == (
        "stateDiagram-v2\n"
        "    draft --> sent: send\n"
        "    sent --> closed: close\n"
        "    closed --> draft: take back\n"
        "    sent --> draft: take back\n"
    )


BACK = OneOf(("draft", "sent"), lambda letter: "sent" if letter.text else "draft")
WANDERING = Workflow(
    "Letter",
    Transition(action="stamp", sources={"sent", "closed"}, target=None, rule=is_reader),
    Transition(action="open again", sources={"closed"}, target=BACK, rule=is_reader),
)


@pytest.mark.parametrize("state", ["sent", "closed"])
def test_a_step_without_a_target_leaves_the_state_as_it_is(state):
    assert WANDERING["stamp"].leads_to(Letter(state)) == state


@pytest.mark.parametrize(("text", "target"), [("text", "sent"), ("", "draft")])
def test_a_step_may_lead_where_the_object_belongs(text, target):
    assert WANDERING["open again"].leads_to(Letter("closed", text)) == target


def test_the_diagram_draws_every_end_of_a_step():
    assert WANDERING.to_mermaid() == (
        "stateDiagram-v2\n"
        "    closed --> closed: stamp\n"
        "    sent --> sent: stamp\n"
        "    closed --> draft: open again\n"
        "    closed --> sent: open again\n"
    )


def test_rules_joined_by_and_give_the_first_refusal():
    both = is_author & is_reader
    assert both.reason("reader", None) == "Only the author may do this."
    assert both.reason("author", None) == "Only the reader may do this."


def test_a_rule_checks_by_raising_its_reason():
    is_author.check("author")
    with pytest.raises(PermissionDenied, match="Only the author"):
        is_author.check("reader")


def test_a_rule_keeps_the_name_and_the_words_of_its_function():
    assert (is_author.__name__, is_author.__doc__) == ("is_author", "Only the author writes.")
