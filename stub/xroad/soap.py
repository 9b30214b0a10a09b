"""The SOAP services behind the fake security server, and the ways in which they fail."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from lxml import etree

from stub import misbehaving
from stub.registry.models import Organization, Person
from stub.registry.modes import OrganizationMode, PersonMode
from stub.xroad import envelope, subjects
from stub.xroad.envelope import Fault, SoapRequest

JUSTICE = "http://tunduk.gov.kg"
CIVIL_REGISTRY = "http://tunduk-seccurity-infocom.x-road.fi/producer"
CONTENT_TYPE = "text/xml; charset=utf-8"
ENTITIES = 12
BOMB = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE bomb [<!ENTITY e0 "бомба">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, ENTITIES))
    + f"]>\n<bomb>&e{ENTITIES - 1};</bomb>"
)


def xml(content: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE)


def subject_by_tin(http: HttpRequest, request: SoapRequest) -> HttpResponseBase:
    """The Ministry of Justice: a legal entity by its INN."""
    organization = Organization.objects.filter(inn=request.value("tin")).first()
    if organization is None:
        raise Fault("SOAP-ENV:Server", "Результат не найден. Проверьте ИНН")
    if failure := _transport_failure(http, organization):
        return failure
    _raise_fault(organization, request)
    if organization.has(OrganizationMode.ANOTHER_SUBJECT):
        organization = subjects.other_organization(organization)
    empty = organization.has(OrganizationMode.UNKNOWN_EMPTY)
    content = {"subject": {} if empty else subjects.legal_entity(organization)}
    answer = envelope.response(request, envelope.tree(JUSTICE, "ns2", "getSubjectByTinResponse", content))
    return xml(_spoiled(organization, answer))


def _transport_failure(http: HttpRequest, organization: Organization) -> HttpResponseBase | None:
    if organization.has(OrganizationMode.DELAY):
        misbehaving.slow(settings.SLOW_XROAD_SECONDS)
    if organization.has(OrganizationMode.CONNECTION_RESET):
        return misbehaving.connection_reset(http)
    if organization.has(OrganizationMode.HTML_502):
        return misbehaving.html_error(502)
    return xml(BOMB.encode()) if organization.has(OrganizationMode.XML_BOMB) else None


def _raise_fault(organization: Organization, request: SoapRequest) -> None:
    """The organization's fault, if it has one; «not found» comes with status 200, as some providers send it."""
    if organization.has(OrganizationMode.UNKNOWN_FAULT):
        raise Fault("SOAP-ENV:Server", "Результат не найден. Проверьте ИНН", status=200)
    if organization.has(OrganizationMode.ACCESS_DENIED):
        raise Fault("Server.ServerProxy.AccessDenied", f"Request is not allowed: SERVICE:{request.service}")
    if organization.has(OrganizationMode.NETWORK_ERROR):
        raise Fault("Server.ServerProxy.NetworkError", "Could not connect to the service: Connect timed out")
    if organization.has(OrganizationMode.SERVICE_FAILED):
        raise Fault("Server.ServerProxy.ServiceFailed.HttpError", "Server responded with error 500: Internal Error")
    if organization.has(OrganizationMode.OUTDATED_GLOBALCONF):
        raise outdated_configuration()


def outdated_configuration() -> Fault:
    return Fault("Server.ClientProxy.OutdatedGlobalConf", "Global configuration is expired")


def _spoiled(organization: Organization, answer: bytes) -> bytes:
    if organization.has(OrganizationMode.INVALID_XML):
        return answer[: len(answer) * 2 // 3]
    if organization.has(OrganizationMode.WRONG_CHARSET):
        return answer.decode().encode("cp1251", "replace")
    return answer


def civil_record_by_pin(http: HttpRequest, request: SoapRequest) -> HttpResponseBase:
    """The civil registry: a person by PIN; what it does not find it says inside the answer."""
    pin = request.value("pin")
    person = Person.objects.filter(pin=pin).first()
    if person is None or person.has(PersonMode.ZAGS_UNKNOWN):
        found = {"faultcode": "404", "faultstring": "ПИН не найден"}
    else:
        found = subjects.civil_record(person)
    content = {"request": {"pin": pin}, "response": found}
    answer = envelope.tree(CIVIL_REGISTRY, "ts1", "zagsDataByPinResponse", content)
    return xml(envelope.response(request, answer))


Service = Callable[[HttpRequest, SoapRequest], HttpResponseBase]
SERVICES: dict[str, tuple[Service, str]] = {
    "GOV/70000024/minjust-service/getSubjectByTin": (subject_by_tin, "getSubjectByTinRequest"),
    "GOV/70000005/zags-service/zagsDataByPin/v1": (civil_record_by_pin, "zagsDataByPin"),
}


def dispatch(http: HttpRequest) -> HttpResponseBase:
    """Checks client and service as a security server does, then lets the service answer."""
    request = envelope.parse(http.body, http.content_type or "")
    if request.client not in settings.XROAD_CLIENTS:
        raise Fault("Server.ClientProxy.UnknownMember", f"Client 'SUBSYSTEM:{request.client}' not found")
    path = request.service.removeprefix(f"{settings.XROAD_INSTANCE}/")
    service, wrapper = SERVICES.get(path, (None, ""))
    if service is None:
        if path.split("/")[1:2] not in [key.split("/")[1:2] for key in SERVICES]:
            raise Fault("Server.ClientProxy.UnknownMember", f"Could not find addresses for '{request.service}'")
        raise Fault("Server.ServerProxy.UnknownService", f"Unknown service: SERVICE:{request.service}")
    if etree.QName(request.body).localname != wrapper:
        raise Fault("SOAP-ENV:Client", f"No endpoint mapping found for [{etree.QName(request.body).localname}]")
    return service(http, request)
