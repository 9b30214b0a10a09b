import pytest

from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome, SittingState
from accreditation.selectors import collegium as selectors
from accreditation.services import sittings
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


@pytest.fixture
def hall():
    return Hall(count=3)


def test_the_lists_ask_as_much_for_many_sittings_as_for_one(hall, django_assert_num_queries):
    for count in (1, 3):
        for _place in range(count):
            sittings.plan(hall.plan(), by=hall.secretary)
        with django_assert_num_queries(1):
            rows = [
                (str(row), row.chair.name, str(row.secretary), row.cases) for row in selectors.sittings(hall.second)
            ]
        assert rows


def test_an_agenda_asks_once_however_long_it_is(hall, django_assert_num_queries):
    sitting = hall.planned(*(quick(State.EVALUATED) for _place in range(4)))
    with django_assert_num_queries(1):
        names = [item.application.organization.name for item in selectors.agenda(sitting)]
    assert len(names) == 4


def test_what_is_left_counts_no_more(hall):
    sitting = hall.planned(quick(State.EVALUATED), quick(State.EVALUATED))
    sittings.leave_case(sitting.items.first(), reason="Эрте", by=hall.secretary)
    assert [row.cases for row in selectors.sittings(hall.second)] == [1]


@pytest.mark.parametrize("state", SittingState)
def test_each_sitting_stands_in_one_of_the_two_lists(hall, state):
    hall.sitting_in(state)
    found = [selectors.sittings(hall.second, over=over).count() for over in (False, True)]
    assert found == ([1, 0] if state in {SittingState.PLANNED, SittingState.OPEN} else [0, 1])


@pytest.mark.parametrize("state", State)
def test_only_what_was_evaluated_postponed_or_left_is_ready(hall, state):
    quick(state)
    ready = selectors.ready_cases(hall.secretary).exists()
    assert ready is (state in {State.EVALUATED, State.POSTPONED, State.CONSIDERED})


def test_nothing_of_others_is_ready_for_a_specialist(hall):
    quick(State.EVALUATED)
    assert not selectors.ready_cases(acting_as(SpecialistFactory())).exists()
    assert not selectors.ready_cases(acting_as(hall.chair)).exists()


def test_a_draft_is_no_decision_and_the_last_one_counts(hall):
    draft = hall.drafted(Outcome.POSTPONED)
    application = draft.application
    assert selectors.decision_of(application) is None
    assert not selectors.earlier_decisions(application).exists()
    draft.item.refresh_from_db()


def test_earlier_decisions_are_those_of_the_organization(hall):
    decision = hall.decided(Outcome.POSTPONED)
    assert list(selectors.earlier_decisions(decision.application)) == [decision]
    assert list(selectors.earlier_decisions(quick(State.EVALUATED))) == []
