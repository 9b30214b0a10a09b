"""Who may note something on a visit, and change what was noted."""

import pytest
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Visit
from accreditation.rules import visits as rules
from tests.factories.evaluation import Group
from tests.factories.people import ExpertFactory, acting_as
from tests.factories.visits import bare_entry, bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


@pytest.fixture
def visit(group):
    return bare_visit(group, experts=group.experts[:2])


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("by_chair", None),
        ("by_second", None),
        ("by_third", "you don't go there"),
    ],
)
def test_who_goes_there_notes(group, visit, name, refusal):
    reason = rules.may_note.reason(getattr(group, name), visit)
    assert reason is None if refusal is None else refusal in reason


@pytest.mark.parametrize("name", ["by_administrator", "by_specialist", "by_head"])
def test_the_ministry_and_the_school_note_nothing(visit, case, name):
    assert "Only an expert of this application" in rules.may_note.reason(getattr(case, name), visit)


def test_nobody_notes_without_being_a_person(visit):
    assert rules.may_note.reason(None, visit)
    assert rules.may_plan.reason(None, visit.application)
    assert rules.may_change_entry.reason(None, bare_entry(visit))


@pytest.mark.parametrize("state", State)
def test_notes_are_taken_from_the_order_until_the_group_has_finished(visit, group, state):
    visit.application.state = state
    may = state in {State.ORDERED, State.EVALUATION}
    assert (rules.is_time_of_visits(visit.application) is None) is may
    assert rules.may_note.allows(group.by_second, visit) is may
    assert rules.may_plan.allows(group.by_chair, visit.application) is may


def test_a_cancelled_visit_takes_no_notes(visit, group):
    Visit.objects.update(state="cancelled", reason="Карантин")
    visit.refresh_from_db()
    assert rules.may_note.reason(group.by_second, visit) == "The visit is cancelled."


def test_only_its_author_changes_an_entry_and_only_while_it_stands(visit, group):
    entry = bare_entry(visit)
    assert rules.may_change_entry.allows(group.by_second, entry)
    for acting in (group.by_chair, group.by_third, acting_as(ExpertFactory())):
        assert "Only the expert who wrote" in rules.may_change_entry.reason(acting, entry)
    entry.removed_at = timezone.now()
    assert "removed" in rules.may_change_entry.reason(group.by_second, entry)


def test_who_was_replaced_changes_nothing_any_more(visit, group):
    entry = bare_entry(visit)
    seats = visit.application.invitations.filter(expert=group.experts[1])
    seats.update(state="replaced", ended_at=timezone.now())
    assert rules.may_change_entry.reason(group.by_second, entry)
    assert rules.may_note.reason(group.by_second, visit)
