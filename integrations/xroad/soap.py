"""SOAP over X-Road, message protocol 4.0: envelopes are built and read with lxml, without DTD, entities or network."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from integrations.http import Answer, Client, Question, new_id
from integrations.registries import NotFound, RegistryError, RegistryUnavailable, RegistryUnexpectedResponse
from integrations.xroad import Address, asker, client_address, faults

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
_CLIENT_PARTS = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
_SERVICE_PARTS = (*_CLIENT_PARTS, "serviceCode", "serviceVersion")
_NAMESPACES = {"soapenv": ENVELOPE, "xro": XROAD, "iden": IDENTIFIERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The element that carries the data, and the proof of origin."""

    content: etree._Element
    x_road_id: str
    request_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapService:
    """One service of one register. `not_found`: parts of a fault's text that mean an unknown number."""

    client: Client
    address: Address
    operation: str
    not_found: tuple[str, ...] = ()

    def ask[T](self, body: etree._Element, read: Callable[[Reply], T], *, on_behalf_of: str, case: str | None) -> T:
        """What `read` makes of the reply; asked once more when the service does not answer."""
        message_id = new_id()
        question = Question(
            operation=self.operation,
            headers={"Content-Type": "text/xml; charset=utf-8"},
            body=request(body, self.address, message_id=message_id, asker_id=on_behalf_of, case=case),
            correlation_id=message_id,
        )
        return self.client.call(question, lambda answer: read(self._reply(answer, message_id)), retry=True)

    def _reply(self, answer: Answer, message_id: str) -> Reply:
        if answer.content_type not in {"text/xml", "application/xml", "application/soap+xml", ""}:
            raise _page_or_nonsense(answer)
        envelope = parse(answer.body)
        body = envelope.find(f"{{{ENVELOPE}}}Body")
        if envelope.tag != f"{{{ENVELOPE}}}Envelope" or body is None:
            raise _page_or_nonsense(answer)
        content = next(body.iterchildren(etree.Element), None)
        if content is None:
            raise RegistryUnexpectedResponse("empty body", upstream_status=answer.status)
        if content.tag == f"{{{ENVELOPE}}}Fault":
            raise self._fault(content, answer)
        return self._checked(envelope, content, message_id)

    def _checked(self, envelope: etree._Element, content: etree._Element, message_id: str) -> Reply:
        """The reply must repeat our id, client and service, else it answers another question."""
        header = envelope.find(f"{{{ENVELOPE}}}Header")
        if header is None:
            raise RegistryUnexpectedResponse("no header")
        found_id = header.findtext(f"{{{XROAD}}}id", "").strip()
        if found_id != message_id or _address(header, "service") != self.address.parts:
            raise RegistryUnexpectedResponse("the header is not the one we sent")
        if _address(header, "client") != client_address().parts:
            raise RegistryUnexpectedResponse("the answer is for another client")
        request_hash = header.findtext(f"{{{XROAD}}}requestHash", "").strip()
        return Reply(content=content, x_road_id=found_id, request_hash=request_hash)

    def _fault(self, element: etree._Element, answer: Answer) -> RegistryError:
        code, text = value(element, "faultcode"), value(element, "faultstring")
        return self.refusal(code.rpartition(":")[2], text, status=answer.status)

    def refusal(self, code: str, text: str, *, status: int | None = None) -> RegistryError:
        """The error for a fault, X-Road's or the register's own."""
        if not faults.is_xroad_fault(code) and any(part.lower() in text.lower() for part in self.not_found):
            error: RegistryError = NotFound(code)
        else:
            error = faults.fault(code, text)
        error.upstream_status = status
        return error


def request(body: etree._Element, service: Address, *, message_id: str, asker_id: str, case: str | None) -> bytes:
    """A whole envelope around `body`."""
    envelope = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap=_NAMESPACES)
    header = etree.SubElement(envelope, f"{{{ENVELOPE}}}Header")
    _identifier(header, "client", "SUBSYSTEM", zip(_CLIENT_PARTS, client_address().parts, strict=True))
    _identifier(header, "service", "SERVICE", zip(_SERVICE_PARTS, service.parts, strict=False))
    _text(header, "id", message_id)
    _text(header, "userId", asker(asker_id))
    if case:
        _text(header, "issue", case)
    _text(header, "protocolVersion", "4.0")
    etree.SubElement(envelope, f"{{{ENVELOPE}}}Body").append(body)
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def parse(document: bytes) -> etree._Element:
    """The root of a UTF-8 document without document type; raises RegistryUnexpectedResponse."""
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RegistryUnexpectedResponse("not UTF-8") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RegistryUnexpectedResponse("document type")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise RegistryUnexpectedResponse("no well-formed XML") from None


def value(parent: etree._Element, name: str) -> str:
    """The text of the child with this local name, whatever its namespace; empty where there is none."""
    for child in parent.iterchildren(etree.Element):
        if etree.QName(child).localname == name:
            return (child.text or "").strip()
    return ""


def descendant(parent: etree._Element, name: str) -> etree._Element | None:
    """The first element below with this local name."""
    return next((item for item in parent.iter(etree.Element) if etree.QName(item).localname == name), None)


def as_data(element: etree._Element) -> dict[str, object] | str:
    """The element as plain data, to be kept as proof; repeated children become a list."""
    children = list(element.iterchildren(etree.Element))
    if not children:
        return (element.text or "").strip()
    data: dict[str, object] = {}
    for child in children:
        name, inner = etree.QName(child).localname, as_data(child)
        if name not in data:
            data[name] = inner
        elif isinstance(previous := data[name], list):
            previous.append(inner)
        else:
            data[name] = [previous, inner]
    return data


def _identifier(header: etree._Element, name: str, kind: str, parts: "zip[tuple[str, str]]") -> None:
    element = etree.SubElement(header, f"{{{XROAD}}}{name}")
    element.set(f"{{{IDENTIFIERS}}}objectType", kind)
    for part, text in parts:
        etree.SubElement(element, f"{{{IDENTIFIERS}}}{part}").text = text


def _text(header: etree._Element, name: str, text: str) -> None:
    etree.SubElement(header, f"{{{XROAD}}}{name}").text = text


def _address(header: etree._Element, name: str) -> tuple[str, ...]:
    element = header.find(f"{{{XROAD}}}{name}")
    return () if element is None else tuple((part.text or "").strip() for part in element.iterchildren(etree.Element))


def _page_or_nonsense(answer: Answer) -> RegistryError:
    if answer.status >= 500 or answer.content_type == "text/html":
        return RegistryUnavailable("a page instead of an answer", upstream_status=answer.status)
    return RegistryUnexpectedResponse("no SOAP envelope", upstream_status=answer.status)
