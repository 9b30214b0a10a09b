import pytest
import time_machine
from django.test import Client

from accounts.enums import Signature
from accounts.models import User
from integrations.token_signature import token_signature
from integrations.token_signature.fake import FakeToken
from tests.acting import request_of
from tests.factories.accounts import UserFactory, new_inn, new_pin

pytestmark = pytest.mark.django_db
PAGE, CHALLENGE = "/sign-in/token/", "/sign-in/token/challenge/"


@pytest.fixture
def token():
    return token_signature().add(FakeToken(pin=new_pin(), org_inn=new_inn(), organization="№5 мектеп"))


def answered(client, token, **more):
    """The browser asks for a challenge, the token signs it, the browser sends the signature."""
    challenge = client.post(CHALLENGE).json()
    signature = token_signature().sign(challenge["text"], token)
    return client.post(PAGE, {"challenge": challenge["id"], "signature": signature, **more})


def test_a_token_signs_in_for_its_organization(client, token):
    assert answered(client, token).url == "/work/"
    acting = request_of(client).acting
    assert acting.user == User.objects.by_pin(token.pin).get()
    assert (acting.signature, acting.organization_inn) == (Signature.TOKEN, token.org_inn)
    assert acting.organization_name == "№5 мектеп"


def test_the_session_has_a_new_id(client, token):
    client.post(CHALLENGE)
    before = client.session.session_key
    answered(client, token)
    assert client.session.session_key != before


def test_the_way_back_is_kept_and_is_our_own(client, token):
    assert answered(client, token, next="/news/").url == "/work/?next=%2Fnews%2F"
    assert answered(client, token, next="https://evil.test/").url == "/work/"


def test_the_page_leaves_no_session_behind(client):
    assert client.get(PAGE).status_code == 200
    assert "session" not in client.cookies


def test_the_challenge_names_our_host_and_is_never_the_same(client):
    texts = [client.post(CHALLENGE).json()["text"] for _number in range(3)]
    assert len(set(texts)) == 3
    assert {text.split("|")[:2] == ["login", "testserver"] for text in texts} == {True}


def test_a_challenge_of_another_browser_is_refused(client, token):
    challenge = client.post(CHALLENGE).json()
    signature = token_signature().sign(challenge["text"], token)
    other = Client()
    other.post(CHALLENGE)
    response = other.post(PAGE, {"challenge": challenge["id"], "signature": signature})
    assert (response.status_code, response.context["error"].code) == (400, "challenge_unknown")
    assert request_of(other).acting is None


def test_a_challenge_works_once(client, token):
    challenge = client.post(CHALLENGE).json()
    form = {"challenge": challenge["id"], "signature": token_signature().sign(challenge["text"], token)}
    assert client.post(PAGE, form | {"signature": "bm9uc2Vuc2U="}).status_code == 403
    response = client.post(PAGE, form)
    assert (response.status_code, response.context["error"].code) == (400, "challenge_used")


def test_after_two_minutes_the_challenge_is_old(client, token):
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        token.not_after = token.not_after.replace(year=2030)
        challenge = client.post(CHALLENGE).json()
        clock.shift(121)
        form = {"challenge": challenge["id"], "signature": token_signature().sign(challenge["text"], token)}
        assert client.post(PAGE, form).context["error"].code == "challenge_expired"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"trusted": False}, 403, "untrusted_issuer"),
        ({"revoked": True}, 403, "certificate_revoked"),
        ({"revoked": None}, 503, "revocation_unknown"),
        ({"algorithm": "gost2012"}, 403, "unsupported_algorithm"),
        ({"org_inn": None}, 403, "token_of_a_person"),
    ],
)
def test_each_refusal_has_its_page(client, token, change, status, code):
    for name, value in change.items():
        setattr(token, name, value)
    response = answered(client, token)
    assert (response.status_code, response.context["error"].code) == (status, code)
    assert response.context["error"].user_message in response.content.decode()
    assert request_of(client).acting is None
    assert not User.objects.exists()


def test_a_blocked_person_stays_outside(client, token):
    UserFactory(pin=token.pin, is_active=False)
    assert answered(client, token).context["error"].code == "account_blocked"


@pytest.mark.parametrize(
    "form", [{}, {"challenge": "x"}, {"challenge": "", "signature": ""}, {"signature": "A" * 200_000}]
)
def test_nonsense_signs_nobody_in(client, form):
    client.post(CHALLENGE)
    assert client.post(PAGE, form).status_code == 400


def test_another_site_can_neither_ask_nor_answer():
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(CHALLENGE).status_code, strict.post(PAGE).status_code) == (403, 403)


def test_both_steps_are_limited(client, token):
    assert [client.post(CHALLENGE).status_code for _number in range(21)] == [200] * 20 + [429]
    assert [client.post(PAGE).status_code for _number in range(21)][-2:] == [400, 429]


def test_the_numbers_are_not_logged(client, token, caplog):
    with caplog.at_level("DEBUG"):
        answered(client, token)
    assert "signed in" in caplog.text
    assert token.pin not in caplog.text
    assert token.org_inn not in caplog.text


def test_signing_out_does_not_ask_the_state(client, token):
    answered(client, token)
    assert client.post("/sign-out/").url == "/sign-out/done/"


def test_the_software_token_is_for_developers_only(client, settings):
    assert b"soft_token" not in client.get(PAGE).content
    settings.SOFT_TOKEN_URL = "http://127.0.0.1:8001"
    assert b"soft_token" in client.get(PAGE).content
