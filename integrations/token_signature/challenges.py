"""One-time challenges: made for one anonymous session, good for two minutes and one answer."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from django.core.cache import cache
from django.utils.timezone import now

from integrations.token_signature import Challenge
from integrations.token_signature.errors import ChallengeExpired, ChallengeUnknown, ChallengeUsed

LIFETIME = timedelta(minutes=2)
_REMEMBERED = 15 * 60  # seconds; longer than a challenge lives, so that "expired" and "used" can be told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChallenge:
    text: str
    session_digest: str
    expires_at: datetime


class ChallengeStore(Protocol):
    """Where challenges wait for their answer."""

    def put(self, challenge_id: str, stored: StoredChallenge) -> None: ...

    def get(self, challenge_id: str) -> StoredChallenge | None: ...

    def use_up(self, challenge_id: str) -> bool:
        """True for the first caller, False for every other, also when they call at the same moment."""


class CacheChallengeStore:
    """Challenges in the shared cache, so that any web process can take the answer."""

    def put(self, challenge_id: str, stored: StoredChallenge) -> None:
        value = (stored.text, stored.session_digest, stored.expires_at.isoformat())
        cache.set(f"token-challenge:{challenge_id}", value, _REMEMBERED)

    def get(self, challenge_id: str) -> StoredChallenge | None:
        value = cache.get(f"token-challenge:{challenge_id}")
        if value is None:
            return None
        text, session_digest, expires_at = value
        return StoredChallenge(text=text, session_digest=session_digest, expires_at=datetime.fromisoformat(expires_at))

    def use_up(self, challenge_id: str) -> bool:
        return bool(cache.add(f"token-challenge-used:{challenge_id}", True, _REMEMBERED))


class MemoryChallengeStore:
    """The same in one process, for tests."""

    def __init__(self) -> None:
        self._challenges: dict[str, StoredChallenge] = {}
        self._used: set[str] = set()

    def put(self, challenge_id: str, stored: StoredChallenge) -> None:
        self._challenges[challenge_id] = stored

    def get(self, challenge_id: str) -> StoredChallenge | None:
        return self._challenges.get(challenge_id)

    def use_up(self, challenge_id: str) -> bool:
        first = challenge_id not in self._used
        self._used.add(challenge_id)
        return first


def issue(store: ChallengeStore, *, host: str, session_key: str) -> Challenge:
    """A fresh challenge `login|host|UTC time|32 random bytes`, stored for this session."""
    at = now()
    text = f"login|{host}|{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}|{secrets.token_hex(32)}"
    challenge = Challenge(id=secrets.token_urlsafe(24), text=text, expires_at=at + LIFETIME)
    stored = StoredChallenge(text=text, session_digest=_digest(session_key), expires_at=challenge.expires_at)
    store.put(challenge.id, stored)
    return challenge


def redeem(store: ChallengeStore, challenge_id: str, *, session_key: str) -> str:
    """The challenge's text; nobody gets it a second time. Raises ChallengeUnknown, ChallengeUsed, ChallengeExpired."""
    stored = store.get(challenge_id)
    if stored is None or not session_key or not hmac.compare_digest(stored.session_digest, _digest(session_key)):
        raise ChallengeUnknown
    if not store.use_up(challenge_id):
        raise ChallengeUsed
    if stored.expires_at <= now():
        raise ChallengeExpired
    return stored.text


def _digest(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()
