"""The soft token over HTTP: the plug-in's calls for scripts, and a page to put tokens into the reader."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stub.softtoken import plugin
from stub.softtoken.loading import DEFAULT_READER, insert
from stub.softtoken.models import FACTORY_PIN, Reader, Token
from stub.softtoken.plugin import Code, PluginError


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def call(request: HttpRequest, reader: str) -> HttpResponse:
    """One call of the plug-in: `{"method", "args"}` in, `{"result"}` or `{"error", "code"}` out."""
    if request.method == "OPTIONS":
        return _for_other_origins(request, HttpResponse(status=204))
    try:
        body = json.loads(request.body)
        method, args = plugin.METHODS[body["method"]], list(body.get("args", []))
        result = method(_reader(reader), *args)
    except PluginError as error:
        return _for_other_origins(request, JsonResponse({"error": error.code.name, "code": int(error.code)}))
    except (ValueError, KeyError, TypeError):
        bad = {"error": Code.BAD_PARAMS.name, "code": int(Code.BAD_PARAMS)}
        return _for_other_origins(request, JsonResponse(bad))
    return _for_other_origins(request, JsonResponse({"result": result}, json_dumps_params={"ensure_ascii": False}))


@require_GET
def constants(request: HttpRequest) -> HttpResponse:
    """The plug-in's constants and error codes."""
    names = [name for name in vars(plugin) if name.startswith(("CERT_", "DATA_", "HASH_TYPE_", "TOKEN_INFO_"))]
    facts: dict[str, Any] = {name: getattr(plugin, name) for name in names}
    return _for_other_origins(request, JsonResponse(facts | {"errorCodes": {code.name: int(code) for code in Code}}))


@csrf_exempt
@require_http_methods(["GET", "PUT"])
def tokens(request: HttpRequest, reader: str) -> HttpResponse:
    """Which tokens lie in the reader; PUT `{"tokens": [...]}` exchanges them."""
    if request.method == "PUT":
        slugs = json.loads(request.body)["tokens"]
        unknown = set(slugs) - set(Token.objects.values_list("slug", flat=True))
        if unknown:
            return JsonResponse({"error": f"unknown tokens: {sorted(unknown)}"}, status=400)
        insert(reader, slugs)
    slots = _reader(reader).slots.select_related("token")
    return JsonResponse({"reader": reader, "tokens": [slot.token.slug for slot in slots]})


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    inserted = set(_reader(DEFAULT_READER).slots.values_list("token__slug", flat=True))
    return render(
        request,
        "stub/softtoken/page.html",
        {
            "tokens": Token.objects.prefetch_related("holders__person", "holders__organization"),
            "inserted": inserted,
            "factory_pin": FACTORY_PIN,
        },
    )


@require_POST
def exchange(request: HttpRequest) -> HttpResponse:
    insert(DEFAULT_READER, request.POST.getlist("tokens"))
    return redirect("softtoken:page")


def _reader(name: str) -> Reader:
    reader = Reader.objects.filter(name=name).first()
    if reader is None:
        raise Http404("no such reader")
    return reader


def _for_other_origins(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lets the application's pages read the answer, and no other site's."""
    origin = request.headers.get("Origin", "")
    if origin in settings.CLIENT_SITES:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Allow-Methods"] = "GET, POST"
    response["Vary"] = "Origin"
    return response
