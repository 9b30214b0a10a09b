"""A cloud signature service in memory: codes are made, expire, are counted; signatures are made and really checked."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import (
    CertificateInfo,
    Channel,
    CodeSent,
    DocumentDigest,
    RemoteSignature,
    SignatureCheck,
    SignerRef,
    SignerStatus,
    SigningSession,
    errors,
)
from integrations.cloud_signature.sessions import check_alive, check_signer
from integrations.errors import IntegrationError
from integrations.secret import Secret

CODE_LIFE = timedelta(minutes=5)
SESSION_LIFE = timedelta(minutes=10)
LOCK = timedelta(minutes=15)
ATTEMPTS = 3
_METHODS = ("status", "send_code", "open_session", "certificate", "sign", "verify")


@dataclass(slots=True, kw_only=True)
class FakeSigner:
    """One person's cloud signature for one organization, and how the service treats it."""

    ref: SignerRef
    person_name: str = "Асанов Асан Асанович"
    org_name: str | None = None
    active: bool = True
    inactive_reason: str = ""
    channels: tuple[Channel, ...] = (Channel.EMAIL, Channel.SMS)
    not_before: datetime = field(default_factory=lambda: now() - timedelta(days=30))
    not_after: datetime = field(default_factory=lambda: now() + timedelta(days=335))
    answers_as: SignerRef | None = None
    confirms: bool = True
    trouble: dict[str, IntegrationError] = field(default_factory=dict)
    code: str = ""
    code_expires_at: datetime | None = None
    wrong_codes: int = 0
    locked_until: datetime | None = None


class FakeCloudSignature:
    """`people` is everything the service knows; a signer's `trouble["sign"]` is raised when `sign` is called."""

    def __init__(self) -> None:
        self.people: dict[SignerRef, FakeSigner] = {}
        self.down: IntegrationError | None = None
        self._sessions: dict[str, SignerRef] = {}
        self._signed_by: dict[str, SignerRef] = {}

    def add(self, pin: Pin, org_inn: Inn | None = None, **properties: object) -> FakeSigner:
        signer = FakeSigner(ref=SignerRef(pin, org_inn), **properties)  # type: ignore[arg-type]
        self.people[signer.ref] = signer
        return signer

    def last_code(self, pin: Pin, org_inn: Inn | None = None) -> str:
        """The code that stands in the person's latest message."""
        return self.people[SignerRef(pin, org_inn)].code

    def status(self, signer: SignerRef) -> SignerStatus:
        known = self._known(signer, "status")
        if not known.active:
            return SignerStatus(active=False, inactive_reason=known.inactive_reason or None)
        return SignerStatus(active=True, channels=known.channels)

    def send_code(self, signer: SignerRef, channel: Channel) -> CodeSent:
        known = self._active(signer, "send_code")
        if channel not in known.channels:
            raise errors.UnexpectedResponse("no such channel")
        known.code, known.code_expires_at = f"{secrets.randbelow(10**6):06}", now() + CODE_LIFE
        known.wrong_codes = 0
        return CodeSent(channel=channel, sent_at=now(), expires_at=known.code_expires_at)

    def open_session(self, signer: SignerRef, code: str) -> SigningSession:
        known = self._active(signer, "open_session")
        _check_code(known, code)
        answered = known.answers_as or signer
        session = SigningSession(
            token=Secret(secrets.token_urlsafe(32)),
            signer=answered,
            person_name=known.person_name,
            org_name=known.org_name,
            created_at=now(),
            expires_at=now() + SESSION_LIFE,
        )
        check_signer(signer, pin=answered.pin, org_inn=answered.org_inn)
        self._sessions[session.token.reveal()] = signer
        return session

    def certificate(self, session: SigningSession) -> CertificateInfo:
        known = self._of_session(session, "certificate")
        return CertificateInfo(
            not_before=known.not_before,
            not_after=known.not_after,
            pin=known.ref.pin,
            common_name=known.person_name,
            org_inn=known.ref.org_inn,
            org_name=known.org_name,
            country="KG",
            key_id=sha256(repr(known.ref).encode()).hexdigest()[:40],
            issuer_cn="Fake CA",
            issuer_org="Fake CA",
            issuer_country="KG",
        )

    def sign(self, session: SigningSession, digest: DocumentDigest) -> RemoteSignature:
        known = self._of_session(session, "sign")
        if not known.not_before <= now() < known.not_after:
            raise errors.CertificateExpired(known.not_after)
        sign_b64 = base64.b64encode(secrets.token_bytes(64)).decode()
        self._signed_by[f"{sign_b64}:{digest.hex_upper}"] = known.ref
        return RemoteSignature(sign_b64=sign_b64, hash_sent=digest.hex_upper, signed_at=now(), provider="fake")

    def verify(self, digest: DocumentDigest, sign_b64: str) -> SignatureCheck:
        if self.down:
            raise self.down
        signer = self._signed_by.get(f"{sign_b64}:{digest.hex_upper}")
        if signer is None:
            return SignatureCheck(verified=False)
        known = self._known(signer, "verify")
        answered = known.answers_as or signer
        return SignatureCheck(
            verified=known.confirms,
            pin=answered.pin,
            person_name=known.person_name,
            org_inn=answered.org_inn,
            org_name=known.org_name,
            signed_at=now(),
        )

    def _known(self, signer: SignerRef, method: str) -> FakeSigner:
        if self.down:
            raise self.down
        if signer not in self.people:
            raise errors.NoCertificate
        known = self.people[signer]
        if unknown := set(known.trouble) - set(_METHODS):
            raise ValueError(f"trouble names no method of the port: {sorted(unknown)}")
        if error := known.trouble.get(method):
            raise error
        return known

    def _active(self, signer: SignerRef, method: str) -> FakeSigner:
        known = self._known(signer, method)
        if not known.active:
            raise errors.SignerInactive(known.inactive_reason)
        if known.locked_until and now() < known.locked_until:
            raise errors.SignerLocked(known.locked_until)
        return known

    def _of_session(self, session: SigningSession, method: str) -> FakeSigner:
        check_alive(session)
        signer = self._sessions.get(session.token.reveal())
        if signer is None:
            raise errors.SessionExpired
        return self._known(signer, method)


def _check_code(known: FakeSigner, code: str) -> None:
    """Use the code up, or count a wrong one; the third locks the signer."""
    if not known.code or (known.code_expires_at or now()) <= now():
        raise errors.CodeExpired
    if secrets.compare_digest(known.code.encode(), code.encode()):
        known.code, known.wrong_codes = "", 0
        return
    known.wrong_codes += 1
    if known.wrong_codes < ATTEMPTS:
        raise errors.CodeWrong(ATTEMPTS - known.wrong_codes)
    known.code, known.locked_until = "", now() + LOCK
    raise errors.SignerLocked(known.locked_until)
