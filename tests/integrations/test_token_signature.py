"""Sign-in with a token: one suite for the fake and the real adapter, then the check list row by row."""

import base64
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.timezone import now

from integrations.token_signature import challenges, errors
from integrations.token_signature.fake import FakeToken, FakeTokenSignature
from integrations.token_signature.verifier import CmsTokenSignature
from tests.integrations.conftest import BadServer, answer
from tests.integrations.pki import DAY, INN, INN_OF_PERSON, OTHER_PIN, PIN, Centre, Holder, person_name, rsa_key, usage

SESSION = "session-of-this-browser"


class CentreServer:
    """Serves the centre's lists and OCSP answers; `down` makes it fail."""

    def __init__(self) -> None:
        self.server: BadServer
        self.centre: Centre
        self.down = False
        self.age = timedelta(0)
        self.ocsp_status: ocsp.OCSPCertStatus | None = None

    def __call__(self, connection) -> None:
        request = self.server.requests[-1]
        path = request.split(b" ")[1].decode()
        if self.down:
            return answer(b"", status="503 Down")(connection)
        if path.endswith(".crl"):
            body = self.centre.revocation_list(path.strip("/").removesuffix(".crl"), age=self.age)
            return answer(body, headers=("Content-Type: application/pkix-crl",))(connection)
        return answer(self._ocsp(request), headers=("Content-Type: application/ocsp-response",))(connection)

    def _ocsp(self, request: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(request.partition(b"\r\n\r\n")[2])
        leaf = next(holder for holder in self.issued if holder.certificate.serial_number == asked.serial_number)
        revoked = self.ocsp_status is ocsp.OCSPCertStatus.REVOKED
        at = datetime.now(UTC)
        return (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=leaf.certificate,
                issuer=self.centre.issuing.certificate,
                algorithm=hashes.SHA1(),  # noqa: S303 -- names the certificate, signs nothing
                cert_status=self.ocsp_status,
                this_update=at - timedelta(minutes=1),
                next_update=at + timedelta(hours=1),
                revocation_time=at - DAY if revoked else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.centre.issuing.certificate)
            .sign(self.centre.issuing.key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )

    @property
    def url(self) -> str:
        return self.server.url


@pytest.fixture
def served(bad_server):
    served = CentreServer()
    served.server = bad_server(served)
    served.centre = Centre(served.url)
    served.issued = []
    return served


@pytest.fixture
def centre(served):
    return served.centre


@pytest.fixture
def real(settings, tmp_path, centre):
    def adapter(*roots: Holder) -> CmsTokenSignature:
        path = tmp_path / "roots.pem"
        path.write_bytes(b"".join(root.pem for root in roots or (centre.root,)))
        settings.TOKEN_ROOTS = str(path)
        settings.TOKEN_TIMEOUTS = ["1", "1", "2"]
        return CmsTokenSignature()

    return adapter


class RealTokens:
    """The real adapter with tokens of the test centre, behind the same few verbs as the fake."""

    def __init__(self, service, served) -> None:
        self.service, self.served = service, served

    def token(self, *, trusted=True, revoked=False, ended=False, algorithm="rsa", pin=PIN, inn=INN):
        centre = self.served.centre if trusted else Centre(self.served.url, number=5)
        key = rsa_key(1) if algorithm == "rsa" else rsa_key(2, 1024)
        holder = centre.issue(person_name(pin, inn), key=key, end=-timedelta(hours=1) if ended else 365 * DAY)
        if revoked:
            centre.revoked.add(holder.certificate.serial_number)
        self.served.down = revoked is None
        return centre, holder

    def sign(self, text, token):
        centre, holder = token
        return base64.b64encode(centre.sign(text.encode(), holder)).decode()


class FakeTokens:
    def __init__(self) -> None:
        self.service = FakeTokenSignature()

    def token(self, *, trusted=True, revoked=False, ended=False, algorithm="rsa", pin=PIN, inn=INN):
        return self.service.add(
            FakeToken(
                pin=pin,
                org_inn=inn,
                trusted=trusted,
                revoked=revoked,
                algorithm=algorithm,
                not_after=now() + (-DAY if ended else DAY),
            )
        )

    def sign(self, text, token):
        return self.service.sign(text, token)


@pytest.fixture(params=["fake", "real"])
def tokens(request):
    if request.param == "fake":
        return FakeTokens()
    return RealTokens(request.getfixturevalue("real")(), request.getfixturevalue("served"))


def sign_in(tokens, token):
    challenge = tokens.service.new_challenge(SESSION)
    return tokens.service.verify(challenge.id, tokens.sign(challenge.text, token), SESSION)


# The contract ---------------------------------------------------------------------------------------------------------


def test_signed_challenge_tells_who_it_is(tokens):
    identity = sign_in(tokens, tokens.token())
    assert (identity.pin, identity.org_inn) == (PIN, INN)
    assert identity.serial
    assert identity.issuer
    assert identity.algorithm == "rsa"
    assert identity.not_after > now()


def test_private_person_has_no_organization(tokens):
    assert sign_in(tokens, tokens.token(inn=None)).org_inn is None


def test_each_challenge_is_new_and_lives_two_minutes(tokens):
    first, second = tokens.service.new_challenge(SESSION), tokens.service.new_challenge(SESSION)
    assert first.id != second.id
    assert first.text != second.text
    assert timedelta(seconds=115) < first.expires_at - now() <= timedelta(minutes=2)
    login, host, moment, random = first.text.split("|")
    assert (login, host) == ("login", "testserver")
    assert len(bytes.fromhex(random)) == 32
    assert datetime.fromisoformat(moment) <= now()


def test_challenge_is_good_once(tokens):
    token, challenge = tokens.token(), tokens.service.new_challenge(SESSION)
    signed = tokens.sign(challenge.text, token)
    tokens.service.verify(challenge.id, signed, SESSION)
    with pytest.raises(errors.ChallengeUsed):
        tokens.service.verify(challenge.id, signed, SESSION)


def test_failed_answer_uses_the_challenge_up(tokens):
    token, challenge = tokens.token(), tokens.service.new_challenge(SESSION)
    with pytest.raises(errors.BadSignature):
        tokens.service.verify(challenge.id, "bm9uc2Vuc2U=", SESSION)
    with pytest.raises(errors.ChallengeUsed):
        tokens.service.verify(challenge.id, tokens.sign(challenge.text, token), SESSION)


@pytest.mark.parametrize("session_key", ["another-session", ""])
def test_challenge_belongs_to_its_session(tokens, session_key):
    token, challenge = tokens.token(), tokens.service.new_challenge(SESSION)
    signed = tokens.sign(challenge.text, token)
    with pytest.raises(errors.ChallengeUnknown):
        tokens.service.verify(challenge.id, signed, session_key)
    assert tokens.service.verify(challenge.id, signed, SESSION).pin == PIN


def test_invented_challenge_is_unknown(tokens):
    with pytest.raises(errors.ChallengeUnknown):
        tokens.service.verify("invented", tokens.sign("login|testserver|now|00", tokens.token()), SESSION)


def test_late_answer_is_refused(tokens, time_machine):
    token, challenge = tokens.token(), tokens.service.new_challenge(SESSION)
    signed = tokens.sign(challenge.text, token)
    time_machine.move_to(now() + timedelta(minutes=2, seconds=1))
    with pytest.raises(errors.ChallengeExpired):
        tokens.service.verify(challenge.id, signed, SESSION)


def test_signature_of_another_challenge_is_refused(tokens):
    token = tokens.token()
    mine, other = tokens.service.new_challenge(SESSION), tokens.service.new_challenge(SESSION)
    with pytest.raises(errors.BadSignature):
        tokens.service.verify(mine.id, tokens.sign(other.text, token), SESSION)


@pytest.mark.parametrize("nonsense", ["", "bm9uc2Vuc2U=", "not base64 at all!", "A" * 100_000, "MIIB", "Өмүр"])
def test_nonsense_is_refused(tokens, nonsense):
    challenge = tokens.service.new_challenge(SESSION)
    with pytest.raises(errors.BadSignature):
        tokens.service.verify(challenge.id, nonsense, SESSION)


@pytest.mark.parametrize(
    ("properties", "error"),
    [
        ({"trusted": False}, errors.UntrustedIssuer),
        ({"ended": True}, errors.CertificateExpired),
        ({"revoked": True}, errors.CertificateRevoked),
        ({"revoked": None}, errors.RevocationUnknown),
        ({"algorithm": "gost2012"}, errors.UnsupportedAlgorithm),
    ],
)
def test_token_that_must_not_be_accepted(tokens, properties, error):
    with pytest.raises(errors.TokenError) as raised:
        sign_in(tokens, tokens.token(**properties))
    assert type(raised.value) is error
    for language in ("ky", "ru", "en"):
        with translation.override(language):
            assert len(raised.value.user_message) > 30


# The check list, for the real adapter ---------------------------------------------------------------------------------


def refused(service, centre, *holders, content=None, change=bytes, **options):
    """The error for a message over the challenge (or `content`)."""
    challenge = service.new_challenge(SESSION)
    message = change(centre.sign(content or challenge.text.encode(), *holders, **options))
    with pytest.raises(errors.TokenError) as raised:
        service.verify(challenge.id, base64.b64encode(message).decode(), SESSION)
    return type(raised.value)


@pytest.fixture
def holder(centre):
    return centre.issue(person_name(PIN, INN))


def test_two_signers_are_one_too_many(real, centre, holder):
    other = centre.issue(person_name(OTHER_PIN), key=rsa_key(2))
    assert refused(real(), centre, holder, other) is errors.BadSignature


def test_detached_content_is_refused(real, centre, holder):
    options = (PKCS7Options.Binary, PKCS7Options.DetachedSignature)
    assert refused(real(), centre, holder, options=options) is errors.BadSignature


def test_signature_without_signed_attributes_is_refused(real, centre, holder):
    options = (PKCS7Options.Binary, PKCS7Options.NoAttributes)
    assert refused(real(), centre, holder, options=options) is errors.BadSignature


def test_content_that_only_begins_like_the_challenge_is_refused(real, centre, holder):
    service = real()
    challenge = service.new_challenge(SESSION)
    for content in (challenge.text + " ", challenge.text[:-1], challenge.text.upper()):
        message = base64.b64encode(centre.sign(content.encode(), holder)).decode()
        with pytest.raises(errors.BadSignature):
            service.verify(challenge.id, message, SESSION)
        cache.delete(f"token-challenge-used:{challenge.id}")


def test_content_swapped_after_signing_is_refused(real, centre, holder):
    service = real()
    challenge = service.new_challenge(SESSION)
    message = centre.sign(b"something else that was signed", holder)
    info = asn1.ContentInfo.load(message)
    info["content"]["encap_content_info"]["content"] = challenge.text.encode()
    with pytest.raises(errors.BadSignature):
        service.verify(challenge.id, base64.b64encode(info.dump(force=True)).decode(), SESSION)


def test_every_flipped_byte_of_the_signature_is_noticed(real, centre, holder):
    service = real()
    for position in range(1, 256, 51):
        flipped = refused(
            service, centre, holder, change=lambda der, at=position: der[:-at] + bytes([der[-at] ^ 1]) + der[-at + 1 :]
        )
        assert flipped is errors.BadSignature


def test_attributes_changed_after_signing_are_noticed(real, centre, holder):
    def change(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        for attribute in info["content"]["signer_infos"][0]["signed_attrs"]:
            if attribute["type"].native == "signing_time":
                attribute["values"] = [asn1.Time({"utc_time": datetime(2020, 1, 1, tzinfo=UTC)})]
        return info.dump(force=True)

    assert refused(real(), centre, holder, change=change) is errors.BadSignature


def test_certificate_of_somebody_else_does_not_fit_the_signature(real, centre):
    """Signed with one key, under a certificate of another person with the same issuer and serial number."""
    thief, victim = centre.issue(person_name(OTHER_PIN), key=rsa_key(2)), centre.issue(person_name(PIN, INN))

    def change(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        data, certificate = info["content"], asn1.Certificate.load(victim.certificate.public_bytes(Encoding.DER))
        data["certificates"] = [certificate, data["certificates"][1].chosen]
        data["signer_infos"][0]["sid"] = asn1.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        )
        return info.dump(force=True)

    assert refused(real(), centre, thief, change=change) is errors.BadSignature


def test_weak_digest_is_not_supported(real, centre, holder):
    def change(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        info["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}
        return info.dump(force=True)

    assert refused(real(), centre, holder, change=change) is errors.UnsupportedAlgorithm


@pytest.mark.parametrize("digest", [hashes.SHA384, hashes.SHA512])
def test_longer_digests_are_accepted(real, centre, holder, digest):
    service = real()
    challenge = service.new_challenge(SESSION)
    message = centre.sign(challenge.text.encode(), holder, digest=digest)
    assert service.verify(challenge.id, base64.b64encode(message).decode(), SESSION).pin == PIN


def test_elliptic_curve_is_accepted(real, centre):
    service = real()
    holder = centre.issue(person_name(PIN, INN), key=ec.generate_private_key(ec.SECP256R1()))
    challenge = service.new_challenge(SESSION)
    message = centre.sign(challenge.text.encode(), holder)
    assert service.verify(challenge.id, base64.b64encode(message).decode(), SESSION).algorithm == "ec"


GOST_KEY, GOST_DIGEST = "1.2.643.7.1.1.1.1", "1.2.643.7.1.1.2.2"
RSA_OID, SHA256_OID = "1.2.840.113549.1.1.1", "2.16.840.1.101.3.4.2.1"


def test_gost_is_refused_by_name(real, centre, holder):
    def change(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        info["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": GOST_DIGEST}
        return info.dump(force=True)

    assert refused(real(), centre, holder, change=change) is errors.UnsupportedAlgorithm


def test_gost_key_in_the_certificate_is_refused_by_name(real, centre, holder):
    def change(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        for choice in info["content"]["certificates"]:
            if choice.chosen.serial_number == holder.certificate.serial_number:
                key = choice.chosen["tbs_certificate"]["subject_public_key_info"]
                key["algorithm"] = {"algorithm": GOST_KEY}
        return info.dump(force=True)

    assert refused(real(), centre, holder, change=change) is errors.UnsupportedAlgorithm


def test_authority_cannot_sign_in_itself(real, centre):
    root = Holder(centre.root.key, centre.root.certificate)
    issuing = Holder(centre.issuing.key, centre.issuing.certificate)
    assert refused(real(), centre, root) is errors.UntrustedIssuer
    assert refused(real(), centre, issuing) is errors.UntrustedIssuer


def test_certificate_not_yet_valid_is_refused(real, centre):
    holder = centre.issue(person_name(PIN, INN), start=DAY)
    assert refused(real(), centre, holder) is errors.CertificateExpired


def test_certificate_for_another_use_is_refused(real, centre):
    holder = centre.issue(person_name(PIN, INN), use=usage(key_encipherment=True))
    assert refused(real(), centre, holder) is errors.UntrustedIssuer


def test_self_signed_certificate_is_refused(real, centre):
    own = Centre(centre.base_url, number=6)
    leaf = own._build(x509.Name(person_name(PIN)), rsa_key(1), x509.Name(person_name(PIN)), rsa_key(1))
    assert refused(real(), own, Holder(rsa_key(1), leaf)) is errors.UntrustedIssuer


def test_without_roots_nobody_is_trusted(settings, centre, holder):
    settings.TOKEN_ROOTS = ""
    assert refused(CmsTokenSignature(), centre, holder) is errors.UntrustedIssuer


def test_intermediate_may_come_from_our_file(real, centre, holder):
    service = real(centre.root, centre.issuing)
    challenge = service.new_challenge(SESSION)

    def without_intermediate(message: bytes) -> bytes:
        info = asn1.ContentInfo.load(message)
        chosen = [
            c for c in info["content"]["certificates"] if c.chosen.serial_number == holder.certificate.serial_number
        ]
        info["content"]["certificates"] = chosen
        return info.dump(force=True)

    message = without_intermediate(centre.sign(challenge.text.encode(), holder))
    assert service.verify(challenge.id, base64.b64encode(message).decode(), SESSION).pin == PIN


def test_certificate_that_cannot_be_asked_for_is_refused(real, centre):
    """A centre that tells nobody where to ask cannot vouch for its certificates."""
    holder = centre.issue(person_name(PIN, INN), lists="")
    assert refused(real(), centre, holder) is errors.RevocationUnknown


def test_stale_list_is_refused(real, served, centre, holder):
    served.age = timedelta(hours=3)
    assert refused(real(), centre, holder) is errors.RevocationUnknown


def test_list_of_a_stranger_is_refused(real, served, centre, holder):
    stranger = Centre(served.url, number=7)
    served.centre = stranger
    assert refused(real(), centre, holder) is errors.RevocationUnknown


def test_list_is_kept_for_a_minute(real, served, centre, holder, time_machine):
    service = real()
    for _ in range(2):
        challenge = service.new_challenge(SESSION)
        message = base64.b64encode(centre.sign(challenge.text.encode(), holder)).decode()
        service.verify(challenge.id, message, SESSION)
    assert sorted(request.split(b" ")[1] for request in served.server.requests) == [b"/issuing.crl", b"/root.crl"]
    centre.revoked.add(holder.certificate.serial_number)
    time_machine.move_to(now() + timedelta(seconds=61))
    assert refused(service, centre, holder) is errors.CertificateRevoked


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (ocsp.OCSPCertStatus.GOOD, None),
        (ocsp.OCSPCertStatus.REVOKED, errors.CertificateRevoked),
        (ocsp.OCSPCertStatus.UNKNOWN, errors.RevocationUnknown),
    ],
)
def test_responder_is_asked_where_the_certificate_names_one(real, served, centre, status, error):
    served.ocsp_status = status
    holder = centre.issue(person_name(PIN, INN), lists="", ocsp=f"{served.url}/ocsp")
    served.issued.append(holder)
    service = real()
    if error:
        assert refused(service, centre, holder) is error
        return
    challenge = service.new_challenge(SESSION)
    message = base64.b64encode(centre.sign(challenge.text.encode(), holder)).decode()
    assert service.verify(challenge.id, message, SESSION).pin == PIN


def test_address_in_a_strangers_certificate_is_never_visited(real, served, bad_server):
    trap = bad_server(answer(b""))
    stranger = Centre(trap.url, number=8)
    holder = stranger.issue(person_name(PIN, INN), ocsp=f"{trap.url}/ocsp")
    assert refused(real(), stranger, holder) is errors.UntrustedIssuer
    assert trap.requests == []


# Whose certificate it is ----------------------------------------------------------------------------------------------

IDENTIFIER = NameOID.ORGANIZATION_IDENTIFIER
SERIAL = NameOID.SERIAL_NUMBER
INNLE = x509.ObjectIdentifier("1.2.643.100.4")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ([(SERIAL, PIN), (INNLE, INN)], (PIN, INN)),
        ([(INN_OF_PERSON, PIN), (INNLE, INN)], (PIN, INN)),
        ([(SERIAL, PIN), (INN_OF_PERSON, PIN), (INNLE, INN)], (PIN, INN)),
        ([(SERIAL, PIN), (INN_OF_PERSON, INN)], (PIN, INN)),
        ([(SERIAL, INN), (INN_OF_PERSON, PIN)], (PIN, INN)),
        ([(SERIAL, PIN), (IDENTIFIER, f"NTRKG-{INN}")], (PIN, INN)),
        ([(SERIAL, f"PNOKG-{PIN}")], (PIN, None)),
        ([(SERIAL, PIN)], (PIN, None)),
        ([(SERIAL, INN), (INN_OF_PERSON, INN)], None),
        ([(INNLE, INN)], None),
        ([(SERIAL, PIN), (INN_OF_PERSON, OTHER_PIN)], None),
        ([(SERIAL, PIN), (INNLE, INN), (IDENTIFIER, "NTRKG-02106200710042")], None),
        ([(SERIAL, "4711")], None),
        ([(NameOID.DN_QUALIFIER, PIN)], None),
        ([], None),
    ],
)
def test_person_and_organization_are_found_or_refused(real, centre, attributes, expected):
    names = [x509.NameAttribute(NameOID.COMMON_NAME, "X"), *(x509.NameAttribute(oid, text) for oid, text in attributes)]
    service, holder = real(), centre.issue(names)
    if expected is None:
        assert refused(service, centre, holder) is errors.IdentityAmbiguous
        return
    challenge = service.new_challenge(SESSION)
    message = base64.b64encode(centre.sign(challenge.text.encode(), holder)).decode()
    identity = service.verify(challenge.id, message, SESSION)
    assert (identity.pin, identity.org_inn) == expected


def test_issuer_may_have_a_profile(real, settings, centre, tmp_path):
    profiles = tmp_path / "profiles.json"
    profiles.write_text(
        f'{{"Test centre": {{"pin": ["{NameOID.DN_QUALIFIER.dotted_string}"], "inn": ["{INNLE.dotted_string}"]}}}}'
    )
    settings.TOKEN_PROFILES = str(profiles)
    names = [
        x509.NameAttribute(NameOID.COMMON_NAME, "X"),
        x509.NameAttribute(NameOID.DN_QUALIFIER, PIN),
        x509.NameAttribute(SERIAL, OTHER_PIN),
        x509.NameAttribute(INNLE, INN),
    ]
    service, holder = real(), centre.issue(names)
    challenge = service.new_challenge(SESSION)
    message = base64.b64encode(centre.sign(challenge.text.encode(), holder)).decode()
    assert service.verify(challenge.id, message, SESSION).pin == PIN


@pytest.mark.parametrize("content", ["{", '{"X": {}}', "[]"])
def test_wrong_profiles_stop_the_adapter(settings, tmp_path, content):
    path: Path = tmp_path / "profiles.json"
    path.write_text(content)
    settings.TOKEN_PROFILES = str(path)
    with pytest.raises(ImproperlyConfigured, match="TOKEN_PROFILES"):
        CmsTokenSignature()


def test_wrong_roots_stop_the_adapter(settings, tmp_path):
    path: Path = tmp_path / "roots.pem"
    path.write_text("no certificate")
    settings.TOKEN_ROOTS = str(path)
    with pytest.raises(ImproperlyConfigured, match="TOKEN_ROOTS"):
        CmsTokenSignature()


def test_names_and_numbers_of_the_holder_are_not_logged(real, served, centre, caplog, capsys):
    service = real()
    with caplog.at_level(logging.DEBUG):
        for changes in ({}, {"end": -timedelta(hours=1)}, {"lists": ""}, {"use": usage(key_encipherment=True)}):
            challenge = service.new_challenge(SESSION)
            holder = centre.issue(person_name(PIN, INN), **changes)
            message = base64.b64encode(centre.sign(challenge.text.encode(), holder)).decode()
            try:
                service.verify(challenge.id, message, SESSION)
            except errors.TokenError as error:
                logging.getLogger("test").warning("refused", exc_info=error)
    written = capsys.readouterr().err
    for secret in (PIN, INN, "Өмүрзакова"):
        assert secret not in written


def test_of_many_answers_at_once_one_is_heard():
    store = challenges.CacheChallengeStore()
    challenge = challenges.issue(store, host="x", session_key=SESSION)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: store.use_up(challenge.id), range(40)))
    assert answers.count(True) == 1
