import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory, new_inn

pytestmark = pytest.mark.django_db
MORNING = "2027-01-15 08:00:00+06:00"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def is_signed_in(client):
    return client.get("/sessions/").status_code == 200


def test_my_sessions_are_listed(client):
    person = UserFactory()
    sign_in(client, person)
    sign_in(Client(), person)
    sign_in(Client(), UserFactory())
    UserSession.objects.filter(user=person).update(user_agent=CHROME)
    page = client.get("/sessions/").content.decode()
    assert page.count("<td") == 2 * 4
    assert page.count("Chrome, Windows") == 3, "twice as a device, once for the button's hidden name"
    assert page.count("ушул браузер") == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_a_constant_number_of_times(client, count, django_assert_num_queries):
    person = UserFactory()
    for _number in range(count - 1):
        sign_in(Client(), person)
    sign_in(client, person)
    with django_assert_num_queries(7):
        client.get("/sessions/")


def test_one_of_my_sessions_ends_at_once(client):
    person, other = UserFactory(), Client()
    sign_in(client, person)
    sign_in(other, person)
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(f"/sessions/{row.pk}/end/").url == "/sessions/"
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_all_my_other_sessions_end_at_once(client):
    person, others, stranger = UserFactory(), [Client(), Client()], Client()
    for browser in (client, *others):
        sign_in(browser, person)
    sign_in(stranger, UserFactory())
    client.post("/sessions/end-others/")
    assert [is_signed_in(browser) for browser in (client, *others, stranger)] == [True, False, False, True]


def test_another_persons_session_is_not_found(client):
    other = Client()
    sign_in(client, UserFactory())
    sign_in(other, UserFactory())
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert client.post(f"/sessions/{row.pk}/end/").status_code == 404
    assert is_signed_in(other)


def test_the_session_in_use_ends_by_signing_out(client):
    sign_in(client, UserFactory())
    assert client.post(f"/sessions/{UserSession.objects.get().pk}/end/").status_code == 404


@pytest.mark.parametrize("path", ["/sessions/1/end/", "/sessions/end-others/", "/sessions/keep/", "/sign-out/"])
def test_a_link_ends_nothing(client, path):
    sign_in(client, UserFactory())
    assert client.get(path).status_code == 405
    assert is_signed_in(client)


def test_after_thirty_idle_minutes_the_session_is_over(client):
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client, UserFactory())
        clock.shift(30 * 60 - 1)
        assert is_signed_in(client)
        clock.shift(30 * 60 + 1)
        assert client.get("/sessions/").url == "/sign-in/?next=%2Fsessions%2F"


def test_after_eight_hours_the_session_is_over_even_at_work(client):
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client, UserFactory())
        for _number in range(24):
            clock.shift(20 * 60)
            assert is_signed_in(client)
        clock.shift(1)
        assert not is_signed_in(client)
        assert not UserSession.objects.exists()


def test_asking_to_stay_moves_the_end(client):
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client, UserFactory())
        clock.shift(29 * 60)
        response = client.post("/sessions/keep/")
        assert (response.status_code, response.headers["X-Session-Seconds"]) == (204, str(8 * 3600 - 29 * 60))
        clock.shift(29 * 60)
        assert is_signed_in(client)


def test_a_blocked_person_is_out_at_the_very_next_request(client):
    person = UserFactory()
    sign_in(client, person, inn=new_inn())
    person.is_active = False
    person.save()
    assert not is_signed_in(client)
    person.is_active = True
    person.save()
    assert not is_signed_in(client), "the session did not wait for him"


def test_the_cookie_of_a_session_that_was_left_opens_nothing(client):
    sign_in(client, UserFactory())
    stolen = client.cookies["session"].value
    client.post("/sign-out/")
    thief = Client()
    thief.cookies["session"] = stolen
    assert not is_signed_in(thief)
    assert request_of(client).acting is None


def test_personal_pages_are_stored_nowhere(client):
    sign_in(client, UserFactory())
    assert client.get("/sessions/").headers["Cache-Control"] == "no-store"
