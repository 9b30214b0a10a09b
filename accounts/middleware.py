"""Who acts in this request, and how long his session may last."""

from collections.abc import Callable

import structlog
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accounts import acting

log = structlog.get_logger(__name__)

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Set `request.acting`: None, or as whom and for whom the signed-in person acts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            try:
                request.acting = acting.from_session(request.session, request.user)  # type: ignore[attr-defined]
            except acting.ProofLost:
                log.warning("session can't be opened any more", who=request.user.get_username())
                logout(request)
        return self.get_response(request)
