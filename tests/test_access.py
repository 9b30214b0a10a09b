"""Closed by default: whoever has not signed in gets the listed pages and no other, and no answer without a token.

What people of each role get is walked beside the pages themselves, in `tests/<app>/views/test_access.py`.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

SAMPLES = {"int": "7", "str": "x", "slug": "x", "uuid": str(uuid.UUID(int=7)), "path": "x"}
OPEN = {
    "",
    "accessibility/",
    "accreditations/",
    "certificates/x/",
    "certificates/x/file/",
    "feedback/",
    "feedback/sent/",
    "health/live",
    "health/ready",
    "invitations/x/",  # the link in an expert’s letter
    "invitations/x/decline/",
    "language/",
    "licences/",
    "news/",
    "register/",
    "register/certificates.csv",
    "register/certificates.json",
    "register/organizations/7/",
    "register/schema.json",
    "news/7/",
    f"news/files/{uuid.UUID(int=7)}/",
    "sign-in/",
    "sign-in/token/",
    "sign-in/token/challenge/",
    "sign-out/",  # who has no session is told that there is none left
    "sign-out/done/",
    "verify/",
    "verify/journal/",
    "verify/keys.pem",
    "verify/x/",
    "accounts/oidc/esi/login/",
    "accounts/oidc/esi/login/callback/",
}
OPERATORS = "admin/"  # Django's administration asks for its own password


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, prefix + sample(pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + sample(pattern)


def sample(pattern: URLPattern | URLResolver) -> str:
    """The pattern's address with a value for each of its parts."""
    address = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = SAMPLES.get({"string": "str"}.get(kind, kind), "x")
        address = address.replace(f"<{kind}:{name}>", value).replace(f"<str:{name}>", value).replace(f"<{name}>", value)
    return address


ROUTES = sorted({route for route in routes(get_resolver()) if not route.startswith(OPERATORS)})
CLOSED = [route for route in ROUTES if route not in OPEN]


def test_every_open_page_is_still_there():
    assert set(ROUTES) >= OPEN


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", CLOSED)
def test_a_closed_page_leads_a_stranger_to_the_sign_in(client, route, method):
    response = getattr(client, method)(f"/{route}")
    assert response.status_code in {302, 303}, route
    assert response["Location"].startswith("/sign-in/"), route


@pytest.mark.parametrize("route", ROUTES)
def test_no_page_takes_a_form_without_its_token(route, settings):
    """A refusal, or no form there at all; what comes after the session ended is kept until its owner is back."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/{route}")
    assert response.status_code in {303, 302, 403, 404, 405}, route
    if response.status_code in {302, 303}:
        assert response["Location"].startswith("/sign-in/"), route


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
@pytest.mark.parametrize("route", sorted(OPEN - {"language/"}))
def test_open_pages_know_no_other_methods(client, route, method):
    assert getattr(client, method)(f"/{route}").status_code == 405, route


@pytest.mark.parametrize("route", ["news/", "accreditations/", "", "sign-in/"])
def test_a_page_carries_the_policies_of_the_browser(client, route):
    headers = client.get(f"/{route}").headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=" in headers["Permissions-Policy"]
    assert headers["X-Request-Id"]


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1.evil.example"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_cookies_are_closed_in_production():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
