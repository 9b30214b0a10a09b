"""The product of states, actions and roles of an appeal."""

from itertools import product

import pytest

from accounts.acting import Acting
from accreditation.enums.appeals import LIVE_APPEALS, AppealAction, AppealState
from accreditation.workflow import appeals as workflow
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.appeals import Quarrel, again
from tests.factories.people import CollegiumMemberFactory, SpecialistFactory, acting_as
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

POSSIBLE = {
    AppealAction.REGISTER: ({AppealState.FILED}, {"administrator"}),
    AppealAction.NAME_PANEL: ({AppealState.REGISTERED, AppealState.HEARD}, {"administrator"}),
    AppealAction.VOTE: ({AppealState.HEARD}, {"member of the panel"}),
    AppealAction.STEP_ASIDE: ({AppealState.HEARD}, {"member of the panel"}),
    AppealAction.DECIDE: ({AppealState.HEARD}, {"administrator"}),
    AppealAction.WITHDRAW: (LIVE_APPEALS, {"head"}),
}


def people(quarrel):
    case, at_school = quarrel.case, UserFactory(is_administrator=True)
    EmploymentFactory(organization=case.school, person=at_school)
    return {
        "head": case.by_head,
        "head without the signature": acting_for(case.world.head),
        "deputy": case.by_deputy,
        "its specialist": case.by_specialist,
        "another specialist": acting_as(SpecialistFactory()),
        "administrator": case.by_administrator,
        "administrator who works in the school": Acting(user=at_school),
        "member of the panel": acting_as(quarrel.panel[0]),
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "expert": acting_as(quarrel.panel[4]),
        "stranger": Acting(user=UserFactory()),
        "nobody": None,
    }


@pytest.mark.parametrize("state", AppealState)
def test_each_step_belongs_to_its_states_and_people(case, state):
    quarrel = Quarrel(case)
    appeal = again(quarrel.in_state(state))
    for action, (role, acting) in product(POSSIBLE, people(quarrel).items()):
        sources, whose = POSSIBLE[action]
        refusal = workflow.APPEAL[action].reason(acting, appeal)
        assert (refusal is None) == (state in sources and role in whose), (state, action, role)


def test_the_table_has_each_action_but_the_first():
    assert set(workflow.APPEAL) == set(POSSIBLE) == set(AppealAction) - {AppealAction.FILE}


@pytest.mark.parametrize(
    ("votes", "state"),
    [("+++", "upheld"), ("++-", "upheld"), ("+--", "dismissed"), ("---", "dismissed")],
)
def test_the_majority_is_the_outcome(case, votes, state):
    assert workflow.outcome(Quarrel(case).voted(votes)) == state


def test_nothing_is_decided_before_everybody_has_voted(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted("++")
    with pytest.raises(TransitionDenied, match=f"Not everybody has voted yet: {quarrel.panel[2].name}"):
        workflow.advance(appeal, AppealAction.DECIDE, by=quarrel.by_administrator)


def test_a_panel_decides_only_when_it_is_whole(case):
    quarrel = Quarrel(case)
    appeal = quarrel.voted("+++")
    appeal.panel.first().delete()
    with pytest.raises(TransitionDenied, match="The panel is not complete"):
        workflow.advance(appeal, AppealAction.DECIDE, by=quarrel.by_administrator)


def test_a_step_leaves_one_event_and_one_entry(case):
    quarrel = Quarrel(case)
    appeal = quarrel.filed()
    before = JournalEntry.objects.count(), appeal.events.count()
    workflow.advance(
        appeal,
        AppealAction.REGISTER,
        by=quarrel.by_administrator,
        registration_number="А-7",
        registered_on=appeal.filed_at.date(),
    )
    assert (JournalEntry.objects.count(), appeal.events.count()) == (before[0] + 1, before[1] + 1)
    assert JournalEntry.objects.latest("pk").changes == {"state": ["filed", "registered"]}


def test_who_has_joined_the_school_since_votes_no_more(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    EmploymentFactory(organization=case.school, person=quarrel.panel[0].person)
    with pytest.raises(TransitionDenied, match="an interest in the organization"):
        workflow.advance(appeal, AppealAction.VOTE, by=acting_as(quarrel.panel[0]))
    workflow.advance(appeal, AppealAction.STEP_ASIDE, by=acting_as(quarrel.panel[0]))
