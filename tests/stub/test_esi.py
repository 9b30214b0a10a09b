"""ЕСИ over the wire: discovery, the code flow with PKCE, what a token says, and each way in which ЕСИ fails."""

import time

import jwt
import pytest
import requests

from tests.stub.conftest import CALLBACK
from tests.stub_process import CLIENT_ID, CLIENT_SECRET

HEAD, TWO_PLACES = "head-school-bishkek-11", "head-school-private-bilim"


def key_set(stub):
    return jwt.PyJWKSet.from_dict(stub.get("/.well-known/openid-configuration/jwks").json())


def decoded(stub, token, **options):
    """The claims, after all checks that a careful client makes."""
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.decode(token, key_set(stub)[kid], algorithms=["RS256"], audience=CLIENT_ID, issuer=stub.url, **options)


def test_discovery_names_the_paths_of_esi(stub_server):
    document = stub_server.get("/.well-known/openid-configuration").json()
    paths = {
        "issuer": "",
        "authorization_endpoint": "/connect/authorize",
        "token_endpoint": "/connect/token",
        "userinfo_endpoint": "/connect/userinfo",
        "jwks_uri": "/.well-known/openid-configuration/jwks",
        "end_session_endpoint": "/connect/endsession",
        "revocation_endpoint": "/connect/revocation",
        "introspection_endpoint": "/connect/introspect",
    }
    assert {name: document[name] for name in paths} == {name: stub_server.url + path for name, path in paths.items()}
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert {"openid", "profile", "organizations", "email", "phone"} <= set(document["scopes_supported"])
    assert {"pin", "organization_tin", "position_name"} <= set(document["claims_supported"])


def test_cloud_signature_tells_person_and_organization(stub_server, person):
    head, school = stub_server.person(HEAD), stub_server.organization("school-bishkek-11")
    assert person.sign_in(HEAD).returned["state"] == "a-state"
    tokens = person.tokens().json()
    claims = person.userinfo(tokens["access_token"]).json()
    assert decoded(stub_server, tokens["id_token"])["nonce"] == person.nonce
    assert decoded(stub_server, tokens["id_token"])["sub"] == claims.pop("sub")
    assert claims == {
        "pin": head["pin"],
        "citizenship": "KGZ",
        "name": "Логинов Сергей Иванович",
        "family_name": "Логинов",
        "given_name": "Сергей",
        "middle_name": "Иванович",
        "gender": "male",
        "birthdate": head["birth_date"],
        "email": head["email"],
        "email_verified": True,
        "phone_number": head["phone"],
        "phone_number_verified": True,
        "organization_tin": school["inn"],
        "organization_name": school["full_name_ru"],
        "position_name": "Директор",
        "organizations": [{"tin": school["inn"], "name": school["full_name_ru"], "position": "Директор"}],
    }


@pytest.mark.parametrize(("slug", "place"), [(HEAD, None), ("collegium-1", 0)], ids=["simple", "for himself"])
def test_without_an_organization_no_claim_speaks_of_one(person, slug, place):
    claims = person.sign_in(slug, place=place).userinfo().json()
    assert [name for name in claims if name.startswith(("organization", "position"))] == []


def test_only_what_was_asked_for_is_told(person):
    claims = person.sign_in(HEAD, scope="openid").userinfo().json()
    assert set(claims) == {"sub"}


def test_the_code_may_come_by_sms(person):
    assert "code" in person.sign_in(HEAD, channel="sms").returned


def test_two_browsers_of_one_person_have_each_their_organization(stub_server, person, another):
    inns = [stub_server.organization(s)["inn"] for s in ("school-private-bilim", "kindergarten-private-tomchu")]
    person.sign_in(TWO_PLACES, place=0)
    another.sign_in(TWO_PLACES, place=1)
    first = person.userinfo(person.tokens().json()["access_token"]).json()
    second = another.userinfo(another.tokens().json()["access_token"]).json()
    assert [first["organization_tin"], second["organization_tin"]] == inns
    assert first["sub"] == second["sub"]


