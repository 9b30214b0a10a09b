"""Turns an honest token answer into that of a broken or hostile provider, as the person's modes demand."""

import time
from collections.abc import Callable
from typing import Any

import jwt
from allauth.core.internal import jwkkit

from stub.esi import keys
from stub.registry.models import Person
from stub.registry.modes import PersonMode

Claims = dict[str, Any]
TEN_MINUTES = 600
ANOTHER_SUB = "00000000-0000-4000-8000-000000000000"


def _with(**changes: Any) -> Callable[[Claims], Claims]:
    return lambda claims: claims | changes


def _shifted(seconds: int) -> Callable[[Claims], Claims]:
    """The same token from a clock that differs by these seconds."""
    return lambda claims: claims | {"iat": int(time.time()) + seconds, "exp": int(time.time()) + seconds + 300}


CLAIM_CHANGES: dict[PersonMode, Callable[[Claims], Claims]] = {
    PersonMode.ID_TOKEN_WRONG_NONCE: _with(nonce="not-the-nonce-that-was-sent"),
    PersonMode.ID_TOKEN_NO_NONCE: lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    PersonMode.ID_TOKEN_WRONG_ISSUER: _with(iss="https://esi.invalid"),
    PersonMode.ID_TOKEN_WRONG_AUDIENCE: _with(aud="another-client"),
    PersonMode.ID_TOKEN_EXPIRED: _shifted(-TEN_MINUTES),
    PersonMode.ID_TOKEN_FUTURE: _shifted(TEN_MINUTES),
}


def token_answer(person: Person, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of the token endpoint, spoiled as the person's modes say."""
    if person.has(PersonMode.ID_TOKEN_MISSING):
        return {name: value for name, value in answer.items() if name != "id_token"}
    if "id_token" not in answer:
        return answer
    return answer | {"id_token": _id_token(person, answer["id_token"])}


def _id_token(person: Person, token: str) -> str:
    claims = jwt.decode(token, options={"verify_signature": False})
    kid, key = jwkkit.load_jwk_from_pem(keys.published()[-1].pem)[0]["kid"], keys.published()[-1].pem
    changed = claims
    for mode, change in CLAIM_CHANGES.items():
        if person.has(mode):
            changed = change(changed)
    if person.has(PersonMode.ID_TOKEN_UNSIGNED):
        return jwt.encode(changed, key="", algorithm="none", headers={"kid": kid})
    if person.has(PersonMode.ID_TOKEN_FOREIGN_KEY):
        key = keys.unpublished()
    elif person.has(PersonMode.ID_TOKEN_UNKNOWN_KID):
        key = keys.unpublished()
        kid = jwkkit.load_jwk_from_pem(key)[0]["kid"]
    elif changed == claims:
        return token
    return jwt.encode(changed, key, algorithm="RS256", headers={"kid": kid})


def userinfo(person: Person, claims: Claims) -> Claims:
    """The answer of the userinfo endpoint, spoiled as the person's modes say."""
    if person.has(PersonMode.USERINFO_OTHER_SUB):
        claims = claims | {"sub": ANOTHER_SUB}
    if person.has(PersonMode.USERINFO_NO_PIN):
        claims = {name: value for name, value in claims.items() if name != "pin"}
    if person.has(PersonMode.USERINFO_BAD_PIN):
        claims = claims | {"pin": person.pin[:13]}
    return claims
