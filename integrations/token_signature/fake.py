"""A token in memory: `sign` stands for the plug-in, `verify` makes the checks of the real adapter on plain data."""

import base64
import json
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.token_signature import Challenge, TokenIdentity, challenges, errors


@dataclass(slots=True, kw_only=True)
class FakeToken:
    """A token and its certificate. `revoked` None means that the certification centre cannot be asked."""

    pin: Pin
    org_inn: Inn | None = None
    common_name: str = "Асанов Асан"
    organization: str | None = None
    serial: str = "01"
    issuer: str = "Fake CA"
    not_after: datetime = field(default_factory=lambda: now() + timedelta(days=365))
    algorithm: str = "rsa"
    trusted: bool = True
    revoked: bool | None = False


class FakeTokenSignature:
    """Tokens by serial number; a signature is valid when a known token made it over exactly the challenge."""

    def __init__(self) -> None:
        self.tokens: dict[str, FakeToken] = {}
        self._store = challenges.MemoryChallengeStore()

    def add(self, token: FakeToken) -> FakeToken:
        self.tokens[token.serial] = token
        return token

    def sign(self, text: str, token: FakeToken) -> str:
        """What the plug-in would return for this text."""
        return base64.b64encode(json.dumps({"content": text, "serial": token.serial}).encode()).decode()

    def new_challenge(self, session_key: str) -> Challenge:
        return challenges.issue(self._store, host="testserver", session_key=session_key)

    def verify(self, challenge_id: str, cms_b64: str, session_key: str) -> TokenIdentity:
        text = challenges.redeem(self._store, challenge_id, session_key=session_key)
        signature = _parsed(cms_b64)
        token = self.tokens.get(str(signature.get("serial")))
        if token is None or signature.get("content") != text:
            raise errors.BadSignature
        _check(token)
        return TokenIdentity(
            pin=token.pin,
            org_inn=token.org_inn,
            common_name=token.common_name,
            organization=token.organization,
            serial=token.serial,
            issuer=token.issuer,
            not_after=token.not_after,
            algorithm=token.algorithm,
        )


def _parsed(cms_b64: str) -> Mapping[str, str]:
    try:
        parsed = json.loads(base64.b64decode(cms_b64, validate=True))
    except (NotBase64, ValueError):
        raise errors.BadSignature from None
    return parsed if isinstance(parsed, dict) else {}


def _check(token: FakeToken) -> None:
    if token.algorithm.startswith("gost"):
        raise errors.UnsupportedAlgorithm
    if not token.trusted:
        raise errors.UntrustedIssuer
    if token.not_after <= now():
        raise errors.CertificateExpired
    if token.revoked is None:
        raise errors.RevocationUnknown
    if token.revoked:
        raise errors.CertificateRevoked