def test_who_is_signed_in_comes_back_without_being_asked(person):
    person.sign_in(HEAD)
    assert "code" in person.begin().returned


def test_prompt_login_asks_again(person):
    person.sign_in(HEAD)
    assert person.begin(prompt="login").path == "/identity/pin"


def test_prompt_none_never_asks(person):
    assert person.begin(prompt="none").returned["error"] == "login_required"


def test_cancelling_goes_back_with_access_denied(person):
    person.begin().press_to("/identity/cancel")
    assert person.returned == {"error": "access_denied", "state": "a-state"}


def test_cancelling_never_leads_to_an_unregistered_address(person):
    person.begin().open("/identity/pin", next="/connect/authorize?redirect_uri=https://evil.example/")
    page = person.press_to("/identity/cancel").page
    assert (page.status_code, "Location" in page.headers) == (400, False)


def test_an_unregistered_address_is_refused_on_the_page(person):
    page = person.begin(redirect_uri="https://evil.example/").page
    assert (page.status_code, "Location" in page.headers, person.path) == (400, False, "/connect/authorize")


def test_a_malformed_request_is_answered_to_the_application(person):
    assert person.begin(scope="openid evil").returned["error"] == "invalid_scope"
    assert person.begin(response_type="token").returned["error"] == "unauthorized_client"


