import pytest

from accounts.acting import Acting
from organizations.enums import Role
from selfassessment.cabinet import self_assessments
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_every_employee_finds_the_self_assessments_in_the_menu(role):
    employment = EmploymentFactory(role=role)
    assert self_assessments(acting_for(employment), employment.organization).url == "/self-assessments/"


def test_nobody_else_does():
    school = OrganizationFactory()
    assert self_assessments(Acting(user=UserFactory(), organization_id=school.pk), school) is None
