import pytest

from accounts.models import User
from accounts.signals import signed_in
from organizations.enums import Role
from staff import rules
from staff.enums import Verification
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


def sign_in(user):
    signed_in.send(User, request=None, user=user, acting=None, method="esi")


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
