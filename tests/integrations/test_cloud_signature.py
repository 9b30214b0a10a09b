"""The contract of the cloud signature: one suite for the fake and for the real adapter talking to the stub server."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import Channel, DocumentDigest, SignerRef, errors
from integrations.cloud_signature.fake import FakeCloudSignature
from integrations.cloud_signature.http import CdsCloudSignature
from integrations.cloud_signature.signing import sign_and_verify
from tests.stub_process import SYSTEM_TOKEN

DIGEST = DocumentDigest.of("Отчёт · отчет".encode())
WELL = "head-ministry@ministry"
PIN, INN = Pin("21901198000124"), Inn("00207199610017")
OTHER = SignerRef(Pin("10101199000015"), Inn("02106200710042"))
YEAR = timedelta(days=365)


class FakeWorld:
    """The scenarios as properties of people in memory."""

    properties: dict[str, Callable[[], dict]] = {
        WELL: dict,
        "signature-inactive": lambda: {"active": False, "inactive_reason": "Срок оплаченного периода истёк"},
        "signature-no-certificate": lambda: {
            "trouble": {"certificate": errors.NoCertificate(), "sign": errors.NoCertificate()}
        },
        "signature-expired": lambda: {"not_after": now() - YEAR, "not_before": now() - 2 * YEAR},
        "signature-not-yet-valid": lambda: {"not_before": now() + YEAR, "not_after": now() + 2 * YEAR},
        "signature-revoked": lambda: {"trouble": {"sign": errors.CertificateExpired()}},
        "signature-email-only": lambda: {"channels": (Channel.EMAIL,)},
        "signature-sms-only": lambda: {"channels": (Channel.SMS,)},
        "signature-locked": lambda: {"locked_until": now() + timedelta(minutes=15)},
        "signature-too-many-codes": lambda: {"trouble": {"send_code": errors.TooManyCodes()}},
        "signature-code-expired": lambda: {"trouble": {"open_session": errors.CodeExpired()}},
        "signature-session-expired": lambda: {
            "trouble": {"certificate": errors.SessionExpired(), "sign": errors.SessionExpired()}
        },
        "signature-delay": lambda: {"trouble": {"status": errors.Unavailable("timeout")}},
        "signature-connection-reset": lambda: {"trouble": {"status": errors.Unavailable("connection")}},
        "signature-html-502": lambda: {"trouble": {"status": errors.Unavailable()}},
        "signature-html-503": lambda: {"trouble": {"status": errors.Unavailable()}},
        "signature-json-500": lambda: {"trouble": {"status": errors.Unavailable()}},
        "signature-truncated-json": lambda: {"trouble": {"status": errors.UnexpectedResponse()}},
        "signature-nested-error": lambda: {"trouble": {"status": errors.UnexpectedResponse(said="Недоступно")}},
        "signature-plain-text-error": lambda: {"trouble": {"status": errors.UnexpectedResponse(said="Object")}},
        "signature-sign-delay": lambda: {"trouble": {"sign": errors.Unavailable("timeout")}},
        "signature-sign-reset": lambda: {"trouble": {"sign": errors.Unavailable("connection")}},
        "signature-sign-refused": lambda: {"trouble": {"sign": errors.SignRefused()}},
        "signature-not-verified": lambda: {"confirms": False},
        "signature-other-person": lambda: {"answers_as": SignerRef(OTHER.pin, INN)},
        "signature-other-organization": lambda: {"answers_as": SignerRef(PIN, OTHER.org_inn)},
        "signature-raw": dict,
    }

    def __init__(self) -> None:
        self.service = FakeCloudSignature()

    def signer(self, scenario: str) -> SignerRef:
        if scenario == "signature-not-tied":
            return OTHER
        return self.service.add(PIN, INN, **self.properties[scenario]()).ref

    def code(self, ref: SignerRef) -> str:
        return self.service.last_code(ref.pin, ref.org_inn)

    def break_down(self, how: str) -> None:
        self.service.down = {
            "html-502": errors.Unavailable(),
            "connection-reset": errors.Unavailable(),
            "system-token-rejected": errors.SystemTokenRejected(),
        }[how]


class StubWorld:
    """The scenarios as people of the stub server's own world."""

    def __init__(self, stub) -> None:
        self.stub = stub
        self.service = CdsCloudSignature()

    def signer(self, scenario: str) -> SignerRef:
        row = next(row for row in self.stub.world["signatures"] if row["slug"] == scenario)
        return SignerRef(Pin(row["pin"]), Inn(row["inn"]) if row["inn"] else None)

    def code(self, ref: SignerRef) -> str:
        person = next(row for row in self.stub.world["people"] if row["pin"] == ref.pin)
        messages = [self._latest(person["email"]), self._latest(person["phone"])]
        return self.stub.code(max(filter(None, messages), key=lambda message: message["id"])["to"])

    def _latest(self, to: str) -> dict | None:
        try:
            return self.stub.latest(to)
        except OSError:
            return None

    def break_down(self, how: str) -> None:
        self.stub.set("service", "cds", how)


