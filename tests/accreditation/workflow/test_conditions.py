"""The product of states, actions and roles of a condition."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.conditions import OWED, UNSETTLED, ConditionAction, ConditionState
from accreditation.models import Condition
from accreditation.workflow import conditions as workflow
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.conditions import again, in_state
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

SCHOOL, MINISTRY, SYSTEM = {"head", "deputy"}, {"its specialist", "administrator"}, {"the system"}
POSSIBLE = {
    ConditionAction.ANSWER: (OWED, SCHOOL),
    ConditionAction.CLOSE: ({ConditionState.ANSWERED}, MINISTRY),
    ConditionAction.SEND_BACK: ({ConditionState.ANSWERED}, MINISTRY),
    ConditionAction.EXTEND: (OWED, MINISTRY),
    ConditionAction.MISS: (OWED, SYSTEM),
    ConditionAction.LIFT: (UNSETTLED, SYSTEM),
}


def people(case):
    at_school = UserFactory(is_administrator=True)
    EmploymentFactory(organization=case.school, person=at_school)
    return {
        "head": case.by_head,
        "deputy": case.by_deputy,
        "teacher": case.world.by_teachers[0],
        "its specialist": case.by_specialist,
        "another specialist": acting_as(SpecialistFactory()),
        "administrator": case.by_administrator,
        "administrator who works in the school": Acting(user=at_school),
        "expert": acting_as(ExpertFactory()),
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }


@pytest.mark.parametrize("state", ConditionState)
def test_each_step_belongs_to_its_states_and_people(case, state):
    condition = in_state(case, state)
    for action, (role, acting) in product(POSSIBLE, people(case).items()):
        sources, whose = POSSIBLE[action]
        refusal = workflow.CONDITION[action].reason(acting, condition)
        assert (refusal is None) == (state in sources and role in whose), (state, action, role)


def test_the_table_has_each_action_but_the_first():
    assert set(workflow.CONDITION) == set(POSSIBLE) == set(ConditionAction) - {ConditionAction.SET}


def test_what_is_late_is_not_answered(case):
    condition = in_state(case, ConditionState.OPEN)
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(TransitionDenied, match="Ask the ministry for more time"):
        workflow.advance(condition, ConditionAction.ANSWER, by=case.by_head)
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate())
    assert workflow.advance(condition, ConditionAction.ANSWER, by=case.by_head).state == ConditionState.ANSWERED


def test_a_step_leaves_one_event_and_one_entry(case):
    condition = in_state(case, ConditionState.ANSWERED)
    before = JournalEntry.objects.count(), condition.events.count()
    workflow.advance(condition, ConditionAction.SEND_BACK, by=case.by_specialist, comment="Тизмеси жок")
    assert (JournalEntry.objects.count(), condition.events.count()) == (before[0] + 1, before[1] + 1)
    event = condition.events.first()
    assert (event.source, event.target, event.comment) == ("answered", "sent_back", "Тизмеси жок")
    entry = JournalEntry.objects.latest("pk")
    assert entry.changes == {"state": ["answered", "sent_back"], "comment": "Тизмеси жок"}
    assert entry.organization_id == case.school.pk


def test_a_refused_step_leaves_nothing(case):
    condition = in_state(case, ConditionState.OPEN)
    before = JournalEntry.objects.count()
    with pytest.raises(TransitionDenied):
        workflow.advance(condition, ConditionAction.CLOSE, by=case.by_specialist)
    assert JournalEntry.objects.count() == before
    assert again(condition).state == ConditionState.OPEN
