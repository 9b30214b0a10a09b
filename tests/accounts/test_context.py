import pytest
import time_machine

from accounts.context import session_limits
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_knows_when_the_session_ends(client):
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        sign_in(client, UserFactory())
        clock.shift(20 * 60)
        limits = session_limits(request_of(client))["session_limits"]
    assert limits == {"idle": 1800, "latest": 27600, "warn": 300, "minutes": 30}


def test_a_stranger_has_no_session_to_end(client):
    assert session_limits(request_of(client)) == {"session_limits": None}
    assert "data-session" not in client.get("/").content.decode()


def test_without_scripts_the_page_says_it_in_words(client):
    sign_in(client, UserFactory())
    page = client.get("/news/").content.decode()
    assert "30 мүнөт иштебесеңиз" in page
    assert 'data-idle="1800"' in page
