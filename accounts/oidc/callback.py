"""The browser is back from ЕСИ: from the address it brings to a person who is signed in."""

from hashlib import sha256
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialToken
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts import sessions
from accounts.enums import Signature
from accounts.errors import StateUnknown, StateUsed
from accounts.oidc.provider import EsiLogin, StrictProvider
from accounts.oidc.tokens import without_numbers
from integrations.identity import EsiCancelled, EsiProtocolError, EsiUnavailable

_USED = "esi_used"
_REMEMBERED_STATES = 5
_TRY_LATER = {"server_error", "temporarily_unavailable"}


def complete(request: HttpRequest) -> HttpResponse:
    """Signed in, with the way to where the person wanted to be. Raises EsiError."""
    provider: StrictProvider = get_adapter(request).get_provider(request)
    used = request.session.get(_USED, [])
    state = _state(request, provider, used)
    try:
        _check_answer(request)
        return _signed_in(request, provider, state)
    finally:
        request.session[_USED] = [*used, _digest(request)][-_REMEMBERED_STATES:]


def _signed_in(request: HttpRequest, provider: StrictProvider, state: dict[str, Any]) -> HttpResponse:
    login, id_token = _login(request, provider, state)
    with transaction.atomic():
        response: HttpResponse = complete_social_login(request, login)
        _begin_session(request, login, id_token)
    return response


def _state(request: HttpRequest, provider: StrictProvider, used: list[str]) -> dict[str, Any]:
    """What was put aside when this browser left for ЕСИ; it is gone with this call."""
    if _digest(request) in used:
        raise StateUsed
    try:
        state: dict[str, Any] = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        raise StateUnknown from None
    return state


def _check_answer(request: HttpRequest) -> None:
    if request.GET.get("iss", settings.ESI_ISSUER) != settings.ESI_ISSUER:
        raise EsiProtocolError("callback: another issuer")
    error = request.GET.get("error")
    if error == "access_denied":
        raise EsiCancelled
    if error in _TRY_LATER:
        raise EsiUnavailable(error)
    if error or not request.GET.get("code"):
        raise EsiProtocolError("callback: an error or no code")


def _login(request: HttpRequest, provider: StrictProvider, state: dict[str, Any]) -> tuple[EsiLogin, str]:
    adapter = provider.get_oauth2_adapter(request)
    answer = adapter.get_access_token_data(request, provider.app, None, pkce_code_verifier=state["pkce_code_verifier"])
    token = SocialToken(token=answer["access_token"])
    login: EsiLogin = adapter.complete_login(request, provider.app, token, response=answer, nonce=state["nonce"])
    login.state = state
    return login, answer["id_token"]


def _begin_session(request: HttpRequest, login: EsiLogin, id_token: str) -> None:
    organization = login.identity.organization
    sessions.begin(
        request,
        method="esi",
        signature=Signature.CLOUD if organization else Signature.SIMPLE,
        id_token=without_numbers(id_token),
        organization_inn=organization.inn if organization else None,
        organization_name=organization.name if organization else "",
        position=organization.position if organization else "",
    )


def _digest(request: HttpRequest) -> str:
    return sha256(request.GET.get("state", "").encode()).hexdigest()[:16]
