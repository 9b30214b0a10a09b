"""The cloud signature API on the wire: POST and JSON only, a system token, a named client, and its ways to fail."""

import json
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from stub import misbehaving
from stub.cds import services
from stub.cds.errors import Refusal
from stub.cds.services import Body
from stub.registry.models import Service, Signature
from stub.registry.modes import ServiceMode, ServiceName, SignatureMode

LIBRARY_AGENTS = ("python-", "curl/", "java/", "okhttp", "go-http-client", "axios", "node")
Call = Callable[[Signature, Body], Body]
View = Callable[[HttpRequest], HttpResponseBase]


def of_person(call: Call) -> View:
    """A view for a call that names person and organization."""
    return _view(lambda body: (services.signer(body), call))


def of_session(call: Call, *, signs: bool = False) -> View:
    """A view for a call that carries a user token."""
    return _view(lambda body: (services.session_signer(body), call), signs=signs)


def of_nobody(call: Callable[[Body], Body]) -> View:
    """A view for a call that needs the system token only."""
    return _view(lambda body: (None, lambda _signature, data: call(data)))


def _view(resolve: Callable[[Body], tuple[Signature | None, Call]], *, signs: bool = False) -> View:
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponseBase:
        if failure := _failure_of_service(request):
            return failure
        try:
            body = _body(request)
            signature, call = resolve(body)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.status)
        if failure := signature and _failure_before(request, signature, signs=signs):
            return failure
        return _failing_after(request, signature, _answer(call, signature, body), signs=signs)

    return view


def _answer(call: Call, signature: Signature | None, body: Body) -> JsonResponse:
    try:
        return _json(call(signature, body), 200)  # type: ignore[arg-type]  # of_nobody ignores the signature
    except Refusal as refusal:
        return _json(refusal.body(), refusal.status)


def _body(request: HttpRequest) -> Body:
    if request.method != "POST":
        raise Refusal(405, "Метод не поддерживается")
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    rejected = Service.named(ServiceName.CDS).has(ServiceMode.SYSTEM_TOKEN_REJECTED)
    if rejected or scheme != "Bearer" or not constant_time_compare(token, settings.SYSTEM_TOKEN):
        raise Refusal(401, "Токен информационной системы недействителен")
    agent = request.headers.get("User-Agent", "").lower()
    if not agent or agent.startswith(LIBRARY_AGENTS):
        raise Refusal(403, "Не указана организация-клиент (User-Agent)")
    if request.content_type != "application/json":
        raise Refusal(415, "Ожидается application/json")
    try:
        body = json.loads(request.body)
    except ValueError:
        raise Refusal(400, "Неверный JSON") from None
    if not isinstance(body, dict):
        raise Refusal(400, "Неверный JSON")
    return body


def _failure_of_service(request: HttpRequest) -> HttpResponseBase | None:
    service = Service.named(ServiceName.CDS)
    if service.has(ServiceMode.HTML_502):
        return misbehaving.html_error(502)
    return misbehaving.connection_reset(request) if service.has(ServiceMode.CONNECTION_RESET) else None


def _failure_before(request: HttpRequest, signature: Signature, *, signs: bool) -> HttpResponseBase | None:
    """What goes wrong before the service does anything for this signer."""
    if signature.has(SignatureMode.DELAY) or (signs and signature.has(SignatureMode.SIGN_DELAY)):
        misbehaving.slow(settings.SLOW_CDS_SECONDS)
    if signature.has(SignatureMode.CONNECTION_RESET):
        return misbehaving.connection_reset(request)
    if signature.has(SignatureMode.HTML_502):
        return misbehaving.html_error(502)
    if signature.has(SignatureMode.HTML_503):
        return misbehaving.html_error(503)
    if signature.has(SignatureMode.JSON_500):
        return _json(Refusal(500, "Внутренняя ошибка сервиса").body(), 500)
    if signature.has(SignatureMode.NESTED_ERROR):
        return _json({"message": {"errorMessage": "Сервис подписи временно недоступен"}}, 400)
    if signature.has(SignatureMode.PLAIN_TEXT_ERROR):
        response = _json({}, 400)
        response.content, response["Content-Type"] = b"Object reference not set", "text/plain"
        return response
    return None


def _failing_after(
    request: HttpRequest, signature: Signature | None, response: JsonResponse, *, signs: bool
) -> HttpResponseBase:
    """What goes wrong after the service has done its work."""
    if signature and signature.has(SignatureMode.TRUNCATED_JSON):
        return misbehaving.truncated(response)
    if signature and signs and signature.has(SignatureMode.SIGN_RESET):
        return misbehaving.connection_reset(request)
    return response


def _json(body: Body, status: int) -> JsonResponse:
    return JsonResponse(
        body, status=status, json_dumps_params={"ensure_ascii": False}, content_type="application/json; charset=utf-8"
    )
