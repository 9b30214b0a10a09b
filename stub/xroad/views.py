"""A fake security server: SOAP on one address, REST under r1/."""

import base64
import hashlib
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from stub import misbehaving
from stub.registry.models import Person, Service
from stub.registry.modes import PersonMode, ServiceMode, ServiceName
from stub.xroad import soap, subjects
from stub.xroad.envelope import Fault

TAX_SERVICE = "GOV/70000002/gns-service/individual"
ERROR_TYPES = {
    PersonMode.GNS_ACCESS_DENIED: ("Server.ServerProxy.AccessDenied", "Request is not allowed"),
    PersonMode.GNS_NETWORK_ERROR: ("Server.ServerProxy.NetworkError", "Could not connect to the service"),
}


@csrf_exempt
def soap_view(request: HttpRequest) -> HttpResponseBase:
    """SOAP messages; anything wrong is answered with a fault."""
    if request.method != "POST":
        fault = Fault("Client.InvalidHttpMethod", "Must use POST request method instead of " + str(request.method))
        return soap.xml(fault.content(), fault.status)
    service = Service.named(ServiceName.XROAD)
    if failure := _failure_of_server(request, service):
        return failure
    try:
        if service.has(ServiceMode.OUTDATED_GLOBALCONF):
            raise soap.outdated_configuration()
        return soap.dispatch(request)
    except Fault as fault:
        return soap.xml(fault.content(), fault.status)


@csrf_exempt
def rest_view(request: HttpRequest, service_path: str, pin: str) -> HttpResponseBase:
    """The tax service's person by PIN; X-Road's own errors carry the header X-Road-Error."""
    service = Service.named(ServiceName.XROAD)
    if failure := _failure_of_server(request, service):
        return failure
    if service.has(ServiceMode.OUTDATED_GLOBALCONF):
        return _error("Server.ClientProxy.OutdatedGlobalConf", "Global configuration is expired")
    client = request.headers.get("X-Road-Client", "")
    if not client or client.count("/") not in {2, 3}:
        return _error("Client.BadRequest", "Request header 'X-Road-Client' is missing or malformed", status=400)
    if client not in settings.XROAD_CLIENTS:
        return _error("Server.ClientProxy.UnknownMember", f"Client 'SUBSYSTEM:{client}' not found")
    instance, _slash, path = service_path.partition("/")
    if instance != settings.XROAD_INSTANCE or path.rpartition("/")[0] != TAX_SERVICE.rpartition("/")[0]:
        return _error("Server.ClientProxy.UnknownMember", f"Could not find addresses for '{service_path}'")
    if path != TAX_SERVICE:
        return _error("Server.ServerProxy.UnknownService", f"Unknown service: SERVICE:{service_path}")
    return _person(request, service_path, pin)


def _person(request: HttpRequest, service_path: str, pin: str) -> HttpResponseBase:
    person = Person.objects.filter(pin=pin).first()
    if person is None or person.has(PersonMode.GNS_UNKNOWN):
        return _with_headers(request, service_path, JsonResponse({"message": "Not found"}, status=404))
    if person.has(PersonMode.GNS_DELAY):
        misbehaving.slow(settings.SLOW_XROAD_SECONDS)
    if person.has(PersonMode.GNS_HTML_502):
        return misbehaving.html_error(502)
    for mode, (kind, message) in ERROR_TYPES.items():
        if person.has(mode):
            return _error(kind, message)
    if person.has(PersonMode.GNS_OTHER_PERSON):
        person = subjects.other_person(person)
    response = JsonResponse(subjects.taxpayer(person), json_dumps_params={"ensure_ascii": False})
    if person.has(PersonMode.GNS_TRUNCATED):
        return _with_headers(request, service_path, misbehaving.truncated(response))
    return _with_headers(request, service_path, response)


def _with_headers(request: HttpRequest, service_path: str, response: HttpResponse) -> HttpResponse:
    asked = f"{request.method} {request.get_full_path()}\n{request.headers.get('X-Road-Client', '')}".encode()
    response["X-Road-Id"] = request.headers.get("X-Road-Id") or str(uuid.uuid4())
    response["X-Road-Client"] = request.headers["X-Road-Client"]
    response["X-Road-Service"] = service_path
    response["X-Road-Request-Id"] = str(uuid.uuid4())
    response["X-Road-Request-Hash"] = base64.b64encode(hashlib.sha512(asked).digest()).decode()
    return response


def _failure_of_server(request: HttpRequest, service: Service) -> HttpResponseBase | None:
    if service.has(ServiceMode.HTML_502):
        return misbehaving.html_error(502)
    return misbehaving.connection_reset(request) if service.has(ServiceMode.CONNECTION_RESET) else None


def _error(kind: str, message: str, *, status: int = 500) -> JsonResponse:
    body = {"type": kind, "message": message, "detail": str(uuid.uuid4())}
    return JsonResponse(body, status=status, headers={"X-Road-Error": kind})
