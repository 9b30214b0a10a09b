"""Port to the cloud signature: a person signs a hash with a key that the state keeps, confirmed by a code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal, Protocol, Self

from core.identifiers import Inn, Pin
from integrations.adapters import adapter
from integrations.secret import Secret


class Channel(StrEnum):
    """How the code reaches the person."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class SignerRef:
    """Who signs: a person, for an organization or (without INN) for himself."""

    pin: Pin
    org_inn: Inn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerStatus:
    active: bool
    inactive_reason: str | None = None
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    channel: Channel
    sent_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSession:
    """The service accepted the code; until `expires_at` several hashes can be signed."""

    token: Secret
    signer: SignerRef
    person_name: str
    org_name: str | None
    created_at: datetime
    expires_at: datetime
    subject_type: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateInfo:
    not_before: datetime
    not_after: datetime
    pin: Pin
    common_name: str
    org_inn: Inn | None
    org_name: str | None
    country: str
    key_id: str
    issuer_cn: str
    issuer_org: str
    issuer_country: str
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentDigest:
    """The exact text that is sent as hash: upper-case hexadecimal SHA-256 of the document's bytes."""

    hex_upper: str
    algorithm: Literal["sha256"] = "sha256"

    def __post_init__(self) -> None:
        if len(self.hex_upper) != 64 or set(self.hex_upper) - set("0123456789ABCDEF"):
            raise ValueError("a digest is 64 upper-case hexadecimal characters")

    @classmethod
    def of(cls, document: bytes) -> Self:
        return cls(sha256(document).hexdigest().upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSignature:
    """What the service returned for `hash_sent`; the inner format of `sign_b64` is the service's affair."""

    sign_b64: str
    hash_sent: str
    signed_at: datetime | None
    provider: str
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCheck:
    verified: bool
    pin: Pin | None = None
    person_name: str | None = None
    org_inn: Inn | None = None
    org_name: str | None = None
    signed_at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


class CloudSignature(Protocol):
    """Every method raises subclasses of `IntegrationError` only (see `integrations.cloud_signature.errors`)."""

    def status(self, signer: SignerRef) -> SignerStatus:
        """Whether the person has an active signature for the organization, and where codes can be sent."""

    def send_code(self, signer: SignerRef, channel: Channel) -> CodeSent:
        """A new code is on its way; earlier codes are void."""

    def open_session(self, signer: SignerRef, code: str) -> SigningSession:
        """The code is used up; the session belongs to exactly this signer, else SignerMismatch. Never retried."""

    def certificate(self, session: SigningSession) -> CertificateInfo:
        """The certificate that the session signs with."""

    def sign(self, session: SigningSession, digest: DocumentDigest) -> RemoteSignature:
        """The hash is signed. Never retried: after Unavailable it is unknown whether it was."""

    def verify(self, digest: DocumentDigest, sign_b64: str) -> SignatureCheck:
        """Who signed the hash, as the service sees it now; needs no session and works years later."""


def cloud_signature() -> CloudSignature:
    """The adapter that settings.ADAPTERS names."""
    service: CloudSignature = adapter("cloud_signature")
    return service
