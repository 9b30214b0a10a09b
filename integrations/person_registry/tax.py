"""People by PIN at the tax service, through X-Road REST."""

from django.utils.timezone import now

from core.identifiers import Pin
from integrations.person_registry import Person
from integrations.provenance import Provenance
from integrations.registries import NotFound, RegistryUnexpectedResponse
from integrations.xroad import security_server, service_address
from integrations.xroad.rest import Reply, RestService

# Field of the answer → ours, in one place: one description of the service has last and middle name the other way round.
FIELDS = {"last_name": "lastName", "first_name": "firstName", "middle_name": "middleName"}


class TaxServicePersonRegistry:
    """Knows names. Whether a person lives and the PIN is in use, it does not know."""

    def __init__(self) -> None:
        self._service = RestService(
            client=security_server("tax_service"), address=service_address("TAX_SERVICE"), operation="person by PIN"
        )

    def by_pin(self, pin: Pin, *, on_behalf_of: str, case: str | None = None) -> Person:
        pin = Pin.parse(pin)
        return self._service.get(pin, lambda reply: _person(pin, reply), on_behalf_of=on_behalf_of, case=case)


def _person(pin: Pin, reply: Reply) -> Person:
    if not reply.content.get("tin"):
        raise NotFound("empty tin")
    if reply.content["tin"] != pin:
        raise RegistryUnexpectedResponse("the answer is about another person")
    names = {ours: _name(reply.content.get(theirs)) for ours, theirs in FIELDS.items()}
    if not names["last_name"] and not names["first_name"]:
        raise RegistryUnexpectedResponse("a person without a name")
    return Person(
        pin=pin,
        **names,
        birth_date=pin.date_inside,
        deceased=None,
        pin_blocked=None,
        provenance=Provenance(
            source="tax service",
            fetched_at=now(),
            x_road_id=reply.x_road_id,
            request_hash=reply.request_hash,
            raw=reply.content,
        ),
    )


def _name(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
