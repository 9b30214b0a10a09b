"""The session that the signature service opened: sealed, in the cache, and gone when the service would end it."""

import json
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.core.cache import cache
from django.utils import timezone

from core import crypto
from core.identifiers import Inn, Pin
from integrations.cloud_signature import SignerRef, SigningSession
from integrations.secret import Secret
from records.models import SigningCeremony


def keep(ceremony: SigningCeremony, session: SigningSession) -> None:
    """The session is kept until its end, readable with our key and for this ceremony only."""
    facts = {
        "token": session.token.reveal(),
        "pin": session.signer.pin,
        "inn": session.signer.org_inn,
        "person": session.person_name,
        "organization": session.org_name,
        "created": session.created_at.isoformat(),
        "expires": session.expires_at.isoformat(),
        "subject": session.subject_type,
    }
    left = (session.expires_at - timezone.now()).total_seconds()
    cache.set(_key(ceremony), crypto.encrypt(json.dumps(facts), context=_key(ceremony)), max(1, int(left)))


def kept(ceremony: SigningCeremony) -> SigningSession | None:
    """The session, if it is still alive."""
    sealed = cache.get(_key(ceremony))
    if sealed is None:
        return None
    try:
        facts = json.loads(crypto.decrypt(sealed, context=_key(ceremony)))
    except (InvalidTag, KeyError, ValueError):
        return None
    session = SigningSession(
        token=Secret(facts["token"]),
        signer=SignerRef(Pin(facts["pin"]), Inn(facts["inn"]) if facts["inn"] else None),
        person_name=facts["person"],
        org_name=facts["organization"],
        created_at=datetime.fromisoformat(facts["created"]),
        expires_at=datetime.fromisoformat(facts["expires"]),
        subject_type=facts["subject"],
    )
    return session if session.expires_at > timezone.now() else None


def drop(ceremony: SigningCeremony) -> None:
    cache.delete(_key(ceremony))


def _key(ceremony: SigningCeremony) -> str:
    return f"signing.{ceremony.public_id}"
