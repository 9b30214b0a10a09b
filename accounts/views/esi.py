from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.oidc import callback
from accounts.paths import own_path
from accounts.views.failures import refused
from core import origin
from core.http import Request, asks, by_method, reads, returns
from core.limits import limit
from integrations.errors import IntegrationError

METHOD = "esi"
MINISTRY_DOOR = "ministry"


@reads
def _choose(_request: Request) -> HttpResponse:
    """A sign-in begins with a button, because a link could be pressed by another site."""
    return redirect("sign_in")


@asks
def _begin(request: Request) -> HttpResponse:
    limit("sign-in", origin.address(request), settings.SIGN_IN_LIMIT)
    wanted = {
        "door": MINISTRY_DOOR if request.POST.get("door") == MINISTRY_DOOR else "",
        "next": own_path(request.POST.get("next")),
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    try:
        return (
            get_adapter(request)
            .get_provider(request)
            .begin(request, next_url=reverse("landing") + (f"?{query}" if query else ""))
        )
    except IntegrationError as error:
        return refused(request, error, method=METHOD)


sign_in_esi = login_not_required(never_cache(by_method(_choose, _begin)))


@login_not_required
@never_cache
@returns
def sign_in_esi_callback(request: Request) -> HttpResponse:
    """Back from ЕСИ: signed in and on the way to work, or a page that says what happened."""
    limit("sign-in return", origin.address(request), settings.SIGN_IN_LIMIT)
    try:
        return callback.complete(request)
    except IntegrationError as error:
        return refused(request, error, method=METHOD)
