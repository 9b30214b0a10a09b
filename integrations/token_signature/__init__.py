"""Port to sign-in with a Рутокен: a one-time challenge, signed by the key in the token, verified on our side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.identifiers import Inn, Pin
from integrations.adapters import adapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """The text that the token must sign, once, before `expires_at`, in the same browser session."""

    id: str
    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIdentity:
    """Who holds the token, read from its certificate after all checks."""

    pin: Pin
    org_inn: Inn | None
    common_name: str
    organization: str | None
    serial: str
    issuer: str
    not_after: datetime
    algorithm: str


class TokenSignature(Protocol):
    def new_challenge(self, session_key: str) -> Challenge:
        """A challenge that only this session can answer."""

    def verify(self, challenge_id: str, cms_b64: str, session_key: str) -> TokenIdentity:
        """Who signed the challenge; it is used up, whatever comes out. Raises `integrations.token_signature.errors`."""


def token_signature() -> TokenSignature:
    """The adapter that settings.ADAPTERS names."""
    service: TokenSignature = adapter("token_signature")
    return service
