"""The way to ЕСИ and back: what the browser carries, what happens when it carries something else."""

import base64
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.signals import sign_in_refused, signed_in
from tests.acting import request_of, sign_in
from tests.esi import ACCESS_TOKEN, CODE, OTHER_KEY, public_jwk
from tests.factories.accounts import UserFactory, new_inn, new_pin

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What was told to whoever keeps records."""
    told = []

    def hear(signal, **details):
        told.append((details.get("method"), details.get("code") or details["acting"].organization_inn))

    signed_in.connect(hear)
    sign_in_refused.connect(hear)
    yield told
    signed_in.disconnect(hear)
    sign_in_refused.disconnect(hear)


# Leaving --------------------------------------------------------------------------------------------------------------


def test_a_link_begins_no_sign_in(client, esi):
    assert client.get("/accounts/oidc/esi/login/").url == "/sign-in/"
    assert esi.asked == []


def test_another_site_cannot_begin_a_sign_in(esi):
    assert Client(enforce_csrf_checks=True).post("/accounts/oidc/esi/login/").status_code == 403


def test_what_is_asked_of_the_provider(client, esi, leave):
    leave()
    challenge = esi.query.pop("code_challenge")
    assert len(base64.urlsafe_b64decode(f"{challenge}=")) == 32
    assert len(esi.query.pop("nonce")) >= 43
    assert len(esi.query.pop("state")) >= 16
    assert set(esi.query.pop("scope").split()) == {"openid", "profile", "email", "phone", "organizations"}
    assert esi.query == {
        "client_id": "asula",
        "redirect_uri": "http://testserver/accounts/oidc/esi/login/callback/",
        "response_type": "code",
        "code_challenge_method": "S256",
        "ui_locales": "ky ky ru",
    }


def test_each_sign_in_has_secrets_of_its_own(client, esi, leave):
    leave()
    first = (esi.nonce, esi.state, esi.challenge)
    leave()
    assert {esi.nonce, esi.state, esi.challenge} & set(first) == set()


def test_the_address_of_the_page_changes_nothing(client, esi):
    response = client.post("/accounts/oidc/esi/login/?scope=evil&auth_params=prompt%3Dnone&process=connect")
    query = dict(parse_qsl(urlsplit(response.url).query))
    assert "evil" not in query["scope"]
    assert "prompt" not in query
    esi.authorize(response.url)
    assert client.get("/accounts/oidc/esi/login/callback/", {"code": CODE, "state": esi.state}).url == "/work/"


def test_the_verifier_fits_the_challenge_and_travels_once(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    forms = [form for _method, path, form, _headers in esi.asked if path == "/connect/token"]
    digest = sha256(forms[0].pop("code_verifier").encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == esi.challenge
    assert forms == [
        {
            "grant_type": "authorization_code",
            "code": CODE,
            "redirect_uri": "http://testserver/accounts/oidc/esi/login/callback/",
        }
    ]


def test_nobody_is_asked_twice_what_was_answered_a_moment_ago(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    sign_in_through_esi()
    asked = esi.paths_asked()
    assert asked.count("/.well-known/openid-configuration") == 1
    assert asked.count("/jwks") == 1


def test_a_new_key_is_found(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    esi.key, esi.header, esi.keys = OTHER_KEY, {"kid": "k2"}, [public_jwk(OTHER_KEY, "k2")]
    assert sign_in_through_esi().status_code == 302
    assert esi.paths_asked().count("/jwks") == 2


def test_a_key_that_does_not_exist_is_looked_up_once_only(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    esi.header = {"kid": "k9"}
    assert sign_in_through_esi().status_code == 502
    assert esi.paths_asked().count("/jwks") == 2


# Coming back with something else --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", [{}, {"code": CODE}, {"code": CODE, "state": ""}, {"code": CODE, "state": "invented"}]
)
def test_without_the_right_state_nothing_is_asked(client, esi, come_back, query):
    response = come_back(query)
    assert response.status_code == 400
    assert "/connect/token" not in esi.paths_asked()
    assert not Session.objects.exists()


def test_the_answer_opened_in_another_browser_signs_nobody_in(esi, leave):
    """Login CSRF: the victim's browser is made to open the attacker's answer."""
    brought, victim = leave(), Client()
    assert victim.get("/accounts/oidc/esi/login/callback/", brought).status_code == 400
    assert request_of(victim).acting is None
    assert "/connect/token" not in esi.paths_asked()


def test_an_answer_works_once(client, esi, leave, come_back):
    brought = leave()
    assert come_back(brought).status_code == 302
    session_key = client.session.session_key
    response = come_back(brought)
    assert response.status_code == 400
    assert response.context["error"].code == "state_used"
    assert esi.paths_asked().count("/connect/token") == 1
    assert client.session.session_key == session_key, "who is signed in stays signed in"
    assert b"/work/" in response.content


def test_a_refused_answer_works_once_too(client, esi, leave, come_back):
    brought = leave()
    come_back({"state": brought["state"], "error": "access_denied"})
    assert come_back(brought).context["error"].code == "state_used"


def test_after_ten_minutes_the_state_is_forgotten(client, esi):
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        brought = esi.authorize(client.post("/accounts/oidc/esi/login/").url)
        clock.shift(601)
        response = client.get("/accounts/oidc/esi/login/callback/", brought)
    assert response.context["error"].code == "state_unknown"


def test_two_windows_may_sign_in_at_the_same_time(client, esi, come_back):
    first = client.post("/accounts/oidc/esi/login/")
    second = client.post("/accounts/oidc/esi/login/")
    assert come_back(esi.authorize(first.url)).status_code == 302
    assert come_back(esi.authorize(second.url)).status_code == 302


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ("access_denied", 403, "esi_cancelled"),
        ("temporarily_unavailable", 503, "esi_unavailable"),
        ("server_error", 503, "esi_unavailable"),
        ("invalid_scope", 502, "esi_protocol_error"),
        ("x" * 1000, 502, "esi_protocol_error"),
    ],
)
def test_each_error_has_its_page(client, leave, come_back, heard, error, status, code):
    response = come_back({"state": leave()["state"], "error": error})
    assert response.status_code == status
    assert response.context["error"].code == code
    assert response.context["error"].user_message in response.content.decode()
    assert heard == [("esi", code)]


def test_neither_code_nor_error_is_no_answer(client, leave, come_back):
    assert come_back({"state": leave()["state"]}).status_code == 502


def test_an_answer_of_another_issuer_is_refused(client, esi, leave, come_back):
    response = come_back(leave() | {"iss": "https://evil.test"})
    assert response.status_code == 502
    assert "/connect/token" not in esi.paths_asked()


@pytest.mark.parametrize("error", ["invalid_grant"])
def test_a_code_that_is_too_old_is_explained(client, esi, leave, come_back, error):
    esi.answers["/connect/token"] = (400, {"error": error})
    response = come_back(leave())
    assert (response.status_code, response.context["error"].code) == (400, "code_refused")


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client"])
def test_our_own_refused_secret_alarms_the_operators(client, esi, leave, come_back, caplog, error):
    esi.answers["/connect/token"] = (401, {"error": error})
    response = come_back(leave())
    assert (response.status_code, response.context["error"].code) == (502, "client_rejected")
    assert [record.levelname for record in caplog.records if record.name == "integrations.http"][-1] == "ERROR"


# The state service is away --------------------------------------------------------------------------------------------


def test_when_discovery_is_away_the_page_says_so(client, esi):
    esi.answers["/.well-known/openid-configuration"] = (503, b"<html>busy</html>")
    response = client.post("/accounts/oidc/esi/login/")
    assert (response.status_code, response.context["error"].code) == (503, "esi_unavailable")
    assert response.headers["Retry-After"] == "60"


def test_when_nothing_listens_the_page_says_so(client, settings):
    settings.ESI_ISSUER = "http://127.0.0.1:9"
    assert client.post("/accounts/oidc/esi/login/").status_code == 503


@pytest.mark.parametrize("path", ["/connect/token", "/connect/userinfo", "/jwks"])
@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_when_a_part_is_away_nobody_is_signed_in(client, esi, leave, come_back, path, status):
    brought = leave()
    esi.answers[path] = (status, b"<html>away</html>")
    assert come_back(brought).status_code == 503
    assert request_of(client).acting is None
    assert not User.objects.exists()


def test_without_the_cache_people_still_come_in(client, esi, settings, sign_in_through_esi):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    }
    settings.LIMITS_URL = "redis://127.0.0.1:9/0"
    assert sign_in_through_esi().url == "/work/"


# Who it is ------------------------------------------------------------------------------------------------------------


def test_a_person_entered_before_is_recognised_by_the_pin(client, esi, sign_in_through_esi):
    person = UserFactory(pin=esi.userinfo["pin"], last_name="Жеенбеков", email="own@mail.test")
    sign_in_through_esi()
    person.refresh_from_db()
    assert request_of(client).user == person
    assert person.last_name == "Жээнбеков"
    assert person.email == "own@mail.test", "what people changed here stays"
    assert SocialAccount.objects.get().user == person


def test_names_are_those_of_today(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    esi.userinfo |= {"family_name": "Асанова", "middle_name": ""}
    sign_in_through_esi()
    assert request_of(client).user.get_full_name() == "Асанова Үсөн"


def test_an_answer_without_names_takes_none_away(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    esi.userinfo |= {"family_name": "", "given_name": "", "middle_name": ""}
    sign_in_through_esi()
    assert request_of(client).user.get_full_name() == "Жээнбеков Үсөн Өмүрбекович"


def test_the_same_e_mail_makes_nobody_the_same_person(client, esi, sign_in_through_esi):
    other = UserFactory(email=esi.userinfo["email"])
    sign_in_through_esi()
    assert request_of(client).user != other
    assert User.objects.count() == 2


def test_an_unverified_e_mail_is_not_taken(client, esi, sign_in_through_esi):
    esi.userinfo |= {"email_verified": "true", "phone_number_verified": False}
    sign_in_through_esi()
    assert (request_of(client).user.email, request_of(client).user.phone) == ("", "")


def test_the_same_pin_with_another_account_is_stopped(client, esi, sign_in_through_esi, heard):
    sign_in_through_esi()
    client.post("/sign-out/")
    esi.userinfo["sub"] = "another-account"
    response = sign_in_through_esi()
    assert (response.status_code, response.context["error"].code) == (409, "another_account")
    assert request_of(client).acting is None
    assert SocialAccount.objects.count() == 1


def test_the_same_account_with_another_pin_is_stopped(client, esi, sign_in_through_esi):
    sign_in_through_esi()
    client.post("/sign-out/")
    esi.userinfo["pin"] = new_pin()
    assert sign_in_through_esi().status_code == 409
    assert request_of(client).acting is None


def test_the_same_sub_of_another_issuer_is_another_person(client, esi, settings, sign_in_through_esi):
    sign_in_through_esi()
    first = request_of(client).user
    esi.issuer = esi.issuer.replace("127.0.0.1", "localhost")
    settings.ESI_ISSUER = esi.issuer
    esi.userinfo["pin"] = new_pin()
    sign_in_through_esi()
    assert request_of(client).user != first
    assert SocialAccount.objects.count() == 2


def test_a_blocked_person_is_told_and_stays_outside(client, esi, sign_in_through_esi):
    UserFactory(pin=esi.userinfo["pin"], is_active=False)
    response = sign_in_through_esi()
    assert (response.status_code, response.context["error"].code) == (403, "account_blocked")
    assert request_of(client).acting is None


def test_somebody_else_at_the_same_browser_starts_anew(client, esi, sign_in_through_esi):
    sign_in(client, UserFactory(), inn=new_inn())
    session = client.session
    session["left behind"] = "by the one before"
    session.save()
    sign_in_through_esi()
    assert "left behind" not in client.session
    assert request_of(client).user.get_full_name() == "Жээнбеков Үсөн Өмүрбекович"


# What is left behind --------------------------------------------------------------------------------------------------


def test_the_session_has_a_new_id_and_the_old_one_is_dead(client, esi, leave, come_back):
    brought = leave()
    before = client.session.session_key
    come_back(brought)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_no_token_code_or_number_is_kept_in_clear(client, esi, sign_in_through_esi):
    inn = new_inn()
    esi.userinfo["organization_tin"] = inn
    sign_in_through_esi()
    kept = [SocialAccount.objects.get().extra_data, [s.get_decoded() for s in Session.objects.all()]]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608 -- names of our own tables
            kept += [row[0] for row in cursor.fetchall()]
    text = str(kept) + str(client.cookies)
    for secret in (esi.userinfo["pin"], inn, ACCESS_TOKEN, CODE, esi.userinfo["sub"], "eyJ"):
        assert secret not in text, secret
    assert not SocialToken.objects.exists()


def test_nothing_secret_is_logged(client, esi, leave, come_back, caplog, capfd):
    inn = new_inn()
    esi.userinfo["organization_tin"] = inn
    with caplog.at_level("DEBUG"):
        brought = leave()
        come_back(brought)
        come_back(brought)
        esi.raw_id_token = "eyJub25zZW5zZSI6MX0.eyJ4IjoxfQ.AAAA"
        come_back(leave())
    output = capfd.readouterr()
    text = caplog.text + output.err + output.out
    assert "signed in" in text
    assert "sign-in refused" in text
    for secret in (esi.userinfo["pin"], inn, ACCESS_TOKEN, CODE, esi.raw_id_token, brought["state"], "Жээнбеков"):
        assert secret not in text, secret


def test_who_keeps_records_is_told(client, esi, sign_in_through_esi, heard):
    inn = new_inn()
    esi.userinfo["organization_tin"] = inn
    sign_in_through_esi()
    assert heard == [("esi", inn)]


# Limits ---------------------------------------------------------------------------------------------------------------


def test_one_address_may_come_back_twenty_times_a_minute(client, esi, come_back):
    with time_machine.travel("2027-01-15 08:00:00+06:00", tick=False) as clock:
        statuses = [come_back({"state": "invented"}).status_code for _number in range(21)]
        assert statuses == [400] * 20 + [429]
        clock.shift(61)
        assert come_back({"state": "invented"}).status_code == 400


def test_a_forged_address_does_not_lift_the_limit(client, esi):
    for number in range(20):
        client.get("/accounts/oidc/esi/login/callback/", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    response = client.get("/accounts/oidc/esi/login/callback/", headers={"X-Forwarded-For": "10.1.1.1"})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) in range(1, 61)


def test_behind_our_proxy_each_address_has_its_own_limit(client, esi, settings):
    settings.TRUSTED_PROXIES = 1
    for _number in range(20):
        client.get("/accounts/oidc/esi/login/callback/", headers={"X-Forwarded-For": "10.0.0.1"})
    assert client.get("/accounts/oidc/esi/login/callback/", headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 429
    assert client.get("/accounts/oidc/esi/login/callback/", headers={"X-Forwarded-For": "10.0.0.2"}).status_code == 400


def test_leaving_is_limited_too(client, esi):
    statuses = [client.post("/accounts/oidc/esi/login/").status_code for _number in range(21)]
    assert statuses == [302] * 20 + [429]
