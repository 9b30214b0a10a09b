from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.paths import own_path
from core import origin
from core.http import Request, asks, by_method, reads
from core.limits import limit

LIMIT = "5/minute"


@reads
def _show(request: Request) -> HttpResponse:
    """Operators sign in as everybody does; the form for a password is there only while the glass is broken."""
    if settings.BREAK_GLASS:
        return admin.site.login(request)
    wanted = own_path(request.GET.get("next")) or reverse("admin:index")
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': wanted})}")


@asks
def _enter(request: Request) -> HttpResponse:
    if not settings.BREAK_GLASS:
        raise Http404
    limit("operator", origin.address(request), LIMIT)
    return admin.site.login(request)


operator_sign_in = login_not_required(never_cache(by_method(_show, _enter)))
