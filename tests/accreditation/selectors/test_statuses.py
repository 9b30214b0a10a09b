from datetime import date
from itertools import product

import pytest
from django.utils import translation

from accounts.acting import Acting
from accreditation.enums.applications import OPEN, State
from accreditation.selectors.statuses import Audience, audience, status_sentence
from organizations.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh, quick
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db

# who has to act now → in which states his sentence says so
ACTS = {
    Audience.HEAD: {State.DRAFT, State.RETURNED},
    Audience.ADMINISTRATOR: {State.SUBMITTED, State.REGISTERED},
    Audience.SPECIALIST: {State.ASSIGNED, State.SCHEDULED, State.AGREED, State.EVALUATED, State.POSTPONED},
    Audience.EXPERT: {State.INVITING, State.ORDERED, State.EVALUATION},
    Audience.COLLEGIUM: {State.CONSIDERED},
}


@pytest.fixture
def everywhere(case):
    return {state: fresh(case.quick(state)) for state in State}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_state_tells_everybody_where_it_is_and_what_comes_next(everywhere, language):
    with translation.override(language):
        for (state, application), to in product(everywhere.items(), Audience):
            said = status_sentence(application, to)
            assert said.count(".") >= 2, (state, to)
            assert "%(" not in said


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_state_says_something_else(everywhere, language):
    with translation.override(language):
        said = {status_sentence(application, Audience.OUTSIDE) for application in everywhere.values()}
    assert len(said) == len(State)


def test_whoever_has_to_act_is_told(everywhere):
    with translation.override("en"):
        for to, states in ACTS.items():
            for state in states:
                to_others = status_sentence(everywhere[state], Audience.OUTSIDE)
                assert status_sentence(everywhere[state], to) != to_others, (state, to)


@pytest.mark.parametrize(("day", "words"), [(date(2999, 1, 31), "31.01.2999"), (date(2020, 1, 31), "was due")])
def test_the_deadline_is_said(everywhere, day, words):
    with translation.override("en"):
        for state in OPEN:
            everywhere[state].due_on = day
            assert words in status_sentence(everywhere[state], Audience.HEAD)


def test_once_the_report_is_approved_again_the_head_is_asked_to_sign(case):
    application = case.returned()
    with translation.override("en"):
        assert "corrected, then approve" in status_sentence(application, Audience.HEAD)
        case.approve_again(application.report)
        assert "sign the application" in status_sentence(fresh(application), Audience.HEAD)


def test_to_whom_the_status_is_told(case):
    application = case.quick(State.ASSIGNED, organization=case.school)
    people = {
        Audience.HEAD: case.by_head,
        Audience.LEADER: case.by_deputy,
        Audience.COLLEAGUE: case.world.colleague(Role.ACCOUNTANT),
        Audience.SPECIALIST: case.by_specialist,
        Audience.ADMINISTRATOR: case.by_administrator,
        Audience.EXPERT: acting_as(ExpertFactory()),
        Audience.COLLEGIUM: acting_as(CollegiumMemberFactory()),
        Audience.OUTSIDE: Acting(user=UserFactory()),
    }
    assert {to: audience(acting, application) for to, acting in people.items()} == {to: to for to in people}
    assert audience(acting_as(SpecialistFactory()), application) == Audience.OUTSIDE
    assert audience(acting_as(case.specialist), quick(State.ASSIGNED)) == Audience.OUTSIDE
