"""Every state of an invitation × every step × everybody who might take it, without a database query that writes."""

from itertools import product

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.invitations import LIVE, InvitationAct, InvitationState
from accreditation.models import Expert
from accreditation.workflow.invitations import INVITATION
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.draw import bare_invitation
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db

WAITING, ACCEPTED = InvitationState.WAITING, InvitationState.ACCEPTED
PEOPLE = {
    "the expert": lambda invitation: acting_as(invitation.expert),
    "reader of the letter": lambda _invitation: None,
    "another expert": lambda _invitation: acting_as(ExpertFactory()),
    "its specialist": lambda invitation: acting_as(invitation.application.specialist),
    "another specialist": lambda _invitation: acting_as(SpecialistFactory()),
    "administrator": lambda _invitation: Acting(user=UserFactory(is_administrator=True)),
    "stranger": lambda _invitation: Acting(user=UserFactory()),
}
POSSIBLE = {  # step → the states in which it begins, and who may take it; without a person: the letter or the system
    InvitationAct.ACCEPT: ({WAITING}, {"the expert", "reader of the letter"}),
    InvitationAct.DECLINE: ({WAITING}, {"the expert", "reader of the letter"}),
    InvitationAct.LAPSE: ({WAITING}, {"reader of the letter"}),
    InvitationAct.WITHDRAW: ({ACCEPTED}, {"the expert"}),
    InvitationAct.REPLACE: ({WAITING, ACCEPTED}, {"its specialist", "administrator", "reader of the letter"}),
}
ENDS = {
    InvitationAct.ACCEPT: InvitationState.ACCEPTED,
    InvitationAct.DECLINE: InvitationState.DECLINED,
    InvitationAct.LAPSE: InvitationState.LAPSED,
    InvitationAct.WITHDRAW: InvitationState.WITHDRAWN,
    InvitationAct.REPLACE: InvitationState.REPLACED,
}
LEAVING = (InvitationAct.WITHDRAW, InvitationAct.REPLACE)


@pytest.fixture
def invitation():
    load_reference()
    return bare_invitation()


def test_the_table_is_whole():
    assert set(INVITATION) == set(POSSIBLE) == set(ENDS)
    assert {step.target for step in INVITATION.values()} == set(InvitationState) - {WAITING}


def test_the_product_of_states_steps_and_people(invitation):
    actings = {who: make(invitation) for who, make in PEOPLE.items()}
    for state, act, who in product(InvitationState, INVITATION, PEOPLE):
        invitation.state = state
        states, people = POSSIBLE[act]
        possible = INVITATION[act].reason(actings[who], invitation) is None
        assert possible is (state in states and who in people), (state, act, who)


@pytest.mark.parametrize("act", ENDS)
def test_a_step_leads_where_the_table_says(invitation, act):
    assert INVITATION[act].leads_to(invitation) == ENDS[act]
    assert (ENDS[act] in LIVE) is (act == InvitationAct.ACCEPT)


@pytest.mark.parametrize("act", LEAVING)
@pytest.mark.parametrize("state", State)
def test_nobody_leaves_once_the_evaluation_has_begun(invitation, act, state):
    invitation.state, invitation.application.state = ACCEPTED, state
    by = acting_as(invitation.expert) if act == InvitationAct.WITHDRAW else None
    possible = INVITATION[act].reason(by, invitation) is None
    assert possible is (state in {State.INVITING, State.AGREED, State.ORDERED})


@pytest.mark.parametrize("act", [InvitationAct.ACCEPT, InvitationAct.DECLINE, InvitationAct.WITHDRAW])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_blocked_expert_answers_nothing(invitation, act, signed_in):
    acting = acting_as(invitation.expert) if signed_in else None
    invitation.expert = ExpertFactory(blocked=True)
    invitation.state = ACCEPTED if act == InvitationAct.WITHDRAW else WAITING
    assert INVITATION[act].reason(acting, invitation)
    assert Expert.objects.blocked().count() == 1
