"""The cloud signature service over the wire: both families of paths, real signatures, each way to fail."""

import base64
import hashlib
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import requests
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

HEAD = "head-school-bishkek-11@school-bishkek-11"
HIMSELF = "collegium-1@himself"
HASH = hashlib.sha256(b"a document").hexdigest().upper()
OLD = {
    "code": "/api/get-pin-code",
    "auth": "/api/account/auth",
    "certificate": "/api/get-cert-info",
    "sign": "/api/get-sign/for-hash",
    "check": "/api/check-sign/for-hash",
}
NEW = {
    "code": "/api/oep/pin-code",
    "auth": "/api/oep/account/auth",
    "certificate": "/api/oep/cert-info",
    "sign": "/api/oep/sign/hash",
    "check": "/api/oep/check-sign/hash",
}


def moment(text):
    return datetime.fromisoformat(text)


def sign(cds, slug, text=HASH):
    answer = cds.call("/api/get-sign/for-hash", {"hash": text, "userToken": cds.token(slug)})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("paths", [OLD, NEW], ids=["old paths", "new paths"])
def test_from_the_code_to_the_verified_signature(cds, stub_server, paths):
    who = cds.signer(HEAD)
    person, school = stub_server.person("head-school-bishkek-11"), stub_server.organization("school-bishkek-11")
    names = {
        "personIdnp": person["pin"],
        "personFio": "Логинов Сергей Иванович",
        "organizationInn": school["inn"],
        "organizationName": school["full_name_ru"],
    }
    assert cds.call(paths["code"], who | {"method": "email"}).json()["status"] == 200
    opened = cds.call(paths["auth"], who | {"byPin": cds.code(HEAD)}).json()
    token, life = opened.pop("token"), moment(opened.pop("expireAt")) - moment(opened.pop("createAt"))
    assert opened == names | {"subjectType": 2, "isActive": True}
    assert (len(token), round(life.total_seconds())) == (43, 600)

    certificate = cds.call(paths["certificate"], {"userToken": token}).json()
    assert moment(certificate.pop("validNotBefore")) < datetime.now(UTC) < moment(certificate.pop("validNotAfter"))
    assert re.fullmatch("[0-9A-F]{40}", certificate.pop("keyIdentifier"))
    assert set(certificate.pop("certissuer")) == {"commonName", "organizationName", "countryName"}
    assert certificate == {
        "personIdnp": person["pin"],
        "commonName": names["personFio"],
        "organizationInn": school["inn"],
        "organizationName": school["full_name_ru"],
        "countryName": "KG",
    }

    signed = cds.call(paths["sign"], {"hash": HASH, "userToken": token}).json()
    assert (signed["isSuccesfull"], abs(signed["timestamp"] / 1000 - time.time()) < 60) == (True, True)
    checked = cds.call(paths["check"], {"signBase64": signed["sign"], "hash": HASH}).json()
    assert checked.pop("timestamp") > 0
    assert checked == names | {"verified": True}


def test_one_session_signs_several_documents(cds):
    token = cds.token(HEAD)
    signatures = set()
    for number in range(3):
        signatures.add(
            cds.call("/api/get-sign/for-hash", {"hash": f"{number:064X}", "userToken": token}).json()["sign"]
        )
    assert len(signatures) == 3


def test_a_private_person_signs_for_himself(cds):
    opened = cds.call("/api/get-pin-code", cds.signer(HIMSELF) | {"method": "sms"})
    assert opened.json()["status"] == 200
    checked = cds.call("/api/check-sign/for-hash", {"signBase64": sign(cds, HIMSELF)["sign"], "hash": HASH}).json()
    assert (checked["verified"], checked["organizationInn"], checked["organizationName"]) == (True, None, None)


def test_the_ways_for_a_code(cds):
    body = cds.call("/api/user-auth-methods", cds.signer(HEAD)).json()
    assert body["isActive"] is True
    assert [(m["authType"], m["isActive"]) for m in body["userAuthMethodList"]] == [("email", True), ("sms", True)]
    assert cds.call("/api/get-auth-method", cds.signer(HEAD)).json()["isActive"] is True


