"""What every page of a signed-in person knows about the end of his session."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts import sessions

WARN = 5 * 60  # seconds before the end


def session_limits(request: HttpRequest) -> dict[str, Any]:
    """`session_limits`: seconds until the end without work, at the latest, and of the warning; None for strangers."""
    if getattr(request, "acting", None) is None:
        return {"session_limits": None}
    return {
        "session_limits": {
            "idle": settings.SESSION_COOKIE_AGE,
            "latest": sessions.seconds_left(request),
            "warn": WARN,
            "minutes": settings.SESSION_COOKIE_AGE // 60,
        }
    }
