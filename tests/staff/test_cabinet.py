import pytest

from accounts.acting import Acting
from organizations.enums import Role
from staff.cabinet import employees
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_every_employee_finds_the_staff_in_the_menu(role):
    employment = EmploymentFactory(role=role)
    assert employees(acting_for(employment), employment.organization).url == "/staff/"


def test_nobody_else_does():
    school = OrganizationFactory()
    assert employees(Acting(user=UserFactory(), organization_id=school.pk), school) is None
