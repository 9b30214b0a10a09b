"""What a browser keeps of its person between two sessions: who it was, where he worked, and the key to what he typed
when the session was already over. Signing out makes it forget."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.acting import Acting

_SALT = "accounts.returning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """The cookie's content. It opens nothing by itself: who comes back must sign in again."""

    username: str
    place_key: str
    text_key: str


def known(request: HttpRequest) -> Returning | None:
    """Who last signed in with this browser, if he did not sign out; None for a forged or old cookie too."""
    try:
        content = signing.loads(
            request.COOKIES.get(settings.RETURNING_COOKIE_NAME, ""),
            salt=_SALT,
            max_age=settings.RETURNING_COOKIE_AGE,
        )
        return Returning(**content)
    except (signing.BadSignature, TypeError):
        return None


def remember(request: HttpRequest, response: HttpResponse, acting: Acting) -> None:
    """The browser knows this person and his place from now on, and keeps the key that it had for him."""
    before = known(request)
    same = before is not None and before.username == acting.user.username
    content = {
        "username": acting.user.username,
        "place_key": acting.place_key,
        "text_key": before.text_key if before and same else secrets.token_urlsafe(32),
    }
    response.set_cookie(
        settings.RETURNING_COOKIE_NAME,
        signing.dumps(content, salt=_SALT),
        max_age=settings.RETURNING_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(settings.RETURNING_COOKIE_NAME, samesite="Lax")
