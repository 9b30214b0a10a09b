"""Whose certificate is it? Centres write PIN and INN into different attributes, so each may have a profile."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import x509
from django.core.exceptions import ImproperlyConfigured

from core.identifiers import Identifier, Inn, InvalidIdentifier, Pin
from integrations.token_signature import TokenIdentity
from integrations.token_signature.errors import IdentityAmbiguous

COMMON_NAME, ORGANIZATION = "2.5.4.3", "2.5.4.10"
SERIAL_NUMBER, PERSON_INN, ORGANIZATION_INN, ORGANIZATION_IDENTIFIER = (
    "2.5.4.5",
    "1.2.643.3.131.1.1",
    "1.2.643.100.4",
    "2.5.4.97",
)
_NUMBER = re.compile(r"(?:[A-Z]{3,5}-?)?([0-9]{14})")  # bare, or as in NTRKG-… and PNOKG-…


@dataclass(frozen=True, slots=True)
class Profile:
    """The attributes in which an issuer writes the two numbers. The default one looks at all that are in use and tells
    the numbers apart by their shape."""

    pin: tuple[str, ...] = (SERIAL_NUMBER, PERSON_INN)
    inn: tuple[str, ...] = (ORGANIZATION_INN, ORGANIZATION_IDENTIFIER, PERSON_INN, SERIAL_NUMBER)


def profiles(path: str) -> dict[str, Profile]:
    """Profiles by the issuer's common name, from the JSON file `{"issuer": {"pin": [oid], "inn": [oid]}}`."""
    if not path:
        return {}
    try:
        entries = json.loads(Path(path).read_text(encoding="utf-8"))
        return {issuer: Profile(tuple(entry["pin"]), tuple(entry["inn"])) for issuer, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(f"TOKEN_PROFILES: {error}") from None


def identity(certificate: x509.Certificate, known: Mapping[str, Profile]) -> TokenIdentity:
    """Person and organization that the certificate names. Raises IdentityAmbiguous when it is not exactly one person,
    and at most one organization."""
    subject, issuer = _attributes(certificate.subject), _attributes(certificate.issuer)
    issuer_name = _first(issuer, COMMON_NAME)
    profile = known.get(issuer_name, Profile())
    pins, inns = _numbers(Pin, subject, profile.pin), _numbers(Inn, subject, profile.inn)
    if len(pins) != 1 or len(inns) > 1:
        raise IdentityAmbiguous(f"{len(pins)} PINs, {len(inns)} INNs")
    return TokenIdentity(
        pin=pins.pop(),
        org_inn=inns.pop() if inns else None,
        common_name=_first(subject, COMMON_NAME),
        organization=_first(subject, ORGANIZATION) or None,
        serial=f"{certificate.serial_number:X}",
        issuer=issuer_name,
        not_after=certificate.not_valid_after,
        algorithm=certificate.public_key.algorithm,
    )


def _numbers[T: Identifier](kind: type[T], subject: Mapping[str, list[str]], oids: tuple[str, ...]) -> set[T]:
    found = set()
    for text in (value for oid in oids for value in subject.get(oid, [])):
        match = _NUMBER.fullmatch(text.strip())
        try:
            number = kind.parse(match[1]) if match else None
        except InvalidIdentifier:
            continue
        if number is not None:
            found.add(number)
    return found


def _attributes(name: x509.Name) -> dict[str, list[str]]:
    """All values by the attribute's number."""
    found: dict[str, list[str]] = {}
    for part in name.chosen:
        for attribute in part:
            value = attribute["value"].native
            if isinstance(value, str):
                found.setdefault(attribute["type"].dotted, []).append(value)
    return found


def _first(attributes: Mapping[str, list[str]], oid: str) -> str:
    return attributes.get(oid, [""])[0]
