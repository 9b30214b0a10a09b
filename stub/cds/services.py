"""What each call of the cloud signature service does, in the service's own words."""

import base64
import binascii
import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.utils import timezone

from stub.cds import errors
from stub.cds.models import SignedHash, UserToken
from stub.codes import services as codes
from stub.codes.services import Verdict
from stub.outbox.models import Channel
from stub.pki import authority, holders, messages
from stub.registry.models import Person, Signature
from stub.registry.modes import SignatureMode

Body = dict[str, Any]
FOURTEEN_DIGITS = re.compile(r"\d{14}")
SESSION_LIFE = timedelta(minutes=10)
ALREADY_OVER = timedelta(seconds=-1)
PERSON, ORGANIZATION = 1, 2
METHOD_CREATED = "2024-02-01T09:00:00+06:00"


def user_auth_methods(signature: Signature, body: Body) -> Body:
    if signature.has(SignatureMode.INACTIVE):
        return {"userAuthMethodList": [], "isActive": False, "inactiveReason": errors.INACTIVE_REASON}
    methods = [{"authType": c.value, "createAt": METHOD_CREATED, "isActive": True} for c in channels(signature)]
    return {"userAuthMethodList": methods, "isActive": True}


def pin_code(signature: Signature, body: Body) -> Body:
    _check_active(signature)
    if body.get("method") not in {channel.value for channel in channels(signature)}:
        raise errors.malformed("method")
    _check_not_locked(signature)
    if signature.has(SignatureMode.TOO_MANY_CODES):
        raise errors.too_many_codes()
    life = ALREADY_OVER if signature.has(SignatureMode.CODE_EXPIRED) else codes.LIFE
    codes.send(_holder(signature), signature.person, Channel(body["method"]), life=life)
    return {"status": 200, "message": "Код отправлен"}


def account_auth(signature: Signature, body: Body) -> Body:
    _check_active(signature)
    _check_not_locked(signature)
    guess = body.get("byPin")
    if not isinstance(guess, str) or not re.fullmatch(r"\d{6}", guess):
        raise errors.malformed("byPin")
    _check_code(signature, guess)
    life = ALREADY_OVER if signature.has(SignatureMode.SESSION_EXPIRED) else SESSION_LIFE
    token = UserToken.objects.create(
        value=secrets.token_urlsafe(32), signature=signature, expires_at=timezone.now() + life
    )
    return {
        "createAt": moment(token.created_at),
        "expireAt": moment(token.expires_at),
        "subjectType": ORGANIZATION if signature.organization else PERSON,
        **_names(signature),
        "isActive": True,
        "token": token.value,
    }


def cert_info(signature: Signature, body: Body) -> Body:
    if signature.has(SignatureMode.NO_CERTIFICATE):
        raise errors.no_certificate()
    certificate = authority.certificate_of(holders.pair_of(signature))
    key_id = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest.hex().upper()
    names = _names(signature)
    return {
        "validNotBefore": moment(certificate.not_valid_before_utc),
        "validNotAfter": moment(certificate.not_valid_after_utc),
        "personIdnp": names["personIdnp"],
        "commonName": names["personFio"],
        "organizationInn": names["organizationInn"],
        "organizationName": names["organizationName"],
        "countryName": "KG",
        "keyIdentifier": key_id,
        "certissuer": {
            "commonName": _attribute(certificate.issuer, NameOID.COMMON_NAME),
            "organizationName": _attribute(certificate.issuer, NameOID.ORGANIZATION_NAME),
            "countryName": _attribute(certificate.issuer, NameOID.COUNTRY_NAME),
        },
    }


def sign_hash(signature: Signature, body: Body) -> Body:
    text = body.get("hash")
    if not isinstance(text, str) or not text:
        raise errors.malformed("hash")
    if signature.has(SignatureMode.NO_CERTIFICATE):
        raise errors.no_certificate()
    _check_certificate(signature)
    if signature.has(SignatureMode.SIGN_REFUSED):
        return {"isSuccesfull": False, "sign": None, "timestamp": 0, "errorMessage": "Подписание отклонено"}
    pair = holders.pair_of(signature)
    if signature.has(SignatureMode.RAW_SIGNATURE):
        signed = messages.sign_raw(text.encode(), pair)
    else:
        signed = messages.sign(text.encode(), pair, detached=True)
    SignedHash.objects.update_or_create(
        fingerprint=_fingerprint(signed), defaults={"signature": signature, "pair": pair}
    )
    return {"isSuccesfull": True, "sign": base64.b64encode(signed).decode(), "timestamp": _milliseconds(timezone.now())}


