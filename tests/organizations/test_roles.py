import pytest
from django.utils.timezone import now

from accounts.acting import Acting
from organizations.enums import DocumentKind, ProofState, Role
from organizations.models import HeadProof
from organizations.roles import role_in, signs_for
from tests.factories.accounts import UserFactory, new_inn, new_pin
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


def employees_are_deputies(user, organization_id):
    return Role.DEPUTY if user.last_name == "Орунбасаров" else None


@pytest.fixture
def school(director):
    return OrganizationFactory(head_pin=director.pin, register_answered_at=now())


def cloud(user, organization):
    return Acting(user=user, signature="cloud", organization_inn=organization.inn)


def test_the_registers_head_with_the_organizations_signature_is_its_head(director, school):
    assert role_in(cloud(director, school), school) == Role.HEAD


def test_without_the_signature_the_register_gives_no_role(director, school):
    assert role_in(Acting(user=director, organization_id=school.pk), school) is None


def test_the_signature_of_another_organization_gives_no_role(director, school):
    acting = Acting(user=director, signature="cloud", organization_inn=new_inn())
    assert not signs_for(acting, school)
    assert role_in(acting, school) is None


def test_the_signature_alone_does_not_make_a_head(school):
    assert role_in(cloud(UserFactory(), school), school) is None


@pytest.mark.parametrize(
    ("state", "role"),
    [(ProofState.WAITING, Role.HEAD), (ProofState.ACCEPTED, Role.HEAD), (ProofState.REFUSED, None)],
)
def test_a_proof_stands_until_it_is_refused(school, state, role):
    newcomer = UserFactory()
    decided = {} if state == ProofState.WAITING else {"decided_at": now(), "decided_by": UserFactory()}
    HeadProof.objects.create(
        person=newcomer,
        organization=school,
        document=OrganizationDocumentFactory(organization=school, kind=DocumentKind.HEAD_PROOF),
        certificate_name="Жаңы Директор",
        state=state,
        **decided,
    )
    assert role_in(cloud(newcomer, school), school) == role


def test_while_the_register_is_silent_who_registered_is_the_head():
    school = OrganizationFactory(register_answered_at=None, head_pin=None)
    assert role_in(cloud(school.registered_by, school), school) == Role.HEAD
    assert role_in(cloud(UserFactory(), school), school) is None


def test_employees_have_the_role_that_their_app_knows(settings, school):
    settings.ORGANIZATION_ROLE = f"{__name__}.employees_are_deputies"
    deputy, stranger = UserFactory(last_name="Орунбасаров"), UserFactory(last_name="Бөтөнов")
    assert role_in(Acting(user=deputy, organization_id=school.pk), school) == Role.DEPUTY
    assert role_in(Acting(user=stranger), school) is None


@pytest.mark.parametrize(("state", "now_role"), [("employed", Role.SPECIALIST), ("dismissed", None)])
def test_who_handed_the_role_over_is_a_head_no_more_though_the_register_names_him(director, school, state, now_role):
    EmploymentFactory(organization=school, person=director, role=Role.SPECIALIST, state=state)
    EmploymentFactory(organization=school, role=Role.HEAD)
    assert role_in(cloud(director, school), school) == now_role


def test_a_school_whose_head_was_dismissed_is_led_by_whom_the_register_names(director, school):
    EmploymentFactory(organization=school, role=Role.HEAD, state="dismissed")
    assert role_in(cloud(director, school), school) == Role.HEAD


def test_a_head_who_left_the_register_is_a_head_no_more(director, school):
    school.head_pin = new_pin()
    assert role_in(cloud(director, school), school) is None
