from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.http import Request, reads, writes


@login_not_required
@reads
def sign_in(request: Request) -> HttpResponse:
    """The ways to sign in, and what each of them needs."""
    return render(request, "accounts/sign_in.html")


@login_not_required
@writes
def sign_out(request: Request) -> HttpResponse:
    """End the session on the server, also when it had already ended."""
    logout(request)
    return redirect("home")
