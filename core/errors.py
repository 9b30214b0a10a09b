"""Error pages in the look of the site, with a reference code that support finds in the log."""

import math
import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from core.context import site

log = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django passes it
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason that the rule gave."""
    reason = str(exception) if exception and exception.args else ""
    log.warning("refused", path=request.path, reason=reason, who=_who(request))
    return _page(request, 403, reason=reason)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("csrf failure", path=request.path, reason=reason)
    explanation = _(
        "The page was open for too long or the browser refuses cookies. Go back, reload the page and try again."
    )
    return _page(request, 403, reason=explanation)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- as above
    return _page(request, 404)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429 with the time to wait, in words and in the header."""
    response = _page(request, 429, minutes=math.ceil(retry_after / 60))
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the cause is a database that is away and will be back."""
    if isinstance(sys.exception(), OperationalError | InterfaceError | PoolTimeout):
        return service_unavailable(request)
    return _standalone_page(request, 500)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: the browser may try again in half a minute."""
    response = _standalone_page(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def _page(request: HttpRequest, status: int, **details: object) -> HttpResponse:
    context = {"reference": getattr(request, "request_id", ""), "status": status, **details}
    return render(request, f"errors/{status}.html", context, status=status)


def _standalone_page(request: HttpRequest, status: int) -> HttpResponse:
    """A page that asks neither session nor database, because one of them may be what failed."""
    context = {"reference": getattr(request, "request_id", ""), "status": status, **site(request)}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""
