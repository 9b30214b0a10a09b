"""What people may read in the apps below because experts were drawn."""

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Expert
from records.models import Document
from selfassessment.models import SelfAssessment
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.draw import bare_draw, bare_invitation, ended_facts
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as
from tests.factories.selfassessment import paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standards(db):
    load_reference()


@pytest.fixture
def member():
    return bare_invitation(state=InvitationState.ACCEPTED)


def reads(acting: Acting, document: Document) -> bool:
    return Document.objects.visible_to(acting).filter(pk=document.pk).exists()


def sees(acting: Acting, application: Application) -> bool:
    return SelfAssessment.objects.visible_to(acting).filter(pk=application.report_id).exists()


def move(application: Application, state: State) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)


PAPERS = [
    (State.INVITING, True),
    (State.AGREED, True),
    (State.ORDERED, True),
    (State.EVALUATION, True),
    (State.EVALUATED, True),
    (State.CONSIDERED, True),
    (State.ACCREDITED, False),
    (State.REFUSED, False),
]


@pytest.mark.parametrize(("state", "readable"), PAPERS)
def test_who_has_agreed_reads_the_papers_of_the_case_until_it_is_decided(member, state, readable):
    move(member.application, state)
    assert reads(acting_as(member.expert), member.application.document) is readable


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (State.INVITING, False),
        (State.AGREED, False),
        (State.ORDERED, True),
        (State.EVALUATION, True),
        (State.EVALUATED, True),
        (State.ACCREDITED, False),
    ],
)
def test_the_report_is_read_from_the_order_on(member, state, seen):
    move(member.application, state)
    assert sees(acting_as(member.expert), member.application) is seen


@pytest.mark.parametrize(
    "state",
    [
        InvitationState.WAITING,
        InvitationState.DECLINED,
        InvitationState.LAPSED,
        InvitationState.WITHDRAWN,
        InvitationState.REPLACED,
    ],
)
def test_whoever_does_not_sit_in_the_group_reads_nothing(state):
    invitation = bare_invitation(state=state, **ended_facts(state))
    move(invitation.application, State.EVALUATION)
    acting = acting_as(invitation.expert)
    assert not reads(acting, invitation.application.document)
    assert not sees(acting, invitation.application)


def test_a_blocked_expert_reads_nothing(member):
    move(member.application, State.EVALUATION)
    blocked = ExpertFactory(blocked=True)
    facts = {"blocked_at": blocked.blocked_at, "blocked_by": blocked.blocked_by, "block_reason": "x"}
    Expert.objects.filter(pk=member.expert_id).update(**facts)
    assert not reads(acting_as(member.expert), member.application.document)
    assert not sees(acting_as(member.expert), member.application)


def test_an_expert_reads_nothing_of_other_cases(member):
    other = quick(State.EVALUATION)
    assert not reads(acting_as(member.expert), other.document)
    assert not sees(acting_as(member.expert), other)


READERS = {
    "administrator": lambda _application: Acting(user=UserFactory(is_administrator=True)),
    "its specialist": lambda application: acting_as(application.specialist),
    "another specialist": lambda _application: acting_as(SpecialistFactory()),
    "creator": lambda application: Acting(user=application.created_by),
    "stranger": lambda _application: Acting(user=UserFactory()),
}


@pytest.mark.parametrize("who", READERS)
def test_the_protocol_is_read_by_those_who_handle_the_application(who):
    application = quick(State.INVITING)
    drawn = bare_draw(application, document=paper("Протокол"))
    readable = reads(READERS[who](application), drawn.document)
    assert readable is (who in {"administrator", "its specialist"})


def test_an_expert_of_the_group_does_not_read_the_protocol(member):
    drawn = bare_draw(member.application, document=paper("Протокол"))
    assert not reads(acting_as(member.expert), drawn.document)
