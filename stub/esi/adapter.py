"""Gives allauth's OpenID provider the identifiers, claims, keys and metadata of ЕСИ."""

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.oauthlib.utils import get_validator_context
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from stub.esi import keys
from stub.esi.models import SignIn
from stub.registry.models import Person

SCOPES = ["openid", "profile", "organizations", "email", "phone"]
CLAIMS = [
    "sub",
    "citizenship",
    "pin",
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "gender",
    "birthdate",
    "organizations",
    "organization_tin",
    "organization_name",
    "position_name",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
]
ENDPOINTS = {
    "authorization_endpoint": "authorization",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
    "end_session_endpoint": "logout",
    "revocation_endpoint": "revoke",
    "introspection_endpoint": "introspect",
}


class EsiAdapter(DefaultOIDCAdapter):
    """Whom a token speaks of, and what it says."""

    def get_issuer(self) -> str:
        return settings.PUBLIC_URL

    def get_user_sub(self, client: Client, user: Person) -> str:
        return str(user.sub)

    def get_user_by_sub(self, client: Client, sub: str) -> Person | None:
        try:
            person = Person.objects.filter(sub=sub).first()
        except ValidationError:  # not the shape of a sub
            return None
        return person if person and person.is_active else None

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Person,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if purpose == "id_token":
            return claims
        if "profile" in scopes:
            claims |= profile_claims(user)
        if "email" in scopes and user.email:
            claims |= {"email": user.email, "email_verified": True}
        if "phone" in scopes and user.phone:
            claims |= {"phone_number": user.phone, "phone_number_verified": True}
        token = get_validator_context().access_token
        return claims | organization_claims(token.data if token else None, scopes)

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        return filter_keys(keys.published(), did_activate=did_activate, is_active=is_active)

    def get_jwks_cache_control(self) -> int:
        return 0

    def populate_server_metadata(self, data: dict[str, str | list[str]]) -> None:
        data.update({name: settings.PUBLIC_URL + reverse(f"idp:oidc:{view}") for name, view in ENDPOINTS.items()})
        data.pop("device_authorization_endpoint", None)
        data.update(
            {
                "scopes_supported": SCOPES,
                "claims_supported": CLAIMS,
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
            }
        )


def profile_claims(person: Person) -> dict[str, Any]:
    claims = {
        "pin": person.pin,
        "citizenship": person.citizenship,
        "name": person.full_name,
        "family_name": person.last_name,
        "given_name": person.first_name,
        "middle_name": person.middle_name,
        "gender": person.gender,
        "birthdate": person.birth_date.isoformat(),
    }
    return {name: value for name, value in claims.items() if value}


def organization_claims(token_data: dict[str, Any] | None, scopes: Iterable[str]) -> dict[str, Any]:
    """The organization of this very sign-in; nothing after a simple signature or one for oneself."""
    sign_in = (
        SignIn.objects.select_related("signature__organization").filter(pk=(token_data or {}).get("sign_in")).first()
    )
    organization = sign_in.signature.organization if sign_in and sign_in.signature else None
    if organization is None or not {"profile", "organizations"} & set(scopes):
        return {}
    position = sign_in.signature.position  # type: ignore[union-attr]  # an organization comes from a signature
    claims = {
        "organization_tin": organization.inn,
        "organization_name": organization.full_name_ru,
        "position_name": position,
    }
    if "organizations" in scopes:
        claims["organizations"] = [{"tin": organization.inn, "name": organization.full_name_ru, "position": position}]
    return claims
