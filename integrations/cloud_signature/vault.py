"""Where a signing session waits between two pages: encrypted in the shared cache, until the service ends it."""

import json
import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.core.cache import cache
from django.utils.timezone import now

from core import crypto
from core.identifiers import Inn, Pin
from integrations.cloud_signature import SignerRef, SigningSession
from integrations.cloud_signature.errors import SessionExpired
from integrations.secret import Secret

_CONTEXT = "cloud_signature.session"


def keep(session: SigningSession) -> str:
    """The session is kept until `expires_at`; the returned handle, worthless without the cache, may go into the
    browser session."""
    handle = secrets.token_urlsafe(24)
    lifetime = (session.expires_at - now()).total_seconds()
    if lifetime > 0:
        cache.set(_key(handle), crypto.encrypt(_packed(session), context=_CONTEXT), lifetime)
    return handle


def kept(handle: str, signer: SignerRef) -> SigningSession:
    """The session of exactly this signer. Raises SessionExpired when there is none (any more)."""
    sealed = cache.get(_key(handle))
    if sealed is None:
        raise SessionExpired("nothing is kept")
    try:
        session = _unpacked(crypto.decrypt(sealed, context=_CONTEXT))
    except (InvalidTag, KeyError, ValueError):
        raise SessionExpired("sealed with another key") from None
    if session.signer != signer:
        raise SessionExpired("of another signer")
    return session


def forget(handle: str) -> None:
    """Nobody can sign with the session any more."""
    cache.delete(_key(handle))


def _key(handle: str) -> str:
    return f"signing-session:{handle}"


def _packed(session: SigningSession) -> str:
    return json.dumps(
        {
            "token": session.token.reveal(),
            "pin": session.signer.pin,
            "org_inn": session.signer.org_inn,
            "person_name": session.person_name,
            "org_name": session.org_name,
            "created_at": session.created_at.isoformat(),
            "expires_at": session.expires_at.isoformat(),
            "subject_type": session.subject_type,
        }
    )


def _unpacked(text: str) -> SigningSession:
    values = json.loads(text)
    return SigningSession(
        token=Secret(values["token"]),
        signer=SignerRef(Pin(values["pin"]), Inn(values["org_inn"]) if values["org_inn"] else None),
        person_name=values["person_name"],
        org_name=values["org_name"],
        created_at=datetime.fromisoformat(values["created_at"]),
        expires_at=datetime.fromisoformat(values["expires_at"]),
        subject_type=values["subject_type"],
    )
