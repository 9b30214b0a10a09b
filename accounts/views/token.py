from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts import services, sessions
from accounts.enums import Signature
from accounts.errors import TokenOfAPerson
from accounts.paths import own_path
from accounts.views.failures import refused
from core import origin
from core.http import Request, asks, by_method, reads
from core.limits import limit
from integrations.errors import IntegrationError
from integrations.token_signature import TokenIdentity, token_signature

METHOD = "token"
_BACKEND = "accounts.backends.PersonBackend"
_LONGEST_MESSAGE = 100_000  # characters; a signature of a short text with its certificates has some thousand


@reads
def _show(request: Request) -> HttpResponse:
    context = {"next": own_path(request.GET.get("next")), "soft_token": settings.SOFT_TOKEN_URL}
    return render(request, "accounts/sign_in_token.html", context)


@asks
def _verify(request: Request) -> HttpResponse:
    """Signed in, if the token signed the challenge of this very session and its certificate holds."""
    limit("token", origin.address(request), settings.SIGN_IN_LIMIT)
    message = request.POST.get("signature", "")[:_LONGEST_MESSAGE]
    session_key = request.session.session_key or ""
    try:
        identity = token_signature().verify(request.POST.get("challenge", ""), message, session_key)
        _enter(request, identity)
    except IntegrationError as error:
        return refused(request, error, method=METHOD)
    next_page = own_path(request.POST.get("next"))
    return redirect(reverse("landing") + (f"?{urlencode({'next': next_page})}" if next_page else ""))


sign_in_token = login_not_required(never_cache(by_method(_show, _verify)))


@login_not_required
@never_cache
@asks
def sign_in_token_challenge(request: Request) -> HttpResponse:
    """A text for the token to sign, good for this browser, two minutes and one answer."""
    limit("token challenge", origin.address(request), settings.SIGN_IN_LIMIT)
    if not request.session.session_key:
        request.session.create()
    challenge = token_signature().new_challenge(str(request.session.session_key))
    return JsonResponse({"id": challenge.id, "text": challenge.text})


@transaction.atomic
def _enter(request: Request, identity: TokenIdentity) -> None:
    if identity.org_inn is None:
        raise TokenOfAPerson
    person = services.recognise_token(identity)
    login(request, person, backend=_BACKEND)
    sessions.begin(
        request,
        method=METHOD,
        signature=Signature.TOKEN,
        organization_inn=identity.org_inn,
        organization_name=identity.organization or "",
    )
