from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from accounts.devices import device_name
from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One of a person's sessions as he would recognise it."""

    id: int
    device: str
    ip: str
    began_at: datetime
    last_seen_at: datetime
    is_current: bool


def open_sessions(user: User, *, current_key: str | None) -> Sequence[OpenSession]:
    """Where this person is signed in now, this browser first, then the latest."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=now()).values_list(
        "session_key", "expire_date"
    )
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = [
        OpenSession(
            id=rows[key].pk,
            device=device_name(rows[key].user_agent),
            ip=rows[key].ip,
            began_at=rows[key].created_at,
            last_seen_at=expires - idle,  # every request moves the end
            is_current=key == current_key,
        )
        for key, expires in alive
    ]
    return sorted(found, key=lambda session: (session.is_current, session.last_seen_at), reverse=True)