@pytest.mark.parametrize(("slug", "way"), [("signature-email-only", "email"), ("signature-sms-only", "sms")])
def test_one_way_only(cds, slug, way):
    who = cds.signer(slug)
    methods = cds.call("/api/user-auth-methods", who).json()["userAuthMethodList"]
    assert [method["authType"] for method in methods] == [way]
    other = {"email": "sms", "sms": "email"}[way]
    assert cds.call("/api/get-pin-code", who | {"method": other}).json()["errorCode"] == 400
    assert cds.call("/api/get-pin-code", who | {"method": way}).json()["status"] == 200


# The signature itself ------------------------------------------------------------------------------------------------


def context(stub, **options):
    roots = list(load_certs_from_pemder_data(stub.get("/pki/root.pem").content))
    return ValidationContext(trust_roots=roots, allow_fetching=False, **options)


async def status_of(stub, signature, data, **options):
    signed = cms.ContentInfo.load(base64.b64decode(signature))["content"]
    return await async_validate_detached_cms(data, signed, context(stub, **options))


def lists(stub):
    return [stub.get(f"/pki/{name}.crl").content for name in ("issuing", "root")]


@pytest.mark.parametrize(("data", "good"), [(HASH.encode(), True), (HASH.lower().encode(), False)])
def test_the_signature_is_cms_over_the_exact_text(cds, stub_server, data, good, run):
    status = run(status_of(stub_server, sign(cds, HEAD)["sign"], data))
    assert (status.intact, status.trusted) == (good, good)
    assert status.signing_cert.subject.native["serial_number"] == cds.signer(HEAD)["personIdnp"]


def test_the_certificate_names_person_and_organization(cds):
    signed = cms.ContentInfo.load(base64.b64decode(sign(cds, HEAD)["sign"]))["content"]
    leaf = next(c.chosen for c in signed["certificates"] if not c.chosen.ca)
    parts = {name["type"].dotted: name["value"].native for rdn in leaf.subject.chosen for name in rdn}
    who = cds.signer(HEAD)
    assert parts["1.2.643.3.131.1.1"] == parts["2.5.4.5"] == who["personIdnp"]
    assert parts["1.2.643.100.4"] == who["organizationInn"]
    assert (parts["2.5.4.4"], parts["2.5.4.42"]) == ("Логинов", "Сергей Иванович")
    assert leaf.key_usage_value.native == {"digital_signature", "non_repudiation"}


def test_a_revoked_certificate_is_on_the_list(cds, stub_server, run):
    signature = sign(cds, HEAD)["sign"]
    options = {"revocation_mode": "hard-fail"}
    assert run(status_of(stub_server, signature, HASH.encode(), crls=lists(stub_server), **options)).trusted is True
    with stub_server.failing("signature", HEAD, "revoked"):
        revoked = run(status_of(stub_server, signature, HASH.encode(), crls=lists(stub_server), **options))
    assert (revoked.valid, revoked.revoked) == (True, True)


def test_two_signers_have_two_keys(cds):
    def key(slug):
        signed = cms.ContentInfo.load(base64.b64decode(sign(cds, slug)["sign"]))["content"]
        return next(c.chosen for c in signed["certificates"] if not c.chosen.ca).public_key.sha256

    mine, hers = (
        "head-school-private-bilim@school-private-bilim",
        "head-school-private-bilim@kindergarten-private-tomchu",
    )
    assert len({key(HEAD), key(mine), key(hers)}) == 3
    assert key(HEAD) == key(HEAD)


