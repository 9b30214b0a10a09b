"""The token made of software: the plug-in's calls and errors, and what its signatures are worth."""

import base64

import pytest
from asn1crypto import cms
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation import async_validate_cms_signature
from pyhanko_certvalidator import ValidationContext

ORIGIN = "http://127.0.0.1:8000"
PIN = "12345678"
CHALLENGE = "login|127.0.0.1:8000|2026-11-22T00:00:00Z|c2FsdA=="
USER = 0


@pytest.fixture
def reader(stub_server, request):
    """A reader of the test's own, empty, with the plug-in's calls."""
    name = request.node.name.partition("[")[0]

    class Reader:
        def insert(self, *tokens):
            answer = stub_server.put(f"/softtoken/readers/{name}/tokens", json={"tokens": tokens})
            assert answer.json()["tokens"] == list(tokens)
            return self

        def call(self, method, *args):
            body = {"method": method, "args": args}
            return stub_server.post(f"/softtoken/readers/{name}/call", json=body, headers={"Origin": ORIGIN}).json()

        def result(self, method, *args):
            answer = self.call(method, *args)
            assert "error" not in answer, answer
            return answer["result"]

        def error(self, method, *args):
            return self.call(method, *args)["error"]

        def signed(self, data=CHALLENGE, *, certificate=0, options=None):
            """What the token signs after its PIN code was given."""
            self.result("login", 0, PIN)
            identifier = self.result("enumerateCertificates", 0, USER)[certificate]
            return base64.b64decode(self.result("sign", 0, identifier, data, 0, options or {}))

    return Reader().insert()


async def status_of(stub, message, **options):
    roots = list(load_certs_from_pemder_data(stub.get("/pki/root.pem").content))
    lists = [stub.get(f"/pki/{name}.crl").content for name in ("issuing", "root")]
    context = ValidationContext(
        trust_roots=roots, crls=lists, allow_fetching=False, revocation_mode="hard-fail", **options
    )
    signed = cms.ContentInfo.load(message)["content"]
    return await async_validate_cms_signature(signed, validation_context=context)


def test_no_one_and_two_tokens(reader):
    assert reader.result("enumerateDevices") == []
    assert reader.insert("token-head").result("enumerateDevices") == [0]
    assert reader.insert("token-head", "token-empty").result("enumerateDevices") == [0, 1]


def test_the_reader_in_daily_use_holds_the_first_token(stub_server):
    assert stub_server.get("/softtoken/readers/default/tokens").json()["tokens"] == ["token-head"]
    assert stub_server.get("/softtoken/readers/nowhere/tokens").status_code == 404


def test_facts_of_a_device(stub_server, reader):
    known = stub_server.get("/softtoken/constants").json()
    reader.insert("token-head")
    assert reader.result("getDeviceInfo", 0, known["TOKEN_INFO_LABEL"]) == "Рутокен ЭЦП token-head"
    assert reader.result("getDeviceInfo", 0, known["TOKEN_INFO_IS_LOGGED_IN"]) is False
    reader.result("login", 0, PIN)
    assert reader.result("getDeviceInfo", 0, known["TOKEN_INFO_IS_LOGGED_IN"]) is True
    reader.result("logout", 0)
    assert reader.result("getDeviceInfo", 0, known["TOKEN_INFO_IS_LOGGED_IN"]) is False
    assert reader.error("getDeviceInfo", 0, 999) == "BAD_PARAMS"


def test_the_signature_holds_the_challenge_and_is_trusted(stub_server, reader, run):
    message = reader.insert("token-head").signed()
    signed = cms.ContentInfo.load(message)["content"]
    status = run(status_of(stub_server, message))
    assert (status.valid, status.intact, status.trusted) == (True, True, True)
    assert signed["encap_content_info"]["content"].native == CHALLENGE.encode()
    assert len(signed["signer_infos"]) == 1
    assert {a["type"].native for a in signed["signer_infos"][0]["signed_attrs"]} >= {"message_digest", "signing_time"}


def test_authenticate_signs_the_salt(reader):
    reader.insert("token-head").result("login", 0, PIN)
    identifier = reader.result("enumerateCertificates", 0, USER)[0]
    message = base64.b64decode(reader.result("authenticate", 0, identifier, "salt"))
    assert cms.ContentInfo.load(message)["content"]["encap_content_info"]["content"].native == b"salt"


def test_a_detached_signature_leaves_the_data_outside(reader):
    message = reader.insert("token-head").signed(options={"detached": True})
    assert cms.ContentInfo.load(message)["content"]["encap_content_info"]["content"].native is None


def attributes(reader, certificate=0):
    identifier = reader.result("enumerateCertificates", 0, USER)[certificate]
    parsed = reader.result("parseCertificate", 0, identifier)
    assert "BEGIN CERTIFICATE" in reader.result("getCertificate", 0, identifier)
    return {part["rdn"]: part["value"] for part in parsed["subject"]}


