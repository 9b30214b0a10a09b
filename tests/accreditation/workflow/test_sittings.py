"""The product of states, actions and roles of a sitting and of a case on its agenda."""

import pytest

from accounts.acting import Acting
from accreditation.enums.collegium import CollegiumAction as Do
from accreditation.enums.collegium import ItemState, SittingState
from accreditation.models import CollegiumEvent
from accreditation.workflow import sittings as workflow
from records.models import JournalEntry
from staff.selectors import head_of
from tests.factories.accounts import UserFactory
from tests.factories.collegium import Hall, fresh
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]

SECRETARY, SECOND, SPECIALIST, MEMBER = "secretary", "another administrator", "its specialist", "member who is present"
CHAIR = "chair"
AT_SCHOOL = "administrator who works in the school"
CONVENERS = {SECRETARY, SECOND, AT_SCHOOL}
RECORDERS = {SECRETARY, SECOND}
SITTING = {
    Do.PLAN: ({SittingState.PLANNED}, CONVENERS),
    Do.MOVE_CASE: ({SittingState.PLANNED}, CONVENERS),
    Do.OPEN: ({SittingState.PLANNED}, CONVENERS),
    Do.RECORD_PRESENCE: ({SittingState.OPEN}, CONVENERS),
    Do.CLOSE: ({SittingState.OPEN}, CONVENERS),
    Do.CANCEL: ({SittingState.PLANNED}, CONVENERS),
    Do.CONFIRM_PRESENCE: ({SittingState.OPEN}, {CHAIR, MEMBER}),
    Do.SIGN_MINUTES: ({SittingState.CLOSED}, {SECRETARY, CHAIR}),
}
ITEM = {
    Do.ADD_CASE: ({ItemState.WAITING}, RECORDERS | {SPECIALIST}),
    Do.LEAVE_CASE: ({ItemState.WAITING, ItemState.VOTING}, RECORDERS | {SPECIALIST}),
    Do.TAKE_BACK_CONFLICT: ({ItemState.WAITING}, RECORDERS),  # of what is put to the vote here somebody has voted
    Do.PUT_TO_VOTE: ({ItemState.WAITING, ItemState.VOTING}, RECORDERS),
    Do.VOTE: ({ItemState.VOTING}, RECORDERS | {CHAIR, MEMBER}),
    Do.DRAFT_DECISION: ({ItemState.VOTING, ItemState.DRAFTED}, RECORDERS),
    Do.SEND_BACK_DECISION: ({ItemState.DRAFTED}, RECORDERS),
    Do.CONFIRM_DECISION: ({ItemState.DRAFTED}, {SECOND}),
}


@pytest.fixture
def hall():
    return Hall()


def people(hall, application):
    at_school = UserFactory(is_administrator=True)
    EmploymentFactory(organization=application.organization, person=at_school)
    employed = CollegiumMemberFactory()
    EmploymentFactory(organization=application.organization, person=employed.person)
    return {
        SECRETARY: hall.secretary,
        SECOND: hall.second,
        AT_SCHOOL: Acting(user=at_school),
        SPECIALIST: acting_as(application.specialist),
        CHAIR: acting_as(hall.chair),
        MEMBER: acting_as(hall.members[1]),
        "member with a conflict": acting_as(employed),
        "member who is absent": acting_as(hall.members[-1]),
        "blocked member": acting_as(CollegiumMemberFactory(blocked=True)),
        "another specialist": acting_as(SpecialistFactory()),
        "expert": acting_as(ExpertFactory()),
        "head": acting_for(head) if (head := head_of(application.organization)) else Acting(user=UserFactory()),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }


@pytest.mark.parametrize("state", SittingState)
def test_each_step_of_a_sitting_belongs_to_its_states_and_people(hall, state):
    sitting = hall.sitting_in(state)
    sitting.attendances.filter(member=hall.members[-1]).delete()
    persons = people(hall, sitting.items.first().application)
    for action, (states, who) in SITTING.items():
        step = workflow.SITTING[action]
        allowed = {name for name, acting in persons.items() if step.reason(acting, sitting) is None}
        assert allowed == (who if state in states else set()), (state, action)


@pytest.mark.parametrize("state", ItemState)
def test_each_step_of_a_case_belongs_to_its_states_and_people(hall, state):
    item = hall.item_in(state)
    item.sitting.attendances.filter(member=hall.members[-1]).delete()
    persons = people(hall, item.application)
    for action, (states, who) in ITEM.items():
        step = workflow.AGENDA_ITEM[action]
        allowed = {name for name, acting in persons.items() if step.reason(acting, item) is None}
        assert allowed == (who if state in states else set()), (state, action)


@pytest.mark.parametrize("state", set(SittingState) - {SittingState.OPEN})
def test_nothing_is_decided_outside_an_open_sitting(hall, state):
    item = hall.item_in(ItemState.VOTING)
    item.sitting.state = state
    for action in set(ITEM) - {Do.ADD_CASE, Do.LEAVE_CASE}:
        assert workflow.AGENDA_ITEM[action].reason(hall.second, item), action


def test_the_tables_have_each_action_once():
    assert set(workflow.SITTING) == set(SITTING)
    assert set(workflow.AGENDA_ITEM) == set(ITEM)
    outside = {Do.DECLARE_CONFLICT, Do.CONFIRM_CONFLICT, Do.MAKE_PACK}
    assert set(SITTING) | set(ITEM) == set(Do) - outside


def test_a_step_leaves_one_event_and_one_entry(hall):
    item = hall.opened().items.get()
    events, entries = CollegiumEvent.objects.count(), JournalEntry.objects.count()
    workflow.advance_item(item, Do.LEAVE_CASE, by=hall.secretary, comment="Документ жетишпейт")
    assert (CollegiumEvent.objects.count(), JournalEntry.objects.count()) == (events + 1, entries + 1)
    event, entry = CollegiumEvent.objects.first(), JournalEntry.objects.latest("pk")
    assert (event.source, event.target, event.by) == ("waiting", "left", hall.secretary.user)
    assert (entry.action, entry.organization_id) == (Do.LEAVE_CASE, item.application.organization_id)
    assert entry.changes == {"state": ["waiting", "left"], "comment": "Документ жетишпейт"}
    assert fresh(item).state == ItemState.LEFT