def test_a_bare_signature(cds, stub_server):
    signed = base64.b64decode(sign(cds, "signature-raw")["sign"])
    assert len(signed) == 256
    body = {"signBase64": base64.b64encode(signed).decode(), "hash": HASH}
    assert cds.call("/api/check-sign/for-hash", body).json()["verified"] is True
    assert cds.call("/api/check-sign/for-hash", body | {"hash": HASH.lower()}).json()["verified"] is False
    stub_server.set("signature", "signature-raw")  # the same key, now with its certificate
    message = cms.ContentInfo.load(base64.b64decode(sign(cds, "signature-raw")["sign"]))["content"]
    leaf = next(c.chosen for c in message["certificates"] if not c.chosen.ca)
    key = x509.load_der_x509_certificate(leaf.dump()).public_key()
    key.verify(signed, HASH.encode(), padding.PKCS1v15(), hashes.SHA256())


def test_what_was_not_signed_here_is_not_verified(cds):
    good = sign(cds, HEAD)["sign"]
    broken = bytearray(base64.b64decode(good))
    broken[-1] ^= 1
    for signature in (base64.b64encode(bytes(broken)).decode(), base64.b64encode(b"nothing").decode()):
        body = cds.call("/api/check-sign/for-hash", {"signBase64": signature, "hash": HASH}).json()
        assert (body["verified"], body["personIdnp"]) == (False, None)


def test_an_old_signature_stays_verified_when_its_certificate_has_ended(cds, stub_server):
    body = {"signBase64": sign(cds, HEAD)["sign"], "hash": HASH}
    with stub_server.failing("signature", HEAD, "expired"):
        assert cds.call("/api/check-sign/for-hash", body).json()["verified"] is True


# Refusals ------------------------------------------------------------------------------------------------------------


def refusal(answer):
    body = answer.json()
    assert answer.status_code == body["errorCode"]
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert (body["isActive"], bool(body["errorMessage"])) == (False, True)
    return body["errorCode"]


def test_only_post(cds, stub_server):
    headers = {"Authorization": "Bearer test-system-token", "User-Agent": "ASULA"}
    assert refusal(stub_server.get("/api/user-auth-methods", headers=headers)) == 405


@pytest.mark.parametrize("value", ["", "Bearer wrong", "Basic test-system-token", "test-system-token"])
def test_the_system_token_is_checked(cds, value):
    assert refusal(cds.call("/api/user-auth-methods", cds.signer(HEAD), Authorization=value)) == 401


@pytest.mark.parametrize("agent", ["", "python-requests/2.32", "curl/8.5.0"])
def test_the_client_organization_must_name_itself(cds, agent):
    assert refusal(cds.call("/api/user-auth-methods", cds.signer(HEAD), **{"User-Agent": agent})) == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"personIdnp": 21910197558387},
        {"personIdnp": "2191019755838"},
        {"personIdnp": "21910197558387", "organizationInn": 2105199920142},
        [],
    ],
)
def test_numbers_are_text_of_fourteen_digits(cds, body):
    assert refusal(cds.call("/api/user-auth-methods", body)) == 400


def test_nothing_but_json(cds, stub_server):
    headers = {"Authorization": "Bearer test-system-token", "User-Agent": "ASULA"}
    assert refusal(stub_server.post("/api/user-auth-methods", data="{}", headers=headers)) == 415
    headers["Content-Type"] = "application/json"
    assert refusal(stub_server.post("/api/user-auth-methods", data="{", headers=headers)) == 400


def test_a_person_and_a_foreign_organization(cds, stub_server):
    body = cds.signer(HEAD) | {"organizationInn": stub_server.organization("ministry")["inn"]}
    assert refusal(cds.call("/api/user-auth-methods", body)) == 404
    assert refusal(cds.call("/api/user-auth-methods", {"personIdnp": cds.signer(HEAD)["personIdnp"]})) == 404


def test_a_code_is_six_digits_used_once(cds):
    who = cds.signer(HEAD)
    cds.call("/api/get-pin-code", who | {"method": "email"})
    code = cds.code(HEAD)
    for guess in ("", "12345", "abcdef", 123456, None):
        assert refusal(cds.call("/api/account/auth", who | {"byPin": guess})) == 400
    assert cds.call("/api/account/auth", who | {"byPin": code}).status_code == 200
    assert refusal(cds.call("/api/account/auth", who | {"byPin": code})) == 410


