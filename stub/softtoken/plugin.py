"""The token plug-in's methods, with its names, arguments and errors, on tokens made of software."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from cryptography import x509
from django.utils import timezone

from stub.pki import authority, foreign, holders, messages
from stub.pki.models import KeyPair
from stub.registry.models import YEAR, Signature
from stub.registry.modes import TokenMode
from stub.softtoken.models import GUESSES, Reader, Slot, Token

CERT_CATEGORY_USER, DATA_FORMAT_PLAIN, HASH_TYPE_SHA256 = 0, 0, 5  # the figures are ours: callers use the names
TOKEN_INFO_LABEL, TOKEN_INFO_SERIAL, TOKEN_INFO_IS_LOGGED_IN, TOKEN_INFO_PIN_RETRIES = 1, 2, 8, 9
SHORT_NAMES = {
    "2.5.4.3": "commonName",
    "2.5.4.4": "surname",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "countryName",
    "2.5.4.10": "organizationName",
    "2.5.4.42": "givenName",
    "2.5.4.97": "organizationIdentifier",
}


class Code(IntEnum):
    """The plug-in's errors. Callers compare names through `plugin.errorCodes`, so the figures are ours."""

    UNKNOWN_ERROR = 1
    BAD_PARAMS = 2
    DEVICE_NOT_FOUND = 101
    CERTIFICATE_NOT_FOUND = 204
    PIN_INCORRECT = 302
    PIN_LOCKED = 303
    USER_NOT_LOGGED_IN = 305
    ALREADY_LOGGED_IN = 306


class PluginError(Exception):
    def __init__(self, code: Code) -> None:
        super().__init__(code.name)
        self.code = code


def enumerate_devices(reader: Reader) -> list[int]:
    return list(reader.slots.values_list("number", flat=True))


def get_device_info(reader: Reader, device: int, option: int) -> Any:
    slot = _slot(reader, device)
    left = 0 if slot.token.is_locked() else GUESSES - slot.token.wrong_guesses
    facts = {
        TOKEN_INFO_LABEL: f"Рутокен ЭЦП {slot.token.slug}",
        TOKEN_INFO_SERIAL: slot.token.serial,
        TOKEN_INFO_IS_LOGGED_IN: slot.logged_in,
        TOKEN_INFO_PIN_RETRIES: left,
    }
    if option not in facts:
        raise PluginError(Code.BAD_PARAMS)
    return facts[option]


def login(reader: Reader, device: int, pin: str) -> None:
    slot = _slot(reader, device)
    token = slot.token
    if slot.logged_in:
        raise PluginError(Code.ALREADY_LOGGED_IN)
    if token.is_locked():
        raise PluginError(Code.PIN_LOCKED)
    if pin != token.pin:
        token.wrong_guesses += 1
        token.save(update_fields=["wrong_guesses"])
        raise PluginError(Code.PIN_LOCKED if token.is_locked() else Code.PIN_INCORRECT)
    token.wrong_guesses = 0
    token.save(update_fields=["wrong_guesses"])
    slot.logged_in = True
    slot.save(update_fields=["logged_in"])


def logout(reader: Reader, device: int) -> None:
    slot = _slot(reader, device)
    slot.logged_in = False
    slot.save(update_fields=["logged_in"])


def enumerate_certificates(reader: Reader, device: int, category: int) -> list[str]:
    """Identifiers of the user's certificates: hexadecimal, separated by colons, as the plug-in gives them."""
    token = _slot(reader, device).token
    if category != CERT_CATEGORY_USER:
        return []
    return [_identifier(_pair(token, holder)) for holder in _holders(token)]


def get_certificate(reader: Reader, device: int, certificate: str) -> str:
    _token, pair = _found(reader, device, certificate)
    return pair.certificate


