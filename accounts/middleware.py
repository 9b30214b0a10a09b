"""Who acts in this request, how long his session may last, and what happens to text that comes too late."""

from collections.abc import Callable
from urllib.parse import urlencode

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import acting, sessions, unsent
from accounts.paths import own_path, page_of

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


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Who is not signed in goes to the sign-in and comes back to the same page; what he sent is kept meanwhile."""

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponse:  # noqa: ARG002 -- Django passes it
        kept = unsent.keep(request) if request.method == "POST" else None
        if kept:
            return to_sign_in(request, kept.page, kept="files" if request.FILES else "text")
        by_script = "HX-Request" in request.headers
        return to_sign_in(request, page_of(request) if by_script else own_path(request.get_full_path()))


class UnsentFormMiddleware:
    """A page that was left with unsaved text shows it again, until it is sent or discarded."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        pages = request.session.get(unsent.PAGES) if request.user.is_authenticated else None
        if not pages:
            return response
        if request.method == "POST":
            if response.status_code < 400 and not hasattr(request, "kept_unsent"):
                unsent.sent(request)
        elif request.get_full_path() in pages and _is_page(request, response):
            response.content = unsent.restored(request, response.text)
        return response


def to_sign_in(request: HttpRequest, page: str, *, kept: str = "") -> HttpResponse:
    """The way to the sign-in; a script is told to go there with the whole page."""
    query = urlencode({name: value for name, value in {"next": page, "kept": kept}.items() if value})
    address = reverse("sign_in") + (f"?{query}" if query else "")
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if request.method == "GET":
        return HttpResponseRedirect(address)
    return HttpResponse(status=303, headers={"Location": address})


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and "HX-Request" not in request.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