def test_the_third_wrong_code_locks_for_a_quarter_of_an_hour(cds):
    who = cds.signer(HEAD)
    cds.call("/api/get-pin-code", who | {"method": "email"})
    code = cds.code(HEAD)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    codes = [refusal(cds.call("/api/account/auth", who | {"byPin": guess})) for guess in (wrong, wrong, wrong, code)]
    assert codes == [422, 422, 423, 423]
    assert "15" in cds.call("/api/get-pin-code", who | {"method": "email"}).json()["errorMessage"]


def test_a_new_code_invalidates_the_old_one(cds):
    who = cds.signer(HEAD)
    cds.call("/api/get-pin-code", who | {"method": "email"})
    old = cds.code(HEAD)
    cds.call("/api/get-pin-code", who | {"method": "email"})
    new = cds.code(HEAD)
    if old != new:  # once in a million they are the same
        assert refusal(cds.call("/api/account/auth", who | {"byPin": old})) == 422
    assert cds.call("/api/account/auth", who | {"byPin": new}).status_code == 200


def test_a_code_of_the_sign_in_page_does_not_sign(cds, person):
    person.until_code("head-school-bishkek-11")
    code = person.sent_code("head-school-bishkek-11")
    assert refusal(cds.call("/api/account/auth", cds.signer(HEAD) | {"byPin": code})) == 410


@pytest.mark.parametrize("path", ["/api/get-cert-info", "/api/get-sign/for-hash"])
def test_an_unknown_session(cds, path):
    assert refusal(cds.call(path, {"userToken": "x" * 43, "hash": HASH})) == 440
    assert refusal(cds.call(path, {"hash": HASH})) == 400


# Scenarios -----------------------------------------------------------------------------------------------------------


def test_inactive(cds):
    who = cds.signer("signature-inactive")
    body = cds.call("/api/user-auth-methods", who).json()
    assert (body["isActive"], body["userAuthMethodList"], bool(body["inactiveReason"])) == (False, [], True)
    answer = cds.call("/api/get-pin-code", who | {"method": "email"})
    assert (refusal(answer), bool(answer.json()["inactiveReason"])) == (403, True)


@pytest.mark.parametrize(
    ("slug", "code"),
    [("signature-not-tied", 404), ("signature-locked", 423), ("signature-too-many-codes", 429)],
)
def test_no_code_is_sent(cds, slug, code):
    assert refusal(cds.call("/api/get-pin-code", cds.signer(slug) | {"method": "email"})) == code


def test_a_code_that_comes_too_late(cds):
    who = cds.signer("signature-code-expired")
    cds.call("/api/get-pin-code", who | {"method": "email"})
    assert refusal(cds.call("/api/account/auth", who | {"byPin": cds.code("signature-code-expired")})) == 410


def test_a_session_that_ends_at_once(cds):
    token = cds.token("signature-session-expired")
    assert refusal(cds.call("/api/get-sign/for-hash", {"hash": HASH, "userToken": token})) == 440


@pytest.mark.parametrize(
    ("slug", "begins", "ends"),
    [
        ("signature-expired", (-400, -390), (-31, -29)),
        ("signature-not-yet-valid", (29, 31), (390, 400)),
        ("signature-ends-soon", (-360, -355), (6, 8)),
        (HEAD, (-301, 1), (60, 366)),
    ],
)
def test_the_dates_of_the_certificate(cds, slug, begins, ends):
    body = cds.call("/api/get-cert-info", {"userToken": cds.token(slug)}).json()
    for name, (low, high) in {"validNotBefore": begins, "validNotAfter": ends}.items():
        assert timedelta(days=low) <= moment(body[name]) - datetime.now(UTC) <= timedelta(days=high)


