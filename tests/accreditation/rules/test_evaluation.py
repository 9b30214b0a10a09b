"""Who begins, writes and speaks for the group: every person in every state."""

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation import WRITABLE, EvaluationState, Mark
from accreditation.models import Invitation
from accreditation.rules import evaluation as rules
from accreditation.services import joint_report
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group, again
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


def outsiders(group):
    return [
        acting_as(ExpertFactory()),
        acting_as(SpecialistFactory()),
        group.case.by_administrator,
        group.case.by_specialist,
        group.case.by_head,
        Acting(user=UserFactory()),
    ]


def test_the_group_begins_after_the_order_and_nobody_else_ever(group):
    for state in State:
        group.application.state = state
        open_now = state in {State.ORDERED, State.EVALUATION}
        for acting in group.everybody:
            assert rules.may_begin.allows(acting, group.application) == open_now, state
        for acting in outsiders(group):
            assert not rules.may_begin.allows(acting, group.application), state


@pytest.mark.parametrize("state", EvaluationState)
def test_only_its_expert_writes_and_only_what_is_not_published(group, state):
    evaluation = group.in_state(state)
    assert rules.may_write.allows(group.by_second, evaluation) == (state in WRITABLE)
    for acting in [*outsiders(group), group.by_chair, group.by_third]:
        assert not rules.may_write.allows(acting, evaluation)


def test_one_expert_of_the_group_is_the_chair(group):
    chairs = [acting for acting in group.everybody if rules.is_chair.allows(acting, group.application)]
    assert chairs == [group.by_chair]
    assert not any(rules.is_chair.allows(acting, group.application) for acting in outsiders(group))


@pytest.mark.parametrize("rule", ["sits_in_the_group", "is_chair", "is_its_expert", "handles_its_application"])
def test_the_system_takes_no_step_of_a_person(group, rule):
    subject = group.begun() if "its" in rule.split("_") else group.application
    assert "person" in getattr(rules, rule).reason(None, subject)


def test_who_has_not_agreed_sits_in_no_group(group):
    Invitation.objects.filter(expert=group.experts[1]).update(state="waiting")
    assert not rules.sits_in_the_group.allows(group.by_second, group.application)
    assert rules.seat_of(group.by_second, group.application) is None


def test_the_chair_speaks_between_the_last_decision_and_the_paper(group):
    assert "not going on" in rules.may_speak.reason(group.by_chair, group.application)
    group.final(group.by_chair)
    group.final(group.by_second)
    group.published(group.by_third)
    application = again(group.application.evaluations.first()).application
    assert "all experts" in rules.may_speak.reason(group.by_chair, application)
    group = Group(group.case.__class__(), criteria=1).summed_up()
    assert rules.may_speak.allows(group.by_chair, group.application)
    assert not any(rules.may_speak.allows(acting, group.application) for acting in [group.by_second, *outsiders(group)])
    joint_report.close(group.application, by=group.by_chair)
    assert "Take it back" in rules.may_speak.reason(group.by_chair, group.application)


def test_the_marks_are_three_levels_with_a_look_of_their_own():
    assert [mark.level for mark in Mark] == [0, 1, 2]
    assert len({mark.tone for mark in Mark}) == 3
    assert {EvaluationState(state).tone for state in WRITABLE} == {"accent"}
