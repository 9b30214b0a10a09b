"""The stub server's front page, and the sign that it is ready."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from stub.world.accounts import accounts


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    language = get_language()
    shown = [account | {"shown": account.get(f"what_{language}", account["what"])} for account in accounts()["curated"]]
    return render(request, "stub/home.html", {"accounts": shown})


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
