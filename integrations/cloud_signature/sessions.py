"""Checks on a signing session that every adapter makes."""

from django.utils.timezone import now

from core.identifiers import Inn, Pin
from integrations.cloud_signature import SignerRef, SigningSession
from integrations.cloud_signature.errors import SessionExpired, SignerMismatch


def check_signer(expected: SignerRef, *, pin: Pin | str | None, org_inn: Inn | str | None) -> None:
    """Refuse an answer for anybody but the expected person and organization."""
    if pin != expected.pin or (org_inn or None) != expected.org_inn:
        raise SignerMismatch("person" if pin != expected.pin else "organization")


def check_alive(session: SigningSession) -> None:
    """Refuse a session that is over before anything is sent."""
    if session.expires_at <= now():
        raise SessionExpired("by our clock")