@pytest.mark.parametrize(
    ("token", "head", "places"),
    [
        ("token-head", "head-school-bishkek-11", {"1.2.643.3.131.1.1": "pin", "1.2.643.100.4": "inn"}),
        ("token-head-private", "head-school-private-altyn-uya", {"serialNumber": "pin", "1.2.643.3.131.1.1": "inn"}),
        ("token-organization-identifier", "head-lyceum-bishkek-5", {"organizationIdentifier": "NTRKG"}),
        ("token-ambiguous", "head-school-talas-4", {"serialNumber": "inn", "1.2.643.3.131.1.1": "inn"}),
    ],
)
def test_issuers_put_the_numbers_in_different_places(stub_server, reader, token, head, places):
    account = stub_server.account(head)
    inn = account["cloud_signatures"][0]["inn"]
    values = {"pin": account["pin"], "inn": inn, "NTRKG": f"NTRKG-{inn}"}
    found = attributes(reader.insert(token))
    assert {place: found[place] for place in places} == {place: values[key] for place, key in places.items()}


def test_a_private_person_has_no_organization(reader):
    found = attributes(reader.insert("token-private-person"))
    assert ("organizationName" in found, "1.2.643.100.4" in found) == (False, False)


def test_two_certificates_for_two_organizations(reader):
    reader.insert("token-two-certificates")
    assert attributes(reader, 0)["1.2.643.100.4"] != attributes(reader, 1)["1.2.643.100.4"]


def test_an_empty_token(reader):
    assert reader.insert("token-empty").result("enumerateCertificates", 0, USER) == []


def test_only_the_user_s_certificates_are_there(reader):
    assert reader.insert("token-head").result("enumerateCertificates", 0, 1) == []


@pytest.mark.parametrize("token", ["token-expired", "token-not-yet-valid", "token-revoked", "token-foreign-issuer"])
def test_a_certificate_that_nobody_should_trust(stub_server, reader, token, run):
    status = run(status_of(stub_server, reader.insert(token).signed()))
    assert (status.valid, status.intact, status.trusted) == (True, True, False)


def test_a_signature_that_does_not_fit(stub_server, reader, run):
    message = reader.insert("token-broken-signature").signed()
    assert run(status_of(stub_server, message)).valid is False


def test_the_wrong_pin_code(stub_server, reader):
    reader.insert("token-head")
    known = stub_server.get("/softtoken/constants").json()
    for _attempt in range(9):
        assert reader.error("login", 0, "00000000") == "PIN_INCORRECT"
    assert reader.result("getDeviceInfo", 0, known["TOKEN_INFO_PIN_RETRIES"]) == 1
    assert reader.error("login", 0, "00000000") == "PIN_LOCKED"
    assert reader.error("login", 0, PIN) == "PIN_LOCKED"
    answer = reader.call("login", 0, PIN)
    assert known["errorCodes"][answer["error"]] == answer["code"]


def test_a_right_pin_code_forgives_the_wrong_ones(stub_server, reader):
    reader.insert("token-head").call("login", 0, "00000000")
    reader.result("login", 0, PIN)
    retries = stub_server.get("/softtoken/constants").json()["TOKEN_INFO_PIN_RETRIES"]
    assert reader.result("getDeviceInfo", 0, retries) == 10


def test_a_locked_token(reader):
    assert reader.insert("token-pin-locked").error("login", 0, PIN) == "PIN_LOCKED"


def test_calls_out_of_order(reader):
    reader.insert("token-head")
    identifier = reader.result("enumerateCertificates", 0, USER)[0]
    assert reader.error("sign", 0, identifier, CHALLENGE, 0, {}) == "USER_NOT_LOGGED_IN"
    reader.result("login", 0, PIN)
    assert reader.error("login", 0, PIN) == "ALREADY_LOGGED_IN"
    assert reader.error("sign", 0, "00:11", CHALLENGE, 0, {}) == "CERTIFICATE_NOT_FOUND"
    assert reader.error("sign", 0, identifier, CHALLENGE, 7, {}) == "BAD_PARAMS"
    assert reader.error("login", 5, PIN) == "DEVICE_NOT_FOUND"
    assert reader.error("dance") == "BAD_PARAMS"
    reader.insert("token-head")  # taken out and put in again
    assert reader.error("sign", 0, identifier, CHALLENGE, 0, {}) == "USER_NOT_LOGGED_IN"


def test_only_the_application_may_read_the_answers(stub_server):
    path = "/softtoken/readers/default/call"
    own = stub_server.post(path, json={"method": "enumerateDevices"}, headers={"Origin": ORIGIN})
    strange = stub_server.post(path, json={"method": "enumerateDevices"}, headers={"Origin": "https://evil.example"})
    assert own.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Origin" not in strange.headers


def test_unknown_tokens_are_refused(stub_server):
    answer = stub_server.put("/softtoken/readers/default/tokens", json={"tokens": ["no-such-token"]})
    assert (answer.status_code, "no-such-token" in answer.json()["error"]) == (400, True)
