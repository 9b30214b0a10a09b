from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts import returning, sessions
from accounts.oidc.logout import end_session_address
from accounts.paths import own_path
from core.http import Request, asks, reads


@login_not_required
@never_cache
@reads
def sign_in(request: Request) -> HttpResponse:
    """The ways to sign in, and what each of them needs."""
    next_page = own_path(request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(next_page or "landing")
    query = f"?{urlencode({'next': next_page})}" if next_page else ""
    context = {
        "next": next_page,
        "token_url": reverse("sign_in_token") + query,
        "kept": request.GET.get("kept"),
        "expired": bool(next_page) and returning.known(request) is not None,
    }
    return render(request, "accounts/sign_in.html", context)


@login_not_required
@asks
def sign_out(request: Request) -> HttpResponse:
    """The session is ended on the server, then the browser goes to ЕСИ to end that session too."""
    address = end_session_address(request)
    sessions.sign_out(request)
    response = redirect(address or "signed_out")
    returning.forget(response)
    return response


@login_not_required
@never_cache
@reads
def signed_out(request: Request) -> HttpResponse:
    """Nothing is left in the browser. Our cookies were deleted by name: the header would delete those of the ministry's
    other systems on neighbouring hosts too."""
    response = render(request, "accounts/signed_out.html")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response
