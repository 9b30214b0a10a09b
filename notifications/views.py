from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from core.http import Request, reads


@login_not_required
@reads
def home(request: Request) -> HttpResponse:
    return render(request, "notifications/home.html")
