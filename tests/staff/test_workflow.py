from itertools import product

import pytest

from core.workflow import TransitionDenied
from organizations.enums import Role
from staff.enums import Action, State
from staff.workflow import EMPLOYMENT, advance
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import ActingHeadFactory, EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db

ACTORS = [*Role, "acting head", "oneself", "elsewhere"]
MANAGERS = {Role.HEAD, Role.DEPUTY, "acting head"}
SOURCE = {Action.CHANGE: State.EMPLOYED, Action.DISMISS: State.EMPLOYED, Action.TAKE_BACK: State.DISMISSED}


def actor(name, school, subject):
    if name == "acting head":
        return ActingHeadFactory(employment__organization=school, employment__role=Role.SPECIALIST).employment
    if name == "oneself":
        return subject
    if name == "elsewhere":
        return EmploymentFactory(role=Role.HEAD)
    return EmploymentFactory(organization=school, role=name)


def test_the_table_has_these_actions():
    assert set(EMPLOYMENT) == set(SOURCE)


@pytest.mark.parametrize(("action", "state", "name"), list(product(SOURCE, State, ACTORS)))
def test_exactly_these_steps_are_possible_for_a_teacher(action, state, name):
    school = OrganizationFactory()
    subject = EmploymentFactory(organization=school, state=state)
    by = acting_for(actor(name, school, subject))
    if SOURCE[action] == state and name in MANAGERS:
        assert advance(subject, action, by=by).state == EMPLOYMENT[action].target
        assert subject.events.get().action == action
    else:
        with pytest.raises(TransitionDenied):
            advance(subject, action, by=by)
        assert not subject.events.exists()


@pytest.mark.parametrize(("action", "name"), list(product(SOURCE, ACTORS)))
def test_the_head_changes_the_own_entry_and_nobody_removes_it(action, name):
    school = OrganizationFactory()
    subject = EmploymentFactory(organization=school, role=Role.HEAD)
    by = acting_for(subject if name in {Role.HEAD, "oneself"} else actor(name, school, subject))
    possible = action == Action.CHANGE and name in {Role.HEAD, "oneself"}
    assert EMPLOYMENT[action].reason(by, subject) is None if possible else EMPLOYMENT[action].reason(by, subject)


def test_a_stranger_changes_nothing():
    subject = EmploymentFactory()
    stranger = EmploymentFactory.build(person=UserFactory(), organization=subject.organization)
    with pytest.raises(TransitionDenied, match="do not work"):
        advance(subject, Action.CHANGE, by=acting_for(stranger))
