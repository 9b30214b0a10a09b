import pytest
from django.test import Client

from accounts.models import User
from tests.acting import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
FORM = {"username": "operator", "password": "a long pass phrase", "next": "/admin/"}


@pytest.fixture
def operator():
    return User.objects.create_superuser("operator", "a long pass phrase")


def test_no_password_opens_anything(client, operator):
    assert client.get("/admin/login/").url == "/sign-in/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", FORM).status_code == 404
    assert client.get("/admin/").status_code == 302


def test_with_the_glass_broken_the_operator_comes_in(client, operator, settings):
    settings.BREAK_GLASS = True
    assert client.get("/admin/login/").status_code == 200
    assert client.post("/admin/login/", FORM).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.get("/sessions/").status_code == 200


@pytest.mark.parametrize(
    "change", [{"password": "admin"}, {"password": ""}, {"username": "admin", "password": "admin"}]
)
def test_a_wrong_password_opens_nothing(client, operator, settings, change):
    settings.BREAK_GLASS = True
    client.post("/admin/login/", FORM | change)
    assert client.get("/admin/").status_code == 302


def test_only_a_superuser_comes_in_by_password(client, settings):
    settings.BREAK_GLASS = True
    other = UserFactory(username="operator", is_staff=True)
    other.set_password("a long pass phrase")
    other.save()
    client.post("/admin/login/", FORM)
    assert client.get("/admin/").status_code == 302


def test_guessing_is_limited(client, operator, settings):
    settings.BREAK_GLASS = True
    wrong = FORM | {"password": "guess"}
    assert [client.post("/admin/login/", wrong).status_code for _number in range(6)] == [200] * 5 + [429]


def test_an_operator_comes_in_through_the_state_like_everybody(client):
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))
    assert client.get("/admin/").status_code == 200


def test_a_person_with_a_usable_password_does_not_exist():
    people = [UserFactory(), User.objects.create_user()]
    assert [person.has_usable_password() for person in people] == [False, False]


@pytest.mark.parametrize(
    "path",
    [
        *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/email/", "/accounts/"),
        *("/accounts/oidc/openid_connect/login/", "/accounts/oidc/other/login/", "/accounts/3rdparty/"),
        *("/accounts/reauthenticate/", "/accounts/inactive/", "/accounts/social/signup/", "/accounts/logout/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_librarys_own_pages_do_not_exist(client, path, method):
    assert getattr(client, method)(path).status_code == 404


def test_numbers_are_masked_in_the_administration(client):
    person = UserFactory()
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))
    page = client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert person.pin.masked in page
    assert person.pin not in page


def test_an_operator_ends_sessions_and_closes_access(client):
    person, other = UserFactory(), Client()
    sign_in(other, person)
    sign_in(client, UserFactory(is_staff=True, is_superuser=True))
    for action in ("end_sessions", "block"):
        client.post("/admin/accounts/user/", {"action": action, "_selected_action": [person.pk]})
    assert other.get("/sessions/").status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    client.post("/admin/accounts/user/", {"action": "unblock", "_selected_action": [person.pk]})
    person.refresh_from_db()
    assert person.is_active