@pytest.fixture
def stub_world(stub_server, settings):
    def talking(family: str) -> StubWorld:
        settings.CDS_URL, settings.CDS_TOKEN, settings.CDS_API = stub_server.url, SYSTEM_TOKEN, family
        settings.CDS_USER_AGENT = "ASULA contract"
        settings.CDS_TIMEOUTS = ["2", "2", "2.5"]
        return StubWorld(stub_server)

    return talking


@pytest.fixture(params=["fake", "stub"])
def world(request):
    return FakeWorld() if request.param == "fake" else request.getfixturevalue("stub_world")("api")


def opened(world, ref: SignerRef, channel: Channel = Channel.EMAIL):
    world.service.send_code(ref, channel)
    return world.service.open_session(ref, world.code(ref))


def walk(world, ref: SignerRef) -> tuple[str, type[errors.SigningError]] | None:
    """From the first question to the confirmed signature; where it ended, and how."""
    step = "status"
    try:
        status = world.service.status(ref)
        channel = status.channels[0] if status.channels else Channel.EMAIL
        step = "send_code"
        world.service.send_code(ref, channel)
        code = world.code(ref)
        step = "open_session"
        session = world.service.open_session(ref, code)
        step = "certificate"
        world.service.certificate(session)
        step = "sign"
        sign_and_verify(world.service, session, DIGEST)
    except errors.SigningError as error:
        return step, type(error)
    return None


@pytest.mark.parametrize(
    ("scenario", "end"),
    [
        (WELL, None),
        ("signature-raw", None),
        ("signature-email-only", None),
        ("signature-sms-only", None),
        ("signature-inactive", ("send_code", errors.SignerInactive)),
        ("signature-not-tied", ("status", errors.NoCertificate)),
        ("signature-no-certificate", ("certificate", errors.NoCertificate)),
        ("signature-expired", ("sign", errors.CertificateExpired)),
        ("signature-not-yet-valid", ("sign", errors.CertificateExpired)),
        ("signature-revoked", ("sign", errors.CertificateExpired)),
        ("signature-locked", ("send_code", errors.SignerLocked)),
        ("signature-too-many-codes", ("send_code", errors.TooManyCodes)),
        ("signature-code-expired", ("open_session", errors.CodeExpired)),
        ("signature-session-expired", ("certificate", errors.SessionExpired)),
        ("signature-other-person", ("open_session", errors.SignerMismatch)),
        ("signature-other-organization", ("open_session", errors.SignerMismatch)),
        ("signature-delay", ("status", errors.Unavailable)),
        ("signature-connection-reset", ("status", errors.Unavailable)),
        ("signature-html-502", ("status", errors.Unavailable)),
        ("signature-html-503", ("status", errors.Unavailable)),
        ("signature-json-500", ("status", errors.Unavailable)),
        ("signature-truncated-json", ("status", errors.UnexpectedResponse)),
        ("signature-nested-error", ("status", errors.UnexpectedResponse)),
        ("signature-plain-text-error", ("status", errors.UnexpectedResponse)),
        ("signature-sign-delay", ("sign", errors.Unavailable)),
        ("signature-sign-reset", ("sign", errors.Unavailable)),
        ("signature-sign-refused", ("sign", errors.SignRefused)),
        ("signature-not-verified", ("sign", errors.NotVerified)),
    ],
)
def test_each_scenario_ends_where_and_how_it_should(world, scenario, end):
    assert walk(world, world.signer(scenario)) == end


@pytest.mark.parametrize("scenario", [WELL, "signature-sign-refused", "signature-other-person"])
def test_both_families_of_paths_mean_the_same(stub_world, scenario):
    old, new = (walk(stub_world(family), stub_world(family).signer(scenario)) for family in ("api", "oep"))
    assert old == new


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("html-502", errors.Unavailable),
        ("connection-reset", errors.Unavailable),
        ("system-token-rejected", errors.SystemTokenRejected),
    ],
)
def test_service_that_is_down_for_everybody(world, how, error):
    ref = world.signer(WELL)
    world.break_down(how)
    for call in (
        lambda: world.service.status(ref),
        lambda: world.service.send_code(ref, Channel.SMS),
        lambda: world.service.open_session(ref, "482913"),
        lambda: world.service.verify(DIGEST, "c2lnbg=="),
    ):
        with pytest.raises(errors.SigningError) as raised:
            call()
        assert type(raised.value) is error
        with translation.override("ky"):
            assert len(raised.value.user_message) > 30


