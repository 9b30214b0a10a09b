"""People of a school at the pages of its self-assessment."""

import pytest
from django.urls import reverse

from tests.acting import sign_in


@pytest.fixture
def come(client):
    """A function that signs an employee in at his place of work; with `signs` by the organization's own signature."""

    def come(employment, *, signs=False):
        school = employment.organization
        sign_in(client, employment.person, inn=school.inn if signs else None, organization_id=school.pk)
        return client

    return come


@pytest.fixture
def address():
    """A function that gives the address of a page of this app."""

    def address(page, *args):
        return reverse(f"selfassessment:{page}", args=args)

    return address
