"""Where a person may be sent after signing in: to our own pages, and not back to the doors."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

_DOORS = {"sign_in", "sign_in_esi", "sign_in_esi_callback", "sign_in_token", "sign_out", "signed_out", "landing"}
LONGEST = 500


def own_path(address: str | None) -> str:
    """The address if it is a page of ours, written as a path; otherwise nothing."""
    if not address or len(address) > LONGEST or not address.startswith("/"):
        return ""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return ""
    try:
        match = resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return ""
    return "" if match.url_name in _DOORS else address


def page_of(request: HttpRequest) -> str:
    """The page on which the person was when he sent this request, as far as the browser tells."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return own_path(told.removeprefix(own)) if told.startswith(f"{own}/") else ""
