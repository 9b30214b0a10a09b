import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import sessions
from accounts.models import User
from core import origin

_AGENT_LENGTH = 200


@receiver(user_logged_in)
def note_birth(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Every session, the operator's too, knows when it began, and stands in its owner's list."""
    session = request.session
    session[sessions.BORN] = int(time.time())
    session.save()  # the list names sessions by a key, which a new one gets only now
    UserSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "ip": origin.address(request) or "0.0.0.0",  # noqa: S104 -- an unknown address, not a socket
            "user_agent": request.headers.get("User-Agent", "")[:_AGENT_LENGTH],
        },
    )
