from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import sessions
from accounts.oidc.discovery import provider
from integrations.identity import EsiError

log = structlog.get_logger(__name__)


def end_session_address(request: HttpRequest) -> str:
    """Where the browser must go so that ЕСИ ends its session too; empty if this session did not come from there.

    When ЕСИ does not answer, signing out of our system must work all the same.
    """
    if not sessions.came_through_esi(request.session):
        return ""
    try:
        endpoint = provider().end_session_endpoint
    except EsiError as error:
        log.warning("state session stays open", outcome=error.code, detail=error.detail)
        return ""
    wanted = {
        "id_token_hint": sessions.id_token_of(request.session),
        "client_id": settings.ESI_CLIENT_ID,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("signed_out")),
    }
    return f"{endpoint}?{urlencode({name: value for name, value in wanted.items() if value})}" if endpoint else ""
