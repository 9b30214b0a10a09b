"""Every state of an objection × every step × everybody who might take it."""

from itertools import product

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import Action
from accreditation.enums.invitations import InvitationState
from accreditation.enums.objections import ObjectionAct, ObjectionState
from accreditation.models import Invitation
from accreditation.workflow import APPLICATION
from accreditation.workflow.objections import OBJECTION, advance
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.draw import bare_invitation, ended_facts
from tests.factories.objections import bare_objection, ordered
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
MINISTRY = {"its specialist", "administrator"}
SCHOOL = {"head", "deputy"}
POSSIBLE = {
    ObjectionAct.UPHOLD: ({ObjectionState.OPEN}, MINISTRY, ObjectionState.UPHELD),
    ObjectionAct.DISMISS: ({ObjectionState.OPEN}, MINISTRY, ObjectionState.DISMISSED),
    ObjectionAct.SETTLE: ({ObjectionState.OPEN}, {"the system"}, ObjectionState.SETTLED),
    ObjectionAct.TAKE_BACK: ({ObjectionState.OPEN}, SCHOOL, ObjectionState.TAKEN_BACK),
}


@pytest.fixture
def objection(case):
    application = ordered(case)
    return bare_objection(invitation=bare_invitation(application=application, state=InvitationState.ACCEPTED))


def people_of(case, objection):
    return {
        "its specialist": case.by_specialist,
        "administrator": case.by_administrator,
        "another specialist": acting_as(SpecialistFactory()),
        "head": case.by_head,
        "deputy": case.by_deputy,
        "teacher": case.world.by_teachers[0],
        "the expert": acting_as(objection.invitation.expert),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }


def test_the_product_of_states_steps_and_people(case, objection):
    people = people_of(case, objection)
    assert set(OBJECTION) == set(POSSIBLE)
    for state, act, who in product(ObjectionState, OBJECTION, people):
        objection.state = state
        sources, allowed, target = POSSIBLE[act]
        possible = OBJECTION[act].reason(people[who], objection) is None
        assert possible is (state in sources and who in allowed), (state, act, who)
        assert OBJECTION[act].leads_to(objection) == target


def test_about_whoever_has_left_nothing_is_decided(case, objection):
    left = ended_facts(InvitationState.WITHDRAWN) | {"state": InvitationState.WITHDRAWN}
    Invitation.objects.filter(pk=objection.invitation_id).update(**left)
    objection.refresh_from_db()
    for act in (ObjectionAct.UPHOLD, ObjectionAct.DISMISS):
        assert "has left the group" in OBJECTION[act].reason(case.by_specialist, objection)
    assert OBJECTION[ObjectionAct.SETTLE].reason(None, objection) is None


@pytest.mark.parametrize("act", POSSIBLE)
def test_each_step_leaves_one_entry(case, objection, act):
    by, reason = {
        ObjectionAct.SETTLE: (None, ""),
        ObjectionAct.TAKE_BACK: (case.by_head, ""),
    }.get(act, (case.by_specialist, "Текшерилди"))
    before = JournalEntry.objects.count()
    decided = advance(objection, act, by=by, reason=reason)
    assert decided.state == POSSIBLE[act][2]
    assert decided.decided_at
    assert decided.decided_by == (by.user if by else None)
    assert JournalEntry.objects.count() == before + 1
    assert JournalEntry.objects.latest("pk").action == act


def test_nobody_evaluates_while_the_ministry_has_not_decided(case, objection):
    application = objection.invitation.application
    start = APPLICATION[Action.START_EVALUATION]
    assert "objected" in start.reason(None, application)
    advance(objection, ObjectionAct.DISMISS, by=case.by_specialist, reason="Далил жок")
    assert start.reason(None, application) is None
