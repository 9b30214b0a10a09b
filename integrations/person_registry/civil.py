"""People by PIN at the civil registry (ЗАГС), through X-Road SOAP."""

from django.conf import settings
from django.utils.timezone import now
from lxml import etree

from core.identifiers import Pin
from integrations.person_registry import Person
from integrations.provenance import Provenance
from integrations.registries import NotFound, RegistryUnexpectedResponse
from integrations.times import day
from integrations.xroad import security_server, service_address
from integrations.xroad.soap import Reply, SoapService, as_data, descendant, value


class CivilRegistry:
    """Knows names, and whether a person has died or the PIN was blocked."""

    def __init__(self) -> None:
        self._service = SoapService(
            client=security_server("civil_registry"),
            address=service_address("CIVIL_SERVICE"),
            operation="zagsDataByPin",
            not_found=tuple(settings.REGISTRY_NOT_FOUND),
        )

    def by_pin(self, pin: Pin, *, on_behalf_of: str, case: str | None = None) -> Person:
        pin = Pin.parse(pin)
        namespace = settings.CIVIL_NAMESPACE
        body = etree.Element(f"{{{namespace}}}{self._service.operation}", nsmap={"prod": namespace})
        etree.SubElement(etree.SubElement(body, "request"), "pin").text = pin
        return self._service.ask(body, lambda reply: self._person(pin, reply), on_behalf_of=on_behalf_of, case=case)

    def _person(self, pin: Pin, reply: Reply) -> Person:
        response = descendant(reply.content, "response")
        if response is None:
            raise RegistryUnexpectedResponse("no response element")
        if code := value(response, "faultcode"):
            raise self._service.refusal(code, value(response, "faultstring"))
        if not value(response, "pin"):
            raise NotFound("empty pin")
        if value(response, "pin") != pin:
            raise RegistryUnexpectedResponse("the answer is about another person")
        raw = as_data(response)
        return Person(
            pin=pin,
            last_name=value(response, "surname"),
            first_name=value(response, "name"),
            middle_name=value(response, "patronymic"),
            birth_date=day(value(response, "dateOfBirth")) or pin.date_inside,
            deceased=bool(value(response, "deathDate")),
            pin_blocked=value(response, "pinBlocked").lower() in {"true", "1"},
            provenance=Provenance(
                source="civil registry",
                fetched_at=now(),
                x_road_id=reply.x_road_id,
                request_hash=reply.request_hash,
                raw=raw if isinstance(raw, dict) else {},
            ),
        )
