import pytest

from organizations.enums import DocumentKind, ProofState, Role
from organizations.models import HeadProof
from staff.enums import Action, State, Verification
from staff.models import Employment
from staff.selectors import head_of
from staff.services import recognition
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    """The person whom the register of the school names."""
    return UserFactory(last_name="Үсөнова", first_name="Айгүл", middle_name="Асановна")


@pytest.fixture
def school(named):
    return OrganizationFactory(head_pin=named.pin)


def prove(employment, state=ProofState.WAITING):
    document = OrganizationDocumentFactory(organization=employment.organization, kind=DocumentKind.HEAD_PROOF)
    judged = {} if state == ProofState.WAITING else {"decided_at": document.scanned_at, "decided_by": UserFactory()}
    return HeadProof.objects.create(
        person=employment.person, organization=employment.organization, document=document, state=state, **judged
    )


def test_the_person_of_the_register_is_the_head(named, school):
    (head,) = recognition.recognise_by_number(named)
    assert (head.organization, head.role, head.name, head.verification) == (
        school,
        Role.HEAD,
        "Үсөнова Айгүл Асановна",
        Verification.CONFIRMED,
    )
    assert [(event.action, event.by) for event in head.events.all()] == [(Action.BECOME_HEAD, None)]


def test_once_recognised_nothing_happens_any_more(named, school):
    recognition.recognise_by_number(named)
    assert recognition.recognise_by_number(named) == []
    assert Employment.objects.get().events.count() == 1


def test_one_person_may_lead_two_organizations(named, school):
    OrganizationFactory(head_pin=named.pin)
    assert len(recognition.recognise_by_number(named)) == 2


@pytest.mark.parametrize("pin", [None, "another"])
def test_others_are_not_recognised(school, pin):
    stranger = UserFactory(pin=None if pin is None else new_pin())
    assert recognition.recognise_by_number(stranger) == []
    assert head_of(school) is None


@pytest.mark.parametrize("state", State)
def test_a_teacher_whom_the_register_names_becomes_the_head(named, school, state):
    teacher = EmploymentFactory(organization=school, person=named, state=state)
    assert recognition.recognise_by_number(named) == [teacher]


def test_who_was_handed_the_role_keeps_it_from_the_head_of_the_register(named, school):
    successor = EmploymentFactory(organization=school, role=Role.HEAD)
    assert recognition.recognise_by_number(named) == []
    assert head_of(school) == successor


@pytest.mark.parametrize(
    ("state", "gives_way"), [(ProofState.WAITING, True), (ProofState.ACCEPTED, False), (ProofState.REFUSED, False)]
)
def test_a_head_by_a_proof_that_waits_gives_way_to_the_head_of_the_register(named, school, state, gives_way):
    present = EmploymentFactory(organization=school, role=Role.HEAD)
    prove(present, state)
    assert bool(recognition.recognise_by_number(named)) is gives_way
    assert (head_of(school).person == named) is gives_way


def test_the_head_of_the_register_does_not_give_way_for_an_old_proof(named, school):
    head = EmploymentFactory(organization=school, role=Role.HEAD, person=named)
    prove(head)
    assert not recognition.is_provisional(head)