def test_next_leads_nowhere_else(person):
    account = person.stub.account(HEAD)
    person.open("/identity/pin", next="https://evil.example/").type(pin=account["pin"])
    person.type(password=account["password"]).type(signature="simple", channel="email")
    assert person.type(code=person.sent_code(HEAD)).page.url == f"{person.stub.url}/"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": ""}, "invalid_request"),
        ({"code_verifier": "x" * 64}, "invalid_grant"),
        ({"redirect_uri": CALLBACK + "x"}, "invalid_request"),
        ({"code": "no-such-code"}, "invalid_grant"),
    ],
    ids=["no verifier", "wrong verifier", "another address", "unknown code"],
)
def test_a_code_is_redeemed_only_by_who_asked_for_it(person, changes, error):
    answer = person.sign_in(HEAD).tokens(**changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_code_is_good_for_one_use(person):
    assert person.sign_in(HEAD).tokens().status_code == 200
    assert person.tokens().json()["error"] == "invalid_grant"


def test_the_client_must_know_its_secret(person):
    body = {"grant_type": "authorization_code", "code": person.sign_in(HEAD).returned["code"], "redirect_uri": CALLBACK}
    answer = person.stub.post("/connect/token", data=body, auth=(CLIENT_ID, "wrong"))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    posted = body | {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code_verifier": person.verifier}
    assert person.stub.post("/connect/token", data=posted).status_code == 200


def test_userinfo_wants_a_token(person):
    assert person.userinfo("no-such-token").status_code == 401


def test_ending_the_session_ends_it_and_goes_back(person):
    hint = person.sign_in(HEAD).tokens().json()["id_token"]
    back = "http://127.0.0.1:8000/"
    person.open("/connect/endsession", id_token_hint=hint, post_logout_redirect_uri=back, state="s")
    assert person.page.headers["Location"] == f"{back}?state=s"
    assert person.begin().path == "/identity/pin"


def test_ending_the_session_goes_to_registered_addresses_only(person):
    hint = person.sign_in(HEAD).tokens().json()["id_token"]
    person.open("/connect/endsession", id_token_hint=hint, post_logout_redirect_uri="https://evil.example/")
    assert "evil.example" not in person.page.headers.get("Location", "")


def test_a_rotated_key_is_published_beside_the_old_one(stub_server, person, another):
    old = person.sign_in(HEAD).tokens().json()["id_token"]
    stub_server.scenario("rotate-keys")
    new = another.sign_in(TWO_PLACES).tokens().json()["id_token"]
    kids = [jwt.get_unverified_header(token)["kid"] for token in (old, new)]
    assert kids[0] != kids[1]
    assert decoded(stub_server, old)["iss"] == decoded(stub_server, new)["iss"]


def test_a_withdrawn_key_is_gone(stub_server, person):
    old = person.sign_in(HEAD).tokens().json()["id_token"]
    stub_server.scenario("rotate-keys", withdraw_old=True)
    assert [key.key_id for key in key_set(stub_server).keys] != [jwt.get_unverified_header(old)["kid"]]
    with pytest.raises(KeyError):
        decoded(stub_server, old)


# How ЕСИ fails for single people -------------------------------------------------------------------------------------


def test_consent_denied(person):
    assert person.sign_in("esi-consent-denied").returned == {"error": "access_denied", "state": "a-state"}


def test_authorization_code_too_old(person):
    answer = person.sign_in("esi-code-expired").tokens()
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_slow_token_endpoint(person):
    person.sign_in("esi-token-delay")
    start = time.monotonic()
    assert person.tokens().status_code == 200
    assert time.monotonic() - start >= 3


def test_token_endpoint_500(person):
    answer = person.sign_in("esi-token-error").tokens()
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_no_id_token(person):
    assert "id_token" not in person.sign_in("esi-id-token-missing").tokens().json()


@pytest.mark.parametrize(
    ("slug", "error"),
    [
        ("esi-id-token-foreign-key", jwt.InvalidSignatureError),
        ("esi-id-token-unknown-kid", KeyError),
        ("esi-id-token-unsigned", jwt.InvalidAlgorithmError),
        ("esi-id-token-wrong-issuer", jwt.InvalidIssuerError),
        ("esi-id-token-wrong-audience", jwt.InvalidAudienceError),
        ("esi-id-token-expired", jwt.ExpiredSignatureError),
        ("esi-id-token-future", jwt.ImmatureSignatureError),
    ],
)
def test_an_id_token_that_a_careful_client_refuses(stub_server, person, slug, error):
    token = person.sign_in(slug).tokens().json()["id_token"]
    with pytest.raises(error):
        decoded(stub_server, token)


def test_another_nonce(stub_server, person):
    claims = decoded(stub_server, person.sign_in("esi-id-token-wrong-nonce").tokens().json()["id_token"])
    assert claims["nonce"] not in {"", person.nonce}


def test_no_nonce(stub_server, person):
    assert "nonce" not in decoded(stub_server, person.sign_in("esi-id-token-no-nonce").tokens().json()["id_token"])


def test_userinfo_refuses(person):
    answer = person.sign_in("esi-userinfo-401").userinfo()
    assert (answer.status_code, "invalid_token" in answer.headers["WWW-Authenticate"]) == (401, True)


def test_userinfo_of_somebody_else(stub_server, person):
    tokens = person.sign_in("esi-userinfo-other-sub").tokens().json()
    claims = person.userinfo(tokens["access_token"]).json()
    assert claims["sub"] != decoded(stub_server, tokens["id_token"])["sub"]


def test_userinfo_without_pin(person):
    claims = person.sign_in("esi-userinfo-no-pin").userinfo().json()
    assert ("pin" in claims, "organization_tin" in claims) == (False, True)


def test_userinfo_with_a_short_pin(person):
    assert len(person.sign_in("esi-userinfo-bad-pin").userinfo().json()["pin"]) == 13


# How ЕСИ fails as a whole --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "path", "status"),
    [
        ("discovery-503", "/.well-known/openid-configuration", 503),
        ("jwks-503", "/.well-known/openid-configuration/jwks", 503),
        ("html-502", "/connect/authorize", 502),
        ("html-502", "/connect/token", 502),
        ("html-502", "/.well-known/openid-configuration", 502),
    ],
)
def test_the_service_is_down(stub_server, mode, path, status):
    with stub_server.failing("service", "esi", mode):
        answer = stub_server.get(path)
    assert (answer.status_code, answer.headers["Content-Type"].startswith("text/html")) == (status, True)
    assert stub_server.get(path).status_code != status


def test_the_connection_is_reset(stub_server):
    with stub_server.failing("service", "esi", "connection-reset"), pytest.raises(requests.ConnectionError):
        stub_server.get("/.well-known/openid-configuration")