def test_status_says_where_codes_can_be_sent(world):
    status = world.service.status(world.signer(WELL))
    assert status.active
    assert set(status.channels) == {Channel.EMAIL, Channel.SMS}


def test_status_of_an_inactive_signature_says_why(world):
    status = world.service.status(world.signer("signature-inactive"))
    assert (status.active, status.channels) == (False, ())
    assert status.inactive_reason.startswith("Срок оплаченного периода истёк")


@pytest.mark.parametrize("channel", list(Channel))
def test_code_arrives_through_the_chosen_channel(world, channel):
    ref = world.signer(WELL)
    sent = world.service.send_code(ref, channel)
    assert sent.channel == channel
    assert world.service.open_session(ref, world.code(ref)).signer == ref


def test_session_names_its_signer_and_its_end(world):
    ref = world.signer(WELL)
    session = opened(world, ref)
    assert session.signer == ref
    assert session.person_name
    assert now() < session.expires_at <= now() + timedelta(hours=8)
    assert session.token.reveal() not in repr(session)
    assert ref.pin not in repr(session)


def test_certificate_says_how_long_it_is_valid(world):
    ref = world.signer(WELL)
    certificate = world.service.certificate(opened(world, ref))
    assert (certificate.pin, certificate.org_inn, certificate.country) == (ref.pin, ref.org_inn, "KG")
    assert certificate.not_before < now() < certificate.not_after
    assert certificate.common_name
    assert certificate.issuer_cn
    assert certificate.key_id


def test_signature_is_confirmed_for_its_signer_and_its_hash_only(world):
    ref = world.signer(WELL)
    done = sign_and_verify(world.service, opened(world, ref), DIGEST)
    assert done.signature.hash_sent == DIGEST.hex_upper
    assert (done.check.verified, done.check.pin, done.check.org_inn) == (True, ref.pin, ref.org_inn)
    assert abs(done.signature.signed_at - now()) < timedelta(minutes=1)
    assert not world.service.verify(DocumentDigest.of(b"another document"), done.signature.sign_b64).verified
    assert not world.service.verify(DIGEST, "bm90IGEgc2lnbmF0dXJl").verified
    assert world.service.verify(DIGEST, done.signature.sign_b64).verified


def test_one_code_signs_several_documents(world):
    session = opened(world, world.signer(WELL))
    signatures = [
        sign_and_verify(world.service, session, DocumentDigest.of(document)).signature.sign_b64
        for document in (b"order", b"report", b"application")
    ]
    assert len(set(signatures)) == 3


def test_code_opens_one_session_only(world):
    ref = world.signer(WELL)
    world.service.send_code(ref, Channel.EMAIL)
    code = world.code(ref)
    world.service.open_session(ref, code)
    with pytest.raises(errors.CodeExpired):
        world.service.open_session(ref, code)


def test_new_code_makes_the_old_one_void(world):
    ref = world.signer(WELL)
    world.service.send_code(ref, Channel.EMAIL)
    old = world.code(ref)
    world.service.send_code(ref, Channel.SMS)
    new = world.code(ref)
    if old != new:
        with pytest.raises(errors.CodeWrong):
            world.service.open_session(ref, old)
    assert world.service.open_session(ref, new).signer == ref


def test_third_wrong_code_locks_the_signer(world):
    ref = world.signer(WELL)
    world.service.send_code(ref, Channel.EMAIL)
    code = world.code(ref)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(2):
        with pytest.raises(errors.CodeWrong):
            world.service.open_session(ref, wrong)
    with pytest.raises(errors.SignerLocked):
        world.service.open_session(ref, wrong)
    with pytest.raises(errors.SignerLocked):
        world.service.open_session(ref, code)
    with pytest.raises(errors.SignerLocked):
        world.service.send_code(ref, Channel.EMAIL)


def test_without_a_code_nothing_opens(world):
    with pytest.raises(errors.CodeExpired):
        world.service.open_session(world.signer(WELL), "482913")


def test_session_is_not_sent_when_it_is_over(world, time_machine):
    session = opened(world, world.signer(WELL))
    time_machine.move_to(session.expires_at + timedelta(seconds=1))
    for call in (lambda: world.service.certificate(session), lambda: world.service.sign(session, DIGEST)):
        with pytest.raises(errors.SessionExpired):
            call()
