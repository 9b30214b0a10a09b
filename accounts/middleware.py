"""Who acts in this request, and how long his session may last."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from accounts import acting, sessions

log = structlog.get_logger(__name__)

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Set `request.acting`: None, or as whom and for whom the signed-in person acts.

    A session that is too old, whose owner was blocked, or that can't be opened, ends here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = None  # type: ignore[attr-defined]
        if reason := sessions.why_over(request):
            log.info("session ended", who=request.user.get_username(), reason=reason)
            sessions.end(request)
        elif request.user.is_authenticated:
            try:
                request.acting = acting.from_session(request.session, request.user)  # type: ignore[attr-defined]
            except acting.ProofLost:
                log.warning("session ended", who=request.user.get_username(), reason="proof lost")
                sessions.end(request)
        return self.get_response(request)
