"""A session from its first to its last request."""

import time
from typing import Any, cast

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts import acting, languages, signals
from accounts.acting import Acting
from accounts.enums import Signature
from accounts.models import User
from core import crypto

BORN = "born"
_ID_TOKEN = "id_token"  # noqa: S105 -- the name of a key; what stands under it is sealed
_ID_TOKEN_CONTEXT = "session.id_token"  # noqa: S105 -- as above

log = structlog.get_logger(__name__)


def begin(
    request: HttpRequest, *, method: str, signature: Signature, id_token: str | None = None, **organization: Any
) -> Acting:
    """The person who was just let in acts from now on with this proof; whoever keeps records is told."""
    user = cast(User, request.user)
    languages.adopt(user, languages.chosen_in(request))
    acting.remember_proof(request.session, signature=signature, **organization)
    if id_token is not None:
        request.session[_ID_TOKEN] = crypto.encrypt(id_token, context=_ID_TOKEN_CONTEXT)
    now = acting.from_session(request.session, user)
    request.acting = now  # type: ignore[attr-defined]
    log.info("signed in", who=user.username, method=method, signature=signature.value)
    signals.signed_in.send(User, request=request, user=user, acting=now, method=method)
    return now


def came_through_esi(session: SessionBase) -> bool:
    return _ID_TOKEN in session


def id_token_of(session: SessionBase) -> str:
    """What ЕСИ wants to see again when its own session is to end."""
    return crypto.decrypt(session[_ID_TOKEN], context=_ID_TOKEN_CONTEXT)


def why_over(request: HttpRequest) -> str:
    """Why a session that still exists must not be used any more; empty while it may."""
    if SESSION_KEY not in request.session:
        return ""
    if not request.user.is_authenticated:
        return "blocked"
    born = request.session.get(BORN, 0)
    return "too old" if time.time() - born > settings.SESSION_LIFETIME.total_seconds() else ""


def end(request: HttpRequest) -> None:
    """Nothing of this session is left on the server, and the rest of the request belongs to nobody."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()
    request.acting = None  # type: ignore[attr-defined]


def seconds_left(request: HttpRequest) -> int:
    """Until this session ends at the latest, whatever its owner does."""
    born = request.session.get(BORN, time.time())
    return max(0, int(born + settings.SESSION_LIFETIME.total_seconds() - time.time()))


def sign_out(request: HttpRequest) -> None:
    """The person ended his session himself."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    request.acting = None  # type: ignore[attr-defined]
