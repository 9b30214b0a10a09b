"""What the CDS adapter makes of single answers from a server of the test; whole journeys are in the contract suite."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import Channel, DocumentDigest, SignerRef, SigningSession, errors
from integrations.cloud_signature.http import CdsCloudSignature
from integrations.cloud_signature.signing import VerificationPending, sign_and_verify
from integrations.secret import Secret
from tests.integrations.conftest import answer

PIN, INN = Pin("21901198000124"), Inn("00207199610017")
ME = SignerRef(PIN, INN)
DIGEST = DocumentDigest.of(b"report")
AUTH = {
    "createAt": "2026-11-22T10:00:00",
    "expireAt": "2126-11-22T10:10:00",
    "subjectType": 2,
    "personIdnp": PIN,
    "personFio": "Асанов Үсөн",
    "organizationInn": INN,
    "organizationName": "№ 5 мектеп",
    "isActive": True,
    "token": "t" * 43,
}
CERTIFICATE = {
    "validNotBefore": "2026-01-01T00:00:00+06:00",
    "validNotAfter": "2027-01-01T00:00:00+06:00",
    "personIdnp": PIN,
    "commonName": "Асанов Үсөн",
    "organizationInn": INN,
    "organizationName": "№ 5 мектеп",
    "countryName": "KG",
    "keyIdentifier": "ab12",
    "certissuer": {"commonName": "CA", "organizationName": "Centre", "countryName": "KG"},
}
SIGN = {"isSuccesfull": True, "sign": "c2lnbg==", "timestamp": 1795312800}
CHECK = {
    "verified": True,
    "personIdnp": PIN,
    "personFio": "Асанов Үсөн",
    "organizationInn": INN,
    "timestamp": 1795312800,
}


def session(**changes) -> SigningSession:
    values = {
        "token": Secret("the-user-token"),
        "signer": ME,
        "person_name": "Асанов Үсөн",
        "org_name": None,
        "created_at": now(),
        "expires_at": now() + timedelta(minutes=10),
    }
    return SigningSession(**values | changes)


CALLS = {
    "methods": lambda cds: cds.status(ME),
    "code": lambda cds: cds.send_code(ME, Channel.SMS),
    "auth": lambda cds: cds.open_session(ME, "482913"),
    "certificate": lambda cds: cds.certificate(session()),
    "sign": lambda cds: cds.sign(session(), DIGEST),
    "check": lambda cds: cds.verify(DIGEST, "c2lnbg=="),
}


@pytest.fixture
def cds(settings, bad_server):
    """The adapter, and a server that gives it the answer that the test names."""

    def answering(body, status="200 OK", headers=("Content-Type: application/json;charset=utf-8",)):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        server = bad_server(answer(raw, status=status, headers=headers))
        settings.CDS_URL = server.url
        settings.CDS_TIMEOUTS = ["1", "1", "2"]
        return CdsCloudSignature(), server

    return answering


def fields_of(server) -> dict:
    return json.loads(server.requests[-1].partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    ("family", "operation", "path"),
    [
        ("api", "methods", "/api/user-auth-methods"),
        ("api", "code", "/api/get-pin-code"),
        ("api", "auth", "/api/account/auth"),
        ("api", "certificate", "/api/get-cert-info"),
        ("api", "sign", "/api/get-sign/for-hash"),
        ("api", "check", "/api/check-sign/for-hash"),
        ("oep", "code", "/api/oep/pin-code"),
        ("oep", "auth", "/api/oep/account/auth"),
        ("oep", "certificate", "/api/oep/cert-info"),
        ("oep", "sign", "/api/oep/sign/hash"),
    ],
)
def test_each_call_posts_to_its_path_with_our_token_and_name(cds, settings, family, operation, path):
    settings.CDS_API, settings.CDS_TOKEN, settings.CDS_USER_AGENT = family, "system-token", "Ministry"
    adapter, server = cds({}, status="503 Down")
    with pytest.raises(errors.Unavailable):
        CALLS[operation](adapter)
    head = server.requests[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[0] == f"POST {path} HTTP/1.1"
    assert {
        "Authorization: Bearer system-token",
        "User-Agent: Ministry",
        "Content-Type: application/json;charset=utf-8",
    } <= set(head)


def test_status_names_the_active_channels(cds):
    methods = [
        {"authType": "sms", "createAt": "2024-02-01", "isActive": True},
        {"authType": "email", "createAt": "2024-02-01", "isActive": False},
        {"authType": "pigeon", "createAt": "2024-02-01", "isActive": True},
    ]
    adapter, server = cds({"userAuthMethodList": methods, "isActive": True})
    status = adapter.status(ME)
    assert (status.active, status.channels) == (True, (Channel.SMS,))
    assert fields_of(server) == {"personIdnp": PIN, "organizationInn": INN}


def test_status_of_a_private_person_leaves_the_organization_out(cds):
    adapter, server = cds({"userAuthMethodList": [], "isActive": True})
    adapter.status(SignerRef(PIN))
    assert fields_of(server) == {"personIdnp": PIN}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"isActive": False, "inactiveReason": "Мөөнөтү бүттү"}, "200 OK"),
        ({"errorCode": 400, "isActive": False, "inactiveReason": "Мөөнөтү бүттү"}, "400 Bad"),
        ({"errorCode": 404, "isActive": False, "inactiveReason": "Мөөнөтү бүттү"}, "404 No"),
    ],
)
def test_status_of_an_inactive_signature_says_why(cds, body, status):
    adapter, _server = cds(body, status=status)
    found = adapter.status(ME)
    assert (found.active, found.inactive_reason) == (False, "Мөөнөтү бүттү")


def test_code_is_sent_where_the_person_wants_it(cds):
    adapter, server = cds({"status": 200})
    assert adapter.send_code(ME, Channel.EMAIL).channel == Channel.EMAIL
    assert fields_of(server) == {"personIdnp": PIN, "organizationInn": INN, "method": "email"}


def test_code_is_not_sent_where_the_body_says_otherwise(cds):
    adapter, _server = cds({"status": 500, "message": "?"})
    with pytest.raises(errors.UnexpectedResponse):
        adapter.send_code(ME, Channel.EMAIL)


def test_session_belongs_to_the_signer_and_ends_when_the_service_says(cds):
    adapter, server = cds(AUTH)
    opened = adapter.open_session(ME, "482913")
    assert fields_of(server)["byPin"] == "482913"
    assert opened.signer == ME
    assert opened.token.reveal() == "t" * 43
    assert opened.expires_at == datetime(2126, 11, 22, 4, 10, tzinfo=UTC)  # without offset it is Bishkek's time
    assert (opened.person_name, opened.org_name, opened.subject_type) == ("Асанов Үсөн", "№ 5 мектеп", 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"personIdnp": "10101199000015"},
        {"personIdnp": None},
        {"organizationInn": "02106200710042"},
        {"organizationInn": None},
        {"organizationInn": ""},
    ],
)
def test_session_of_another_signer_is_refused(cds, changes):
    adapter, _server = cds(AUTH | changes)
    with pytest.raises(errors.SignerMismatch):
        adapter.open_session(ME, "482913")


def test_session_of_an_organization_is_refused_to_a_private_person(cds):
    adapter, _server = cds(AUTH)
    with pytest.raises(errors.SignerMismatch):
        adapter.open_session(SignerRef(PIN), "482913")


def test_private_person_has_a_session_without_organization(cds):
    adapter, _server = cds(AUTH | {"organizationInn": None, "organizationName": None})
    assert adapter.open_session(SignerRef(PIN), "482913").org_name is None


def test_session_of_an_inactive_signer_is_refused(cds):
    adapter, _server = cds(AUTH | {"isActive": False, "inactiveReason": "Токтотулган"})
    with pytest.raises(errors.SignerInactive) as raised:
        adapter.open_session(ME, "482913")
    assert raised.value.reason == "Токтотулган"


@pytest.mark.parametrize("field", ["token", "expireAt", "personFio"])
def test_session_without_what_it_needs_is_not_understood(cds, field):
    adapter, _server = cds({name: value for name, value in AUTH.items() if name != field})
    with pytest.raises(errors.UnexpectedResponse):
        adapter.open_session(ME, "482913")


def test_certificate_is_read_and_kept_as_it_came(cds):
    adapter, server = cds(CERTIFICATE)
    certificate = adapter.certificate(session())
    assert fields_of(server) == {"userToken": "the-user-token"}
    assert certificate.not_after == datetime(2026, 12, 31, 18, tzinfo=UTC)
    assert (certificate.issuer_cn, certificate.key_id, certificate.raw) == ("CA", "ab12", CERTIFICATE)


def test_certificate_of_somebody_else_is_refused(cds):
    adapter, _server = cds(CERTIFICATE | {"personIdnp": "10101199000015"})
    with pytest.raises(errors.SignerMismatch):
        adapter.certificate(session())


def test_hash_is_sent_in_upper_case_and_kept(cds):
    adapter, server = cds(SIGN)
    signature = adapter.sign(session(), DIGEST)
    assert fields_of(server) == {"hash": DIGEST.hex_upper, "userToken": "the-user-token"}
    assert DIGEST.hex_upper == DIGEST.hex_upper.upper()
    assert (signature.hash_sent, signature.sign_b64) == (DIGEST.hex_upper, "c2lnbg==")
    assert signature.signed_at == datetime.fromtimestamp(SIGN["timestamp"], UTC)


@pytest.mark.parametrize("digest", ["ab" * 32, "AB" * 16, "", "XY" * 32])
def test_digest_is_upper_case_sha256_and_nothing_else(digest):
    with pytest.raises(ValueError, match="64 upper-case"):
        DocumentDigest(digest)


def test_timestamp_in_milliseconds_is_understood(cds):
    adapter, _server = cds(SIGN | {"timestamp": SIGN["timestamp"] * 1000})
    assert adapter.sign(session(), DIGEST).signed_at == datetime.fromtimestamp(SIGN["timestamp"], UTC)


def test_session_that_is_over_is_not_even_sent(cds):
    adapter, server = cds(SIGN)
    for call in (adapter.certificate, lambda over: adapter.sign(over, DIGEST)):
        with pytest.raises(errors.SessionExpired):
            call(session(expires_at=now()))
    assert server.requests == []


@pytest.mark.parametrize("body", [{"verified": "true"}, {}, {"verified": 1}])
def test_check_must_say_true_or_false(cds, body):
    adapter, _server = cds(body)
    with pytest.raises(errors.UnexpectedResponse):
        adapter.verify(DIGEST, "c2lnbg==")


@pytest.mark.parametrize("operation", ["code", "auth", "sign"])
def test_what_must_not_happen_twice_is_sent_once(cds, operation):
    adapter, server = cds(b"", status="503 Down")
    with pytest.raises(errors.Unavailable):
        CALLS[operation](adapter)
    assert len(server.requests) == 1


@pytest.mark.parametrize("operation", ["methods", "certificate", "check"])
def test_what_changes_nothing_is_asked_once_more(cds, operation):
    adapter, server = cds(b"", status="503 Down")
    with pytest.raises(errors.Unavailable):
        CALLS[operation](adapter)
    assert len(server.requests) == 2


REFUSALS = [
    # operation, HTTP status, body, error
    ("code", 401, {"errorCode": 401, "errorMessage": "Unauthorized"}, errors.SystemTokenRejected),
    ("sign", 401, b"Unauthorized", errors.SystemTokenRejected),
    ("code", 403, {"errorCode": 403, "isActive": False, "inactiveReason": "x"}, errors.SignerInactive),
    ("auth", 403, {"errorCode": 403, "errorMessage": "x", "isActive": False}, errors.UnexpectedResponse),
    (
        "code",
        404,
        {"errorCode": 404, "errorMessage": "x", "isActive": False, "inactiveReason": None},
        errors.NoCertificate,
    ),
    ("methods", 404, {"errorCode": 404}, errors.NoCertificate),
    ("certificate", 404, {"message": {"errorMessage": "Сертификат не найден"}}, errors.NoCertificate),
    ("sign", 409, {"errorCode": 409, "validNotAfter": "2026-01-31T12:00:00"}, errors.CertificateExpired),
    ("auth", 400, {"errorCode": 400, "errorMessage": "Неверный запрос"}, errors.UnexpectedResponse),
    ("auth", 400, {"message": {"errorMessage": "Недоступно"}}, errors.UnexpectedResponse),
    ("auth", 422, {"errorCode": 422, "errorMessage": "x", "isActive": False, "inactiveReason": None}, errors.CodeWrong),
    ("auth", 410, {"errorCode": 410}, errors.CodeExpired),
    ("auth", 423, {"errorCode": 423, "lockedUntil": "2026-11-22T15:30:00"}, errors.SignerLocked),
    ("code", 423, {"errorCode": 423}, errors.SignerLocked),
    ("code", 429, {"errorCode": 429}, errors.TooManyCodes),
    ("methods", 429, {"errorCode": 429}, errors.Unavailable),
    ("certificate", 410, {"errorCode": 410}, errors.SessionExpired),
    ("sign", 440, {"errorCode": 440}, errors.SessionExpired),
    ("sign", 422, {"errorCode": 422, "errorMessage": "x"}, errors.SignRefused),
    ("sign", 200, {"isSuccesfull": False, "errorMessage": "x"}, errors.SignRefused),
    ("sign", 200, {"isSuccessful": True, "sign": "c2lnbg=="}, errors.SignRefused),
    ("sign", 200, {"isSuccesfull": True, "sign": ""}, errors.UnexpectedResponse),
    ("auth", 500, {"errorCode": 422}, errors.CodeWrong),  # the code in the body counts, not only the status
    ("auth", 200, {"errorCode": 422}, errors.CodeWrong),
    ("auth", 500, {"errorCode": 500, "errorMessage": "x"}, errors.Unavailable),
    ("sign", 502, b"<html><body>Bad Gateway</body></html>", errors.Unavailable),
    ("sign", 200, b"<!DOCTYPE html><html>Welcome</html>", errors.Unavailable),
    ("methods", 503, b"busy", errors.Unavailable),
    ("auth", 418, {"errorCode": 418, "errorMessage": "Чайник"}, errors.UnexpectedResponse),
    ("auth", 200, b'{"token": "abc', errors.UnexpectedResponse),
    ("auth", 200, b"[]", errors.UnexpectedResponse),
    ("auth", 200, b"[" * 100_000, errors.UnexpectedResponse),
    ("auth", 200, b'{"a":' * 50 + b"1" + b"}" * 50, errors.UnexpectedResponse),
    ("auth", 200, '{"personFio":"Асанов"}'.encode("cp1251"), errors.UnexpectedResponse),
    ("check", 200, b'{"verified": NaN}', errors.UnexpectedResponse),
]


@pytest.mark.parametrize(("operation", "status", "body", "error"), REFUSALS)
def test_each_refusal_is_its_own_error(cds, operation, status, body, error):
    adapter, _server = cds(body, status=f"{status} X", headers=())
    with pytest.raises(errors.SigningError) as raised:
        CALLS[operation](adapter) if operation != "methods" else adapter.status(ME)
    assert type(raised.value) is error
    assert raised.value.correlation_id


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize(("operation", "status", "body", "error"), REFUSALS)
def test_each_refusal_tells_the_user_something(cds, operation, status, body, error, language):
    adapter, _server = cds(body, status=f"{status} X", headers=())
    with pytest.raises(errors.SigningError) as raised:
        CALLS[operation](adapter)
    with translation.override(language):
        message = raised.value.user_message
    assert len(message) > 30
    assert message.endswith((".", "!"))


def test_refusals_carry_what_the_service_told(cds):
    adapter, _server = cds({"errorCode": 429}, status="429 X", headers=("Retry-After: 45",))
    with pytest.raises(errors.TooManyCodes) as too_many:
        adapter.send_code(ME, Channel.SMS)
    assert too_many.value.retry_after == 45
    adapter, _server = cds({"errorCode": 422, "attemptsLeft": 1}, status="422 X")
    with pytest.raises(errors.CodeWrong) as wrong:
        adapter.open_session(ME, "000000")
    assert wrong.value.attempts_left == 1
    adapter, _server = cds({"errorCode": 423, "lockedUntil": "2026-11-22T15:30:00"}, status="423 X")
    with pytest.raises(errors.SignerLocked) as locked:
        adapter.open_session(ME, "000000")
    with translation.override("en"):
        assert "15:30" in locked.value.user_message


def test_unknown_refusal_is_shown_word_for_word_but_logged_without_numbers(cds, caplog):
    adapter, _server = cds({"errorCode": 418, "errorMessage": f"Чайник для {PIN}"}, status="418 X")
    with caplog.at_level(logging.INFO), pytest.raises(errors.UnexpectedResponse) as raised:
        adapter.open_session(ME, "482913")
    assert f"«Чайник для {PIN}»" in raised.value.user_message
    assert PIN not in str(raised.value) + repr(raised.value) + caplog.text
    assert "Чайник" in caplog.text


def test_table_of_codes_can_be_changed_by_a_setting(cds, settings):
    settings.CDS_ERROR_CODES = ["auth:418=code_expired"]
    adapter, _server = cds({"errorCode": 418}, status="418 X")
    with pytest.raises(errors.CodeExpired):
        adapter.open_session(ME, "482913")


@pytest.mark.parametrize(
    ("setting", "value"), [("CDS_API", "v3"), ("CDS_ERROR_CODES", ["418=teapot"]), ("CDS_ERROR_CODES", ["418"])]
)
def test_wrong_settings_stop_the_adapter(settings, setting, value):
    setattr(settings, setting, value)
    with pytest.raises(ImproperlyConfigured, match="CDS_API or CDS_ERROR_CODES"):
        CdsCloudSignature()


def test_nothing_secret_is_logged_in_a_whole_signing(cds, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        for operation, body in (("auth", AUTH), ("certificate", CERTIFICATE), ("sign", SIGN), ("check", CHECK)):
            adapter, _server = cds(body)
            CALLS[operation](adapter)
    written = caplog.text + capsys.readouterr().err
    for secret in (PIN, INN, "482913", "the-user-token", "t" * 43, "tests-only-system-token", "Асанов"):
        assert secret not in written


class TwoAnswers:
    """A service that signs, and then says of the signature what the test wants."""

    provider = "two answers"

    def __init__(self, cds, check, status="200 OK"):
        self.sign_body, self.check_body, self.status, self.cds = SIGN, check, status, cds

    def sign(self, the_session, digest):
        return self.cds(self.sign_body)[0].sign(the_session, digest)

    def verify(self, digest, sign_b64):
        return self.cds(self.check_body, status=self.status)[0].verify(digest, sign_b64)


def test_signed_is_what_the_service_confirms(cds):
    done = sign_and_verify(TwoAnswers(cds, CHECK), session(), DIGEST)
    assert (done.signature.sign_b64, done.check.pin, done.check.raw) == ("c2lnbg==", PIN, CHECK)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"verified": False}, errors.NotVerified),
        ({"personIdnp": "10101199000015"}, errors.SignerMismatch),
        ({"personIdnp": None}, errors.SignerMismatch),
        ({"personIdnp": "nonsense"}, errors.SignerMismatch),
        ({"organizationInn": "02106200710042"}, errors.SignerMismatch),
        ({"organizationInn": None}, errors.SignerMismatch),
    ],
)
def test_what_the_service_does_not_confirm_is_not_signed(cds, changes, error):
    with pytest.raises(error):
        sign_and_verify(TwoAnswers(cds, CHECK | changes), session(), DIGEST)


def test_signature_whose_check_failed_is_kept_for_later(cds):
    with pytest.raises(VerificationPending) as raised:
        sign_and_verify(TwoAnswers(cds, b"", status="503 Down"), session(), DIGEST)
    assert raised.value.signature.sign_b64 == "c2lnbg=="
    assert raised.value.retryable
