"""X-Road's SOAP messages, protocol 4.0: what a request must carry, and how answers and faults are wrapped."""

import base64
import copy
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
PROTOCOL_VERSION = "4.0"
REQUIRED_FIELDS = ("client", "service", "id", "protocolVersion")
IDENTIFIER_PARTS = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode", "serviceCode", "serviceVersion")
Element = etree._Element  # noqa: SLF001 -- the only name that lxml gives the type


class Fault(Exception):
    """A SOAP fault; a dotted code means that X-Road itself speaks, another one that the provider does."""

    def __init__(self, code: str, text: str, *, status: int = 500) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status

    def content(self) -> bytes:
        envelope, body = _envelope(None)
        fault = etree.SubElement(body, f"{{{SOAP}}}Fault")
        for name, value in (("faultcode", self.code), ("faultstring", self.text), ("faultactor", "")):
            etree.SubElement(fault, name).text = value
        detail = etree.SubElement(fault, "detail")
        etree.SubElement(detail, f"{{{XROAD}}}faultDetail", nsmap={"xroad": XROAD}).text = str(uuid.uuid4())
        return serialized(envelope)


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """A request whose header was found complete."""

    header: Element
    body: Element
    raw: bytes

    def identifier(self, field: str) -> list[str]:
        found = _field(self.header, field)
        return [] if found is None else [part.text or "" for part in found if _local(part) in IDENTIFIER_PARTS]

    @property
    def client(self) -> str:
        return "/".join(self.identifier("client"))

    @property
    def service(self) -> str:
        return "/".join(self.identifier("service"))

    def value(self, name: str) -> str:
        """The text of the first element of this name in the body."""
        found = next((e for e in self.body.iter() if isinstance(e.tag, str) and _local(e) == name), None)
        return (found.text or "").strip() if found is not None else ""


def parse(raw: bytes, content_type: str) -> SoapRequest:
    """The request, or a fault that names what it lacks."""
    if content_type != "text/xml":
        raise Fault("Client.InvalidContentType", f"Invalid content type: {content_type}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Fault("Client.InvalidXml", f"Error occurred while parsing SOAP: {error.msg}") from None
    header, body = root.find(f"{{{SOAP}}}Header"), root.find(f"{{{SOAP}}}Body")
    if header is None:
        raise Fault("Client.MissingHeader", "Malformed SOAP message: header missing")
    if body is None or len(body) == 0:
        raise Fault("Client.MissingBody", "Malformed SOAP message: body missing")
    for field in REQUIRED_FIELDS:
        if _field(header, field) is None:
            raise Fault("Client.MissingHeaderField", f"Required field '{field}' is missing")
    version = _field(header, "protocolVersion")
    if version is None or (version.text or "").strip() != PROTOCOL_VERSION:
        raise Fault("Client.InvalidProtocolVersion", "Invalid protocol version")
    return SoapRequest(header=header, body=body[0], raw=raw)


def response(request: SoapRequest, content: Element) -> bytes:
    """The answer: the request's header fields in their order, the hash of the request, and the content."""
    envelope, body = _envelope(request)
    body.append(content)
    return serialized(envelope)


def tree(namespace: str, prefix: str, name: str, values: dict[str, Any]) -> Element:
    """Nested values as elements of one namespace; None and "" leave no element, a list repeats it."""
    element = etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})
    _fill(element, namespace, values)
    return element


def _fill(parent: Element, namespace: str, values: dict[str, Any]) -> None:
    for name, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            if item is None or item == "":
                continue
            child = etree.SubElement(parent, f"{{{namespace}}}{name}")
            if isinstance(item, dict):
                _fill(child, namespace, item)
            else:
                child.text = str(item).lower() if isinstance(item, bool) else str(item)


def _envelope(request: SoapRequest | None) -> tuple[Element, Element]:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"SOAP-ENV": SOAP})
    header = etree.SubElement(envelope, f"{{{SOAP}}}Header")
    if request is not None:
        for field in request.header:
            header.append(copy.deepcopy(field))
        digest = base64.b64encode(hashlib.sha512(request.raw).digest()).decode()
        request_hash = etree.SubElement(header, f"{{{XROAD}}}requestHash", algorithmId=SHA512, nsmap={"xroad": XROAD})
        request_hash.text = digest
    return envelope, etree.SubElement(envelope, f"{{{SOAP}}}Body")


def serialized(envelope: Element) -> bytes:
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _field(header: Element, name: str) -> Element | None:
    return header.find(f"{{{XROAD}}}{name}")


def _local(element: Element) -> str:
    return etree.QName(element).localname
