"""What ЕСИ publishes about itself: where its endpoints are, and with which keys it signs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from django.conf import settings

from accounts.oidc import endpoints
from core.memory import forget, remembered
from integrations.identity import EsiProtocolError

REMEMBERED = 5 * 60  # seconds
_DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The endpoints, all on the host of the configured issuer. Without `end_session_endpoint` ЕСИ keeps its session."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


def provider() -> Provider:
    """ЕСИ as it described itself at most five minutes ago. Raises EsiUnavailable, EsiProtocolError."""
    key = f"esi:discovery:{settings.ESI_ISSUER}"
    return Provider(**remembered(key, lambda: asdict(_described()), REMEMBERED))


def signing_key(kid: str) -> jwt.PyJWK:
    """ЕСИ's public key of this name; a name that is not known yet is looked up anew, once."""
    key = f"esi:keys:{settings.ESI_ISSUER}"
    found = _named(remembered(key, _published_keys, REMEMBERED), kid)
    if found is None:
        forget(key)
        found = _named(remembered(key, _published_keys, REMEMBERED), kid)
    if found is None:
        raise EsiProtocolError("unknown kid")
    try:
        return jwt.PyJWK(found)
    except (jwt.PyJWTError, ValueError) as error:
        raise EsiProtocolError("unusable key") from error


def _described() -> Provider:
    document = endpoints.fetch("discovery", urlsplit(settings.ESI_ISSUER).path.rstrip("/") + _DOCUMENT)
    if document.get("issuer") != settings.ESI_ISSUER:
        raise EsiProtocolError("discovery names another issuer")
    required = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    return Provider(
        **{name: _on_the_issuers_host(document, name) for name in required},
        end_session_endpoint=_on_the_issuers_host(document, "end_session_endpoint")
        if document.get("end_session_endpoint")
        else "",
    )


def _on_the_issuers_host(document: Mapping[str, Any], name: str) -> str:
    """A document that sends people, codes or our secret to another host is not ЕСИ's."""
    address, issuer = document.get(name), urlsplit(settings.ESI_ISSUER)
    if not isinstance(address, str) or urlsplit(address)[:2] != issuer[:2]:
        raise EsiProtocolError(f"discovery: {name} is on another host")
    return address


def _published_keys() -> list[dict[str, Any]]:
    keys = endpoints.fetch("keys", endpoints.path_of(provider().jwks_uri)).get("keys")
    if not isinstance(keys, list):
        raise EsiProtocolError("the key set holds no keys")
    return [key for key in keys if isinstance(key, dict)]


def _named(keys: list[dict[str, Any]], kid: str) -> dict[str, Any] | None:
    fit = [key for key in keys if key.get("kid") == kid and key.get("use", "sig") == "sig"]
    return fit[0] if len(fit) == 1 else None