def check_sign(body: Body) -> Body:
    """Whether the signature fits the hash, told from the signature itself: needs no user."""
    text = body.get("hash")
    if not isinstance(text, str) or not text:
        raise errors.malformed("hash")
    try:
        signed = base64.b64decode(body.get("signBase64") or "", validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise errors.malformed("signBase64") from None
    row = _row_of(text.encode(), signed)
    if row is None or row.signature.has(SignatureMode.NOT_VERIFIED):
        nobody = dict.fromkeys(("personIdnp", "personFio", "organizationInn", "organizationName"))
        return {"verified": False, **nobody, "timestamp": 0}
    return {"verified": True, **_names(row.signature), "timestamp": _milliseconds(row.at)}


def _row_of(data: bytes, signed: bytes) -> SignedHash | None:
    rows = SignedHash.objects.select_related("pair", "signature__person", "signature__organization")
    row = rows.filter(fingerprint=_fingerprint(signed)).first()
    if row is None:
        return None
    if messages.verified_serial(data, signed) or messages.is_raw_signature(data, signed, row.pair):
        return row
    return None


def signer(body: Body) -> Signature:
    """The signature of the person and the organization that the request names."""
    pin, inn = body.get("personIdnp"), body.get("organizationInn")
    if not isinstance(pin, str) or not FOURTEEN_DIGITS.fullmatch(pin):
        raise errors.malformed("personIdnp")
    if inn is not None and (not isinstance(inn, str) or not FOURTEEN_DIGITS.fullmatch(inn)):
        raise errors.malformed("organizationInn")
    found = (
        Signature.objects.select_related("person", "organization")
        .filter(person__pin=pin, **({"organization__inn": inn} if inn else {"organization": None}))
        .first()
    )
    if found is None or found.has(SignatureMode.NOT_TIED):
        raise errors.not_tied()
    return found


def session_signer(body: Body) -> Signature:
    """The signature whose session the user token belongs to."""
    value = body.get("userToken")
    if not isinstance(value, str) or not value:
        raise errors.malformed("userToken")
    token = (
        UserToken.objects.select_related("signature__person", "signature__organization")
        .filter(value=value, expires_at__gt=timezone.now())
        .first()
    )
    if token is None:
        raise errors.session_expired()
    return token.signature


def channels(signature: Signature) -> list[Channel]:
    if signature.has(SignatureMode.EMAIL_ONLY):
        return [Channel.EMAIL]
    return [Channel.SMS] if signature.has(SignatureMode.SMS_ONLY) else [Channel.EMAIL, Channel.SMS]


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="milliseconds")


def _check_active(signature: Signature) -> None:
    if signature.has(SignatureMode.INACTIVE):
        raise errors.inactive()


def _check_not_locked(signature: Signature) -> None:
    if signature.has(SignatureMode.LOCKED):
        raise errors.locked(15)
    if until := codes.locked_until(_holder(signature)):
        raise errors.locked(_minutes_until(until))


def _check_code(signature: Signature, guess: str) -> None:
    judgement = codes.judge(_holder(signature), guess)
    match judgement.verdict:
        case Verdict.RIGHT:
            return
        case Verdict.WRONG:
            raise errors.wrong_code(judgement.guesses_left)
        case Verdict.LOCKED if judgement.locked_until:
            raise errors.locked(_minutes_until(judgement.locked_until))
        case _:
            raise errors.code_expired()


def _check_certificate(signature: Signature) -> None:
    if signature.has(SignatureMode.REVOKED):
        raise errors.certificate_not_valid("отозван")
    begin, end = signature.validity()
    if timezone.now() < begin:
        raise errors.certificate_not_valid("срок действия ещё не наступил")
    if timezone.now() >= end:
        raise errors.certificate_not_valid("срок действия истёк")


def _names(signature: Signature) -> Body:
    """The signer's names and numbers; some signatures answer in the name of somebody else."""
    person, organization = signature.person, signature.organization
    if signature.has(SignatureMode.OTHER_PERSON):
        person = Person.objects.exclude(pk=person.pk).order_by("pk").first() or person
    inn, name = (organization.inn, organization.full_name_ru) if organization else (None, None)
    if inn and signature.has(SignatureMode.OTHER_ORGANIZATION):
        inn = inn[:9] + "99990"
    return {"personIdnp": person.pin, "personFio": person.full_name, "organizationInn": inn, "organizationName": name}


def _holder(signature: Signature) -> str:
    return f"cds:{signature.slug}"


def _fingerprint(signed: bytes) -> str:
    return hashlib.sha256(signed).hexdigest()


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _minutes_until(until: datetime) -> int:
    return max(1, round((until - timezone.now()).total_seconds() / 60))


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return str(name.get_attributes_for_oid(oid)[0].value)
