import pytest
from django.utils.timezone import now

from accounts.acting import Acting
from accounts.enums import Signature
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


# The signature, the register's change, the ministry's verdict ---------------------------------------------------------


def signing(person, school):
    return Acting(user=person, signature=Signature.CLOUD, organization_inn=school.inn, position="директор")


def test_who_registered_while_the_register_was_silent_is_the_head():
    school = OrganizationFactory(register_answered_at=None)
    head = recognition.recognise_by_signature(signing(school.registered_by, school), school)
    assert (head.person, head.role, head.position) == (school.registered_by, Role.HEAD, "директор")


def test_a_stranger_with_a_signature_is_not_the_head():
    school = OrganizationFactory(head_pin=new_pin(), register_answered_at=now())
    assert recognition.recognise_by_signature(signing(UserFactory(), school), school) is None


def test_a_signature_takes_the_role_from_nobody():
    school = OrganizationFactory(register_answered_at=None)
    EmploymentFactory(organization=school, role=Role.HEAD)
    assert recognition.recognise_by_signature(signing(school.registered_by, school), school) is None


def test_the_new_head_of_the_register_leads_before_the_first_sign_in(school, named):
    former = EmploymentFactory(organization=school, role=Role.HEAD)
    school.head_pin, school.head_name = new_pin(), "Өмүров Бек Асанович"
    school.save()
    head = recognition.follow_the_register(school)
    former.refresh_from_db()
    assert (head.person.pin, head.name, former.state) == (school.head_pin, "Өмүров Бек Асанович", State.DISMISSED)


@pytest.mark.parametrize(("pin", "name"), [(None, "Өмүров Бек"), ("new", "Өмүров"), ("new", "")])
def test_half_a_word_of_the_register_changes_nothing(school, pin, name):
    former = EmploymentFactory(organization=school, role=Role.HEAD)
    school.head_pin, school.head_name = pin and new_pin(), name
    school.save()
    assert recognition.follow_the_register(school) is None
    assert head_of(school) == former


def test_an_accepted_proof_makes_its_person_the_head(school):
    former = EmploymentFactory(organization=school, role=Role.HEAD)
    newcomer = EmploymentFactory(organization=school)
    proof = prove(newcomer, ProofState.ACCEPTED)
    recognition.follow_the_ministry(proof)
    former.refresh_from_db()
    assert (head_of(school), former.state) == (newcomer, State.DISMISSED)
    assert newcomer.events.get().by == proof.decided_by


def test_a_refused_proof_ends_what_it_gave_and_the_register_decides(school, named):
    provisional = EmploymentFactory(organization=school, role=Role.HEAD)
    recognition.follow_the_ministry(prove(provisional, ProofState.REFUSED))
    provisional.refresh_from_db()
    assert provisional.state == State.DISMISSED
    assert head_of(school).person == named


def test_a_refused_proof_of_somebody_else_ends_nothing(school):
    head = EmploymentFactory(organization=school, role=Role.HEAD)
    recognition.follow_the_ministry(prove(EmploymentFactory(organization=school), ProofState.REFUSED))
    assert head_of(school) == head
