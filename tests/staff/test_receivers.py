import pytest

from accounts.acting import Acting
from accounts.enums import Signature
from accounts.models import User
from accounts.signals import signed_in
from organizations.enums import Role
from organizations.models import Organization
from organizations.signals import organization_changed, organization_registered
from staff import rules
from staff.enums import Verification
from staff.selectors import head_of
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


def sign_in(user, *, inn=None):
    acting = Acting(user=user, signature=Signature.CLOUD if inn else Signature.SIMPLE, organization_inn=inn)
    signed_in.send(User, request=None, user=user, acting=acting, method="esi")


def test_the_head_of_the_register_has_the_role_from_the_sign_in_on():
    user = UserFactory()
    school = OrganizationFactory(head_pin=user.pin)
    assert rules.role_in(user, school.pk) is None
    sign_in(user)
    assert rules.role_in(user, school.pk) == Role.HEAD


def test_a_name_typed_by_hand_is_confirmed_by_the_sign_in():
    user = UserFactory(last_name="Асанов", first_name="Бек", middle_name="")
    entry = EmploymentFactory(person=user, last_name="Асаноф", verification=Verification.WAITING)
    sign_in(user)
    entry.refresh_from_db()
    assert (entry.name, entry.verification) == ("Асанов Бек", Verification.CONFIRMED)


def test_an_account_without_a_name_changes_no_entry():
    user = UserFactory(last_name="", first_name="", middle_name="")
    entry = EmploymentFactory(person=user, last_name="Асанов", verification=Verification.WAITING)
    sign_in(user)
    entry.refresh_from_db()
    assert (entry.last_name, entry.verification) == ("Асанов", Verification.WAITING)


def test_an_organization_begins_with_its_head():
    school = OrganizationFactory(register_answered_at=None)
    acting = Acting(user=school.registered_by, signature=Signature.CLOUD, organization_inn=school.inn)
    organization_registered.send(Organization, organization=school, acting=acting)
    assert rules.role_in(school.registered_by, school.pk) == Role.HEAD


def test_a_head_by_signature_is_recognised_at_the_sign_in():
    school = OrganizationFactory(register_answered_at=None)
    sign_in(school.registered_by, inn=school.inn)
    assert rules.role_in(school.registered_by, school.pk) == Role.HEAD


@pytest.mark.parametrize(("field", "follows"), [("head_pin", True), ("phone", False)])
def test_only_another_number_of_the_head_moves_the_role(field, follows):
    school = OrganizationFactory(head_pin=new_pin(), head_name="Өмүров Бек Асанович")
    organization_changed.send(Organization, organization=school, changes={field: (None, school.head_pin)})
    assert (head_of(school) is not None) is follows