def parse_certificate(reader: Reader, device: int, certificate: str) -> dict[str, Any]:
    _token, pair = _found(reader, device, certificate)
    parsed = authority.certificate_of(pair)
    return {
        "subject": _names(parsed.subject),
        "issuer": _names(parsed.issuer),
        "serialNumber": f"{parsed.serial_number:X}",
        "validNotBefore": parsed.not_valid_before_utc.isoformat(),
        "validNotAfter": parsed.not_valid_after_utc.isoformat(),
        "keyUsage": ["digitalSignature", "nonRepudiation"],
    }


def sign(reader: Reader, device: int, certificate: str, data: str, data_format: int, options: dict[str, Any]) -> str:
    """The data as a CMS message in base64; attached unless `options.detached` asks otherwise."""
    if not isinstance(data, str) or data_format != DATA_FORMAT_PLAIN:
        raise PluginError(Code.BAD_PARAMS)
    token, pair = _found(reader, device, certificate)
    if not _slot(reader, device).logged_in:
        raise PluginError(Code.USER_NOT_LOGGED_IN)
    message = messages.sign(data.encode(), pair, detached=bool((options or {}).get("detached")))
    if token.has(TokenMode.BROKEN_SIGNATURE):
        message = message[:-1] + bytes([message[-1] ^ 1])
    return base64.b64encode(message).decode()


def authenticate(reader: Reader, device: int, certificate: str, salt: str) -> str:
    """Signs the salt; like the plug-in, with the data attached."""
    return sign(reader, device, certificate, salt, DATA_FORMAT_PLAIN, {})


METHODS: dict[str, Callable[..., Any]] = {
    "enumerateDevices": enumerate_devices,
    "getDeviceInfo": get_device_info,
    "login": login,
    "logout": logout,
    "enumerateCertificates": enumerate_certificates,
    "getCertificate": get_certificate,
    "parseCertificate": parse_certificate,
    "sign": sign,
    "authenticate": authenticate,
}


def _slot(reader: Reader, device: int) -> Slot:
    slot = reader.slots.select_related("token").filter(number=device).first() if isinstance(device, int) else None
    if slot is None:
        raise PluginError(Code.DEVICE_NOT_FOUND)
    return slot


def _found(reader: Reader, device: int, certificate: str) -> tuple[Token, KeyPair]:
    token = _slot(reader, device).token
    for holder in _holders(token):
        pair = _pair(token, holder)
        if _identifier(pair) == certificate:
            return token, pair
    raise PluginError(Code.CERTIFICATE_NOT_FOUND)


def _holders(token: Token) -> list[Signature]:
    return list(token.holders.select_related("person", "organization").order_by("pk"))


def _pair(token: Token, holder: Signature) -> KeyPair:
    owner = f"token:{token.slug}:{holder.slug}"
    subject = holders.subject_of(holder, token.layout)
    if token.has(TokenMode.FOREIGN_ISSUER):
        return foreign.pair(owner, subject, _validity(token, holder))
    pair = holders.pair(owner, subject, _validity(token, holder))
    revoked_at = timezone.now() if token.has(TokenMode.REVOKED) else None
    if bool(pair.revoked_at) != bool(revoked_at):
        pair.revoked_at = revoked_at
        pair.save(update_fields=["revoked_at"])
    return pair


def _validity(token: Token, holder: Signature) -> tuple[datetime, datetime]:
    begin = timezone.make_aware(datetime.combine(holder.issued_on, datetime.min.time()))
    if token.has(TokenMode.EXPIRED):
        begin -= YEAR
    elif token.has(TokenMode.NOT_YET_VALID):
        begin = timezone.make_aware(datetime.combine(timezone.localdate(), datetime.min.time())) + timedelta(days=30)
    return begin, begin + YEAR


def _identifier(pair: KeyPair) -> str:
    key_id = authority.certificate_of(pair).extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    return ":".join(f"{byte:02x}" for byte in key_id)


def _names(name: x509.Name) -> list[dict[str, str]]:
    return [
        {"rdn": SHORT_NAMES.get(part.oid.dotted_string, part.oid.dotted_string), "value": str(part.value)}
        for part in name
    ]
