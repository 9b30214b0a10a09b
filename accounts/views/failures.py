"""A sign-in that did not succeed: what happened, what to do, and the right status."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import errors as ours
from accounts.models import User
from accounts.signals import sign_in_refused
from integrations import identity
from integrations.errors import IntegrationError, Unavailable, UnexpectedResponse
from integrations.token_signature import errors as token

log = structlog.get_logger(__name__)

_OTHERWISE = (403, _("You were not signed in"))
_PAGES: dict[type[IntegrationError], tuple[int, str | Promise]] = {
    Unavailable: (503, _("The state sign-in is not available now")),
    UnexpectedResponse: (502, _("The state sign-in answered wrongly")),
    identity.EsiProtocolError: (502, _("The state sign-in answered wrongly")),
    identity.EsiCancelled: (403, _("The sign-in was cancelled")),
    ours.ClientRejected: (502, _("The state sign-in is not available now")),
    ours.StateUnknown: (400, _("This sign-in is no longer valid")),
    ours.StateUsed: (400, _("This sign-in was already used")),
    ours.CodeRefused: (400, _("This sign-in is no longer valid")),
    ours.AccountBlocked: (403, _("Your access is closed")),
    ours.AnotherAccount: (409, _("Your ESI account has changed")),
    token.ChallengeUnknown: (400, _("This sign-in is no longer valid")),
    token.ChallengeExpired: (400, _("This sign-in is no longer valid")),
    token.ChallengeUsed: (400, _("This sign-in was already used")),
    token.RevocationUnknown: (503, _("The certificate could not be checked")),
}


def refused(request: HttpRequest, error: IntegrationError, *, method: str) -> HttpResponse:
    """The page for this error; the log and whoever keeps records know of it, without knowing who it was."""
    status, title = next((_PAGES[kind] for kind in type(error).__mro__ if kind in _PAGES), _OTHERWISE)
    log.warning("sign-in refused", method=method, outcome=error.code, detail=error.detail)
    sign_in_refused.send(User, request=request, method=method, code=error.code)
    context = {"title": title, "error": error, "reference": getattr(request, "request_id", "")}
    response = render(request, "accounts/sign_in_refused.html", context, status=status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response
