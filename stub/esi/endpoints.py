"""ЕСИ's OpenID endpoints: allauth's provider, tied to one sign-in and failing where the scenario says so."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.idp.oidc import views as provider
from allauth.idp.oidc.internal.oauthlib import authorization_codes
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params, respond_html_error
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from oauthlib.oauth2.rfc6749.errors import FatalClientError, OAuth2Error

from stub import misbehaving
from stub.esi import tampering
from stub.esi.models import Grant, SignIn
from stub.esi.sign_in import CANCELLED_KEY, SIGN_IN_KEY
from stub.registry.models import Person, Service
from stub.registry.modes import PersonMode, ServiceMode, ServiceName

View = Callable[[HttpRequest], HttpResponseBase]


def failing(view: View) -> View:
    """The view, unless the whole service is out of order."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponseBase:
        service = Service.named(ServiceName.ESI)
        if service.has(ServiceMode.HTML_502):
            return misbehaving.html_error(502)
        if service.has(ServiceMode.CONNECTION_RESET):
            return misbehaving.connection_reset(request)
        return view(request)

    return checked


@failing
def configuration(request: HttpRequest) -> HttpResponseBase:
    if Service.named(ServiceName.ESI).has(ServiceMode.DISCOVERY_503):
        return misbehaving.html_error(503)
    return provider.configuration(request)


@failing
def jwks(request: HttpRequest) -> HttpResponseBase:
    if Service.named(ServiceName.ESI).has(ServiceMode.JWKS_503):
        return misbehaving.html_error(503)
    return provider.jwks(request)


@failing
def authorize(request: HttpRequest) -> HttpResponseBase:
    """Leads through the sign-in pages, then back to the application with a code that knows the sign-in."""
    try:
        _scopes, asked = get_server().validate_authorization_request(*extract_params(request))
    except FatalClientError as error:  # nobody we may send the browser back to
        return _explained(request, error)
    except OAuth2Error as error:
        return _redirect(error.in_uri(error.redirect_uri))
    if request.session.pop(CANCELLED_KEY, False):
        return _redirect(_with_error(asked["redirect_uri"], asked.get("state")))
    if "login" in request.GET.get("prompt", "").split():
        return _asked_anew(request)
    if request.user.is_authenticated and SIGN_IN_KEY not in request.session:
        logout(request)
    response = provider.authorization(request)
    if not request.user.is_authenticated:
        _adopt_language(request, response)
        return response
    return _with_grant(request, response)


def _with_grant(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    location = response.headers.get("Location", "")
    code = parse_qs(urlsplit(location).query).get("code", [""])[0]
    if not code:
        return response
    sign_in = SignIn.objects.select_related("person").get(pk=request.session[SIGN_IN_KEY])
    if sign_in.person.has(PersonMode.CONSENT_DENIED):
        logout(request)
        address, _mark, query = location.partition("?")
        return _redirect(_with_error(address, parse_qs(query).get("state", [""])[0]))
    Grant.objects.create(code_hash=_hash(code), sign_in=sign_in)
    if sign_in.person.has(PersonMode.AUTHORIZATION_CODE_EXPIRED):
        authorization_codes.invalidate(request.GET["client_id"], code)
    return response


def _with_error(address: str, state: str | None) -> str:
    return f"{address}?{urlencode({'error': 'access_denied', 'state': state or ''})}"


def _explained(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    response = respond_html_error(request, error=error)
    response.status_code = 400
    return response


def _asked_anew(request: HttpRequest) -> HttpResponseBase:
    """The same request without `prompt=login`, and nobody signed in."""
    logout(request)
    query = request.GET.copy()
    prompts = [prompt for prompt in query.pop("prompt")[0].split() if prompt != "login"]
    if prompts:
        query["prompt"] = " ".join(prompts)
    return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")


def _adopt_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """The application may ask for a language by `ui_locales`; a choice made here stands above it."""
    wanted = [code for code in request.GET.get("ui_locales", "").split() if code in dict(settings.LANGUAGES)]
    if wanted and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted[0], samesite="Lax", httponly=True)


@failing
def token(request: HttpRequest) -> HttpResponseBase:
    """The tokens of one sign-in; a code is good for one minute and one use."""
    grant = (
        Grant.objects.select_related("sign_in__person").filter(code_hash=_hash(request.POST.get("code", ""))).first()
    )
    person = grant.sign_in.person if grant else Person()
    if person.has(PersonMode.TOKEN_DELAY):
        misbehaving.slow(settings.SLOW_CDS_SECONDS)
    if person.has(PersonMode.TOKEN_500):
        return HttpResponse("Internal Server Error", status=500, content_type="text/plain")
    response = provider.token(request)
    if response.status_code != 200 or grant is None:
        return response
    answer = json.loads(response.content)
    for issued in Token.objects.by_value(answer["access_token"]):
        issued.data = (issued.data or {}) | {"sign_in": grant.sign_in_id}
        issued.save(update_fields=["data"])
    grant.delete()
    return _uncached(JsonResponse(tampering.token_answer(person, answer)))


@failing
def userinfo(request: HttpRequest) -> HttpResponseBase:
    response = provider.user_info(request)
    if response.status_code != 200:
        return response
    claims = json.loads(response.content)
    person = Person.objects.get(sub=claims["sub"])
    if person.has(PersonMode.USERINFO_401):
        refusal = 'Bearer error="invalid_token", error_description="The access token is invalid or has expired"'
        return HttpResponse(status=401, headers={"WWW-Authenticate": refusal})
    return _uncached(JsonResponse(tampering.userinfo(person, claims), json_dumps_params={"ensure_ascii": False}))


def _uncached(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response


def _redirect(location: str) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": location})


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