@pytest.mark.parametrize("slug", ["signature-expired", "signature-not-yet-valid", "signature-revoked"])
def test_a_certificate_that_is_not_valid_does_not_sign(cds, slug):
    assert refusal(cds.call("/api/get-sign/for-hash", {"hash": HASH, "userToken": cds.token(slug)})) == 409


def test_no_certificate(cds):
    token = cds.token("signature-no-certificate")
    assert refusal(cds.call("/api/get-cert-info", {"userToken": token})) == 404
    assert refusal(cds.call("/api/get-sign/for-hash", {"hash": HASH, "userToken": token})) == 404


def test_signing_refused_with_status_200(cds):
    body = sign(cds, "signature-sign-refused")
    assert (body["isSuccesfull"], body["sign"]) == (False, None)


def test_signed_but_not_verified(cds):
    body = {"signBase64": sign(cds, "signature-not-verified")["sign"], "hash": HASH}
    assert cds.call("/api/check-sign/for-hash", body).json()["verified"] is False


@pytest.mark.parametrize(
    ("slug", "field"), [("signature-other-person", "personIdnp"), ("signature-other-organization", "organizationInn")]
)
def test_answers_in_the_name_of_somebody_else(cds, slug, field):
    who = cds.signer(slug)
    cds.call("/api/get-pin-code", who | {"method": "email"})
    opened = cds.call("/api/account/auth", who | {"byPin": cds.code(slug)}).json()
    assert re.fullmatch(r"\d{14}", opened[field])
    assert opened[field] != who[field]


@pytest.mark.parametrize(
    ("slug", "status", "kind"),
    [
        ("signature-html-502", 502, "text/html"),
        ("signature-html-503", 503, "text/html"),
        ("signature-json-500", 500, "application/json"),
        ("signature-plain-text-error", 400, "text/plain"),
    ],
)
def test_a_broken_service(cds, slug, status, kind):
    answer = cds.call("/api/user-auth-methods", cds.signer(slug))
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (status, kind)


def test_an_error_inside_message(cds):
    answer = cds.call("/api/user-auth-methods", cds.signer("signature-nested-error"))
    assert (answer.status_code, set(answer.json()), set(answer.json()["message"])) == (
        400,
        {"message"},
        {"errorMessage"},
    )


def test_half_an_answer(cds):
    answer = cds.call("/api/user-auth-methods", cds.signer("signature-truncated-json"))
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize("slug", ["signature-delay", "signature-sign-delay"])
def test_a_slow_service(cds, slug):
    signing_only = slug == "signature-sign-delay"
    if signing_only:
        path, body = "/api/get-sign/for-hash", {"hash": HASH, "userToken": cds.token(slug)}
    else:
        path, body = "/api/user-auth-methods", cds.signer(slug)
    start = time.monotonic()
    assert cds.call(path, body).status_code == 200
    assert time.monotonic() - start >= 3


def test_the_connection_is_reset(cds):
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        cds.call("/api/user-auth-methods", cds.signer("signature-connection-reset"))


def test_signed_but_never_told(cds, stub_server):
    token = cds.token("signature-sign-reset")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        cds.call("/api/get-sign/for-hash", {"hash": HASH, "userToken": token})
    stub_server.set("signature", "signature-sign-reset")
    assert cds.call("/api/get-sign/for-hash", {"hash": HASH, "userToken": token}).json()["isSuccesfull"] is True


@pytest.mark.parametrize(("mode", "status"), [("html-502", 502), ("system-token-rejected", 401)])
def test_the_whole_service_fails(cds, stub_server, mode, status):
    with stub_server.failing("service", "cds", mode):
        assert cds.call("/api/user-auth-methods", cds.signer(HEAD)).status_code == status
    assert cds.call("/api/user-auth-methods", cds.signer(HEAD)).status_code == 200


def test_the_whole_service_hangs_up(cds, stub_server):
    with stub_server.failing("service", "cds", "connection-reset"), pytest.raises(requests.ConnectionError):
        cds.call("/api/user-auth-methods", cds.signer(HEAD))
