from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from core.http import Request, reads


@login_not_required
@reads
def home(request: Request) -> HttpResponse:
    return render(request, "notifications/home.html")


@login_not_required
@reads
def licences(request: Request) -> HttpResponse:
    """Where licensing is done: not here."""
    return render(request, "notifications/licences.html")


@login_not_required
@reads
def accreditations(request: Request) -> HttpResponse:
    """What accreditation is, and the public register."""
    return render(request, "notifications/accreditations.html")


@login_not_required
@reads
def news(request: Request) -> HttpResponse:
    return render(request, "notifications/news.html")


@login_not_required
@reads
def feedback(request: Request) -> HttpResponse:
    return render(request, "notifications/feedback.html")


@login_not_required
@reads
def accessibility(request: Request) -> HttpResponse:
    return render(request, "notifications/accessibility.html")
