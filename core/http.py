"""A view says whether it reads, writes or asks: `@reads` refuses any SQL that changes data, `@writes` is one
transaction, `@asks` waits for a state service and therefore holds none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from core.once import asking_once

type View = Callable[..., HttpResponse]

_READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "WITH", "DECLARE", "FETCH", "CLOSE")


class WroteInRead(Exception):
    """A view that promised to read tried to change the database."""


class Request(HttpRequest):
    """The request as our middleware leaves it."""

    htmx: HtmxDetails
    request_id: str
    acting: Any  # accounts.acting.Acting, or None before signing in


def reads(view: View) -> View:
    """Allow GET and HEAD only; a statement that is not a SELECT raises WroteInRead. Who somebody is, is asked once."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        with connection.execute_wrapper(_refuse_writing), asking_once():
            response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    wrapper.sql = "reads"  # type: ignore[attr-defined]
    return wrapper


def writes(view: View) -> View:
    """Allow POST only; everything the view does is one transaction, rolled back on an exception."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            return view(request, *args, **kwargs)

    wrapper.sql = "writes"  # type: ignore[attr-defined]
    return wrapper


def asks(view: View) -> View:
    """Allow POST only, for a view that asks a state service: it may wait for many seconds, and a transaction that waits
    holds locks and a connection. What such a view changes, its services change, each in a transaction of its own."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(request, *args, **kwargs)

    wrapper.sql = "asks"  # type: ignore[attr-defined]
    return wrapper


def returns(view: View) -> View:
    """Allow GET only, for an address to which another site sends the browser back with its answer. It changes data, so
    a one-time state that the session knows must stand for the CSRF token. Like @asks it holds no transaction."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return view(request, *args, **kwargs)

    wrapper.sql = "returns"  # type: ignore[attr-defined]
    return wrapper


def by_method(show: View, save: View) -> View:
    """One address for a page and its form: GET goes to `show` (@reads), POST to `save` (@writes or @asks)."""

    @wraps(show)
    def dispatch(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return show(request, *args, **kwargs)
        if request.method == "POST":
            return save(request, *args, **kwargs)
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

    dispatch.sql = "reads or writes"  # type: ignore[attr-defined]
    return dispatch


def _refuse_writing(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    statement = str(sql).lstrip("( \n").upper()
    if not statement.startswith(_READING):
        raise WroteInRead(f"A view marked @reads ran: {statement[:40]}")
    return execute(sql, params, many, context)
