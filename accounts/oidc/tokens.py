"""Is this id_token ЕСИ's, for us, for this sign-in, and of now?"""

import base64
import hmac
import re
from hashlib import sha256
from typing import Any

import jwt
from django.conf import settings

from accounts.oidc.discovery import signing_key
from integrations.identity import EsiProtocolError

ALGORITHMS = ("RS256", "ES256")
LEEWAY = 30  # seconds by which the clocks may differ
REQUIRED = ["exp", "iat", "aud", "iss", "sub", "nonce"]
_FOURTEEN_DIGITS = re.compile(r"(?<!\d)\d{14}(?!\d)")
_FOREIGN_KEYS = ("jku", "jwk", "x5u", "x5c")  # a token that brings its own key proves nothing


def verified_claims(id_token: str, *, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims, every one of them checked. Raises EsiProtocolError, EsiUnavailable."""
    key = _key_for(id_token)
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=[key.algorithm_name],
            issuer=settings.ESI_ISSUER,
            audience=settings.ESI_CLIENT_ID,
            leeway=LEEWAY,
            options={"require": REQUIRED, "enforce_minimum_key_length": True},
        )
    except jwt.PyJWTError as error:
        raise EsiProtocolError(f"id_token: {type(error).__name__}") from None
    _check_addressee(claims)
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise EsiProtocolError("id_token: another nonce")
    _check_belongs_to(access_token, claims)
    return claims


def _key_for(id_token: str) -> jwt.PyJWK:
    try:
        header = jwt.get_unverified_header(id_token)
    except jwt.PyJWTError as error:
        raise EsiProtocolError(f"id_token: {type(error).__name__}") from None
    if header.get("alg") not in ALGORITHMS:
        raise EsiProtocolError("id_token: algorithm is not on the list")
    if any(name in header for name in _FOREIGN_KEYS):
        raise EsiProtocolError("id_token: brings its own key")
    if str(header.get("typ", "JWT")).upper() != "JWT":
        raise EsiProtocolError("id_token: is another kind of token")
    key = signing_key(str(header.get("kid", "")))
    if key.algorithm_name != header["alg"]:
        raise EsiProtocolError("id_token: the key is for another algorithm")
    return key


def _check_addressee(claims: dict[str, Any]) -> None:
    """Made out to several clients, the token must name us as the one that asked for it (OIDC Core 3.1.3.7)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else settings.ESI_CLIENT_ID) != settings.ESI_CLIENT_ID:
        raise EsiProtocolError("id_token: another authorized party")


def _check_belongs_to(access_token: str, claims: dict[str, Any]) -> None:
    if "at_hash" not in claims:
        return
    half = sha256(access_token.encode()).digest()[:16]
    expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    if not hmac.compare_digest(str(claims["at_hash"]).encode(), expected.encode()):
        raise EsiProtocolError("id_token: belongs to another access token")


def without_numbers(id_token: str) -> str:
    """The token, to be shown again at sign-out, in an address; empty if it names somebody by a personal number."""
    claims = jwt.decode(id_token, options={"verify_signature": False})
    return "" if _FOURTEEN_DIGITS.search(str(claims)) else id_token
