"""From ЕСИ's claims to a person and the organization of this sign-in."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.identifiers import Inn, InvalidIdentifier, Pin
from integrations.identity import EsiIdentity, EsiOrganization, EsiProtocolError

_FOURTEEN_DIGITS = re.compile(r"[0-9]{14}")
_LONGEST = {"name": 150, "organization": 1000, "contact": 254}


def identity(id_claims: Mapping[str, Any], userinfo: Mapping[str, Any]) -> EsiIdentity:
    """Who signed in and for whom. The id_token says whose `userinfo` must be. Raises EsiProtocolError."""
    if userinfo.get("sub") != id_claims["sub"]:
        raise EsiProtocolError("userinfo is about another person")
    pin = _pin(userinfo.get("pin"))
    return EsiIdentity(
        sub=id_claims["sub"],
        pin=pin,
        last_name=_text(userinfo, "family_name", "name"),
        first_name=_text(userinfo, "given_name", "name"),
        middle_name=_text(userinfo, "middle_name", "name"),
        birth_date=_day(userinfo.get("birthdate")),
        gender=_text(userinfo, "gender", "name") or None,
        citizenship=_text(userinfo, "citizenship", "name") or None,
        email=_text(userinfo, "email", "contact") or None,
        email_verified=userinfo.get("email_verified") is True,
        phone=_text(userinfo, "phone_number", "contact") or None,
        phone_verified=userinfo.get("phone_number_verified") is True,
        organization=_organization(userinfo, pin),
    )


def _pin(value: object) -> Pin:
    """As ЕСИ writes it: exactly fourteen digits, nothing to tidy up."""
    if not isinstance(value, str) or not _FOURTEEN_DIGITS.fullmatch(value):
        raise EsiProtocolError("userinfo: pin is missing or has not 14 digits")
    try:
        return Pin.parse(value)
    except InvalidIdentifier:
        raise EsiProtocolError("userinfo: pin is no personal number") from None


def _organization(userinfo: Mapping[str, Any], pin: Pin) -> EsiOrganization | None:
    """None after the simple signature, and for a person who signs as himself."""
    tin = userinfo.get("organization_tin")
    if tin in (None, "", pin):
        return None
    if not isinstance(tin, str) or not _FOURTEEN_DIGITS.fullmatch(tin):
        raise EsiProtocolError("userinfo: organization_tin has not 14 digits")
    try:
        inn = Inn.parse(tin)
    except InvalidIdentifier:
        raise EsiProtocolError("userinfo: organization_tin is no tax number") from None
    return EsiOrganization(
        inn=inn,
        name=_text(userinfo, "organization_name", "organization"),
        position=_text(userinfo, "position_name", "name"),
    )


def _text(userinfo: Mapping[str, Any], claim: str, kind: str) -> str:
    """The claim in one line of composed letters, without control characters; empty if it is no text."""
    value = userinfo.get(claim)
    if not isinstance(value, str):
        return ""
    composed = unicodedata.normalize("NFC", value)
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in composed)
    return " ".join(visible.split())[: _LONGEST[kind]]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
