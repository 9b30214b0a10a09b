import pytest
from django.utils import translation

from integrations.adapters import adapter
from organizations.enums import Role
from tests.acting import sign_in
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory, acting_for


@pytest.fixture
def school(db):
    return OrganizationFactory()


@pytest.fixture
def head(school):
    return EmploymentFactory(organization=school, role=Role.HEAD, position="директор")


@pytest.fixture
def deputy(school, head):
    return EmploymentFactory(organization=school, role=Role.DEPUTY, position="окуу иштери боюнча орун басар")


@pytest.fixture
def by_head(head):
    return acting_for(head)


@pytest.fixture
def by_deputy(deputy):
    return acting_for(deputy)


@pytest.fixture
def registry():
    """The registers of people, in memory."""
    return adapter("person_registry")


@pytest.fixture
def at_work(client, settings):
    """A function that signs an employee in with the simple signature, at work in his organization."""

    def at_work(employment):
        organization = employment.organization
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        sign_in(
            client,
            employment.person,
            organization_id=organization.pk,
            place_key=f"organization-{organization.pk}",
        )
        return client

    return at_work


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield
