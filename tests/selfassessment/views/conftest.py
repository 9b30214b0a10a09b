"""People of a school at the pages of its self-assessment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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


@pytest.fixture
def questions():
    """A function that counts what a page asks of the database, whatever the menus around it ask."""

    def questions(client, url):
        client.get(url)  # what is remembered for a while is asked once
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return questions
