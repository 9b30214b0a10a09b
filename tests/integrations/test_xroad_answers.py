"""What the adapters of the registers make of single answers from a server of the test."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from lxml import etree

from core.identifiers import Inn, InvalidIdentifier, Pin
from integrations.legal_entity_registry import Address, EntityState, Founder
from integrations.legal_entity_registry.http import JusticeRegistry
from integrations.person_registry.civil import CivilRegistry
from integrations.person_registry.combined import CombinedPersonRegistry
from integrations.person_registry.tax import TaxServicePersonRegistry
from integrations.registries import (
    AccessDenied,
    NotFound,
    RegistryError,
    RegistryFault,
    RegistryUnavailable,
    RegistryUnexpectedResponse,
)
from tests.integrations.conftest import BadServer, answer

PIN, INN = Pin("21901198000124"), Inn("00207199610017")
ASKER = Pin("10101199000015")
PROVIDER = "http://tunduk-seccurity-infocom.x-road.fi/producer"
SUBJECT = {
    "tin": INN,
    "fullNameGl": "«№ 5 Ү. Асаналиев атындагы орто мектеп» мамлекеттик мекемеси",
    "shortNameGl": "№ 5 ОМ",
    "fullNameOl": "Государственное учреждение «Средняя школа № 5 им. У. Асаналиева»",
    "shortNameOl": "СШ № 5",
    "foreignPart": "0",
    "registrCode": "100001-3301-У-е",
    "statSubCode": "24351939",
    "region": "Нарын облусу",
    "district": "Ат-Башы району",
    "city": "",
    "village": "Ача-Кайыңды",
    "microdistrict": "",
    "street": "Мектеп көчөсү",
    "house": "1а",
    "room": "",
    "phones": "0312 000001; 0555 000002",
    "email1": "a@school.example",
    "email2": "a@school.example",
    "orderDate": "2019-05-20T00:00:00",
    "firstOrderDate": "1996-07-02",
    "category": "75",
    "categoryName": "Мекеме",
    "ownership": "Мамлекеттик",
    "chief": "Өмүрзакова Гүлайым Үсөновна",
    "chiefTin": PIN,
    "baseBus": "Жалпы орто билим берүү",
    "baseBusCode": "85.31.0",
    "indFounders": "0",
    "jurFounders": "1",
    "description": "",
}
PERSON = {"tin": PIN, "lastName": "Өмүрзакова", "firstName": " Гүлайым ", "middleName": None, "rayonCode": "001"}
CIVIL = {
    "pin": PIN,
    "surname": "Өмүрзакова",
    "name": "Гүлайым",
    "patronymic": "Үсөновна",
    "dateOfBirth": "1980-11-19T00:00:00",
    "deathDate": "",
    "pinBlocked": "false",
}


def envelope(request: bytes, body: str, change: Callable[[str], str] = str) -> bytes:
    """The request's header, as X-Road repeats it, with a request hash, around another body."""
    header = re.search(rb"<soapenv:Header>.*</soapenv:Header>", request, re.DOTALL)[0].decode()
    header = header.replace("</soapenv:Header>", "<xro:requestHash>aGFzaA==</xro:requestHash></soapenv:Header>")
    return (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:xro="http://x-road.eu/xsd/xroad.xsd" xmlns:iden="http://x-road.eu/xsd/identifiers">'
        f"{change(header)}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    ).encode()


def elements(fields: dict) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())


def subject(extra: str = "", **changes) -> str:
    inner = elements(SUBJECT | changes) + extra
    return f'<t:getSubjectByTinResponse xmlns:t="http://tunduk.gov.kg"><subject>{inner}</subject></t:getSubjectByTinResponse>'


def civil(**changes) -> str:
    inner = elements(CIVIL | changes)
    return (
        f'<z:zagsDataByPinResponse xmlns:z="{PROVIDER}"><request><pin>{PIN}</pin></request>'
        f"<response>{inner}</response></z:zagsDataByPinResponse>"
    )


def soap_fault(code: str, text: str = "x") -> str:
    return (
        f"<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring>"
        "<detail><faultDetail>0</faultDetail></detail></soapenv:Fault>"
    )


class SecurityServer:
    """Answers like X-Road: SOAP at the root and REST below /r1; what it says is set by the test."""

    def __init__(self) -> None:
        self.server: BadServer
        self.soap = subject()
        self.change_header = str
        self.civil = civil()
        self.rest: dict | bytes = PERSON
        self.rest_headers: tuple[str, ...] = ()
        self.status = "200 OK"
        self.raw: bytes | None = None
        self.content_type = "text/xml; charset=utf-8"

    def __call__(self, connection) -> None:
        request = self.server.requests[-1]
        if request.startswith(b"GET"):
            return self._rest(request, connection)
        body = self.civil if b"zagsDataByPin" in request else self.soap
        raw = self.raw if self.raw is not None else envelope(request, body, self.change_header)
        return answer(raw, status=self.status, headers=(f"Content-Type: {self.content_type}",))(connection)

    def _rest(self, request: bytes, connection) -> None:
        body = self.rest if isinstance(self.rest, bytes) else json.dumps(self.rest).encode()
        message_id = re.search(rb"X-Road-Id: (\S+)", request)[1].decode()
        headers = self.rest_headers or (f"X-Road-Id: {message_id}", "X-Road-Request-Hash: aGFzaA==")
        answer(body, status=self.status, headers=("Content-Type: application/json", *headers))(connection)


@pytest.fixture
def xroad(bad_server, settings):
    security_server = SecurityServer()
    security_server.server = bad_server(security_server)
    settings.XROAD_URL = security_server.server.url
    settings.XROAD_TIMEOUTS = ["1", "1", "2"]
    return security_server


def by_inn(inn: Inn = INN):
    return JusticeRegistry().by_inn(inn, on_behalf_of=ASKER, case="registration 7")


def tax():
    return TaxServicePersonRegistry().by_pin(PIN, on_behalf_of=ASKER, case="staff 3")


def from_civil():
    return CivilRegistry().by_pin(PIN, on_behalf_of="refresh job")


def both():
    return CombinedPersonRegistry().by_pin(PIN, on_behalf_of=ASKER)


def sent(xroad: SecurityServer) -> SimpleNamespace:
    head, _, body = xroad.server.requests[-1].partition(b"\r\n\r\n")
    return SimpleNamespace(head=head.decode().split("\r\n"), body=body)


def test_envelope_is_message_protocol_four(xroad):
    by_inn()
    request = sent(xroad)
    assert request.head[0] == "POST / HTTP/1.1"
    assert "Content-Type: text/xml; charset=utf-8" in request.head
    root = etree.fromstring(request.body)
    names = {"s": "http://schemas.xmlsoap.org/soap/envelope/", "x": "http://x-road.eu/xsd/xroad.xsd"}
    header = root.find("s:Header", names)
    read = {etree.QName(child).localname: (child.text, [part.text for part in child]) for child in header}
    assert read["client"][1] == ["central-server", "GOV", "70000099", "asula-service"]
    assert read["service"][1] == ["central-server", "GOV", "70000024", "minjust-service", "getSubjectByTin"]
    assert (read["userId"][0], read["issue"][0]) == (f"KG{ASKER}", "registration 7")
    assert read["protocolVersion"][0] == "4.0"
    assert re.fullmatch(r"[0-9a-f-]{36}", read["id"][0])
    body = root.find("s:Body", names)[0]
    assert body.tag == "{http://tunduk.gov.kg}getSubjectByTinRequest"
    assert body.findtext("{http://tunduk.gov.kg}tin") == INN


def test_service_with_a_version_and_a_job_that_asks(xroad):
    from_civil()
    root = etree.fromstring(sent(xroad).body)
    names = {"x": "http://x-road.eu/xsd/xroad.xsd", "i": "http://x-road.eu/xsd/identifiers"}
    assert root.findtext(".//x:service/i:serviceVersion", namespaces=names) == "v1"
    assert root.findtext(".//x:userId", namespaces=names) == "refresh job"
    assert root.find(".//x:issue", names) is None
    assert root.findtext(f".//{{{PROVIDER}}}zagsDataByPin/request/pin") == PIN


def test_text_of_the_case_cannot_break_the_envelope(xroad):
    JusticeRegistry().by_inn(INN, on_behalf_of=ASKER, case="</xro:issue><evil/>&x;")
    assert etree.fromstring(sent(xroad).body).findtext(".//{http://x-road.eu/xsd/xroad.xsd}issue").startswith("</xro")


def test_organization_is_read_whole(xroad):
    founder = elements({"fullName": "Агартуу бөлүмү", "citizenship": "KG", "tin": "02106200710042"})
    xroad.soap = subject(f"<founders>{founder}</founders><founders>{elements({'fullName': 'Экинчи'})}</founders>")
    entity = by_inn()
    assert (entity.inn, entity.full_name_ky) == (INN, SUBJECT["fullNameGl"])
    assert (entity.short_name_ky, entity.full_name_ru, entity.short_name_ru) == (
        "№ 5 ОМ",
        SUBJECT["fullNameOl"],
        "СШ № 5",
    )
    assert (entity.registration_number, entity.okpo) == ("100001-3301-У-е", "24351939")
    assert (entity.first_registered, entity.last_order_date) == (date(1996, 7, 2), date(2019, 5, 20))
    assert (entity.legal_form_code, entity.legal_form, entity.ownership) == ("75", "Мекеме", "Мамлекеттик")
    assert entity.foreign_participation is False
    assert entity.address == Address(
        region="Нарын облусу",
        district="Ат-Башы району",
        village="Ача-Кайыңды",
        street="Мектеп көчөсү",
        house="1а",
    )
    assert (entity.phones, entity.emails) == (("0312 000001", "0555 000002"), ("a@school.example",))
    assert (entity.head_name, entity.head_pin) == ("Өмүрзакова Гүлайым Үсөновна", PIN)
    assert (entity.activity_code, entity.activity) == ("85.31.0", "Жалпы орто билим берүү")
    assert entity.founders == (
        Founder(full_name="Агартуу бөлүмү", citizenship="KG", tin="02106200710042"),
        Founder(full_name="Экинчи"),
    )
    assert (entity.founders_individual, entity.founders_legal) == (0, 1)
    assert (entity.state, entity.note) == (EntityState.UNKNOWN, "")


def test_proof_of_origin_is_kept(xroad):
    provenance = by_inn().provenance
    assert (provenance.source, provenance.request_hash) == ("minjust", "aGFzaA==")
    assert provenance.x_road_id.encode() in xroad.server.requests[0]
    assert provenance.raw["fullNameGl"] == SUBJECT["fullNameGl"]
    assert PIN not in repr(provenance)


def test_founders_may_stand_in_one_list(xroad):
    items = "".join(f"<founder>{elements({'fullName': name})}</founder>" for name in ("Биринчи", "Экинчи"))
    xroad.soap = subject(f"<founders>{items}</founders>")
    assert [founder.full_name for founder in by_inn().founders] == ["Биринчи", "Экинчи"]


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"chiefTin": ""}, "head_pin", None),
        ({"chiefTin": "123"}, "head_pin", None),
        ({"foreignPart": "Ооба"}, "foreign_participation", True),
        ({"foreignPart": "да"}, "foreign_participation", True),
        ({"foreignPart": "нет"}, "foreign_participation", False),
        ({"foreignPart": ""}, "foreign_participation", None),
        ({"foreignPart": "кто знает"}, "foreign_participation", None),
        ({"orderDate": "20.05.2019"}, "last_order_date", date(2019, 5, 20)),
        ({"orderDate": "32.05.2019"}, "last_order_date", None),
        ({"orderDate": ""}, "last_order_date", None),
        ({"indFounders": "many"}, "founders_individual", None),
        ({"description": "Ликвидирован решением суда"}, "state", EntityState.LIQUIDATED),
        ({"description": "уюм ЖОЮЛГАН"}, "state", EntityState.LIQUIDATED),
        ({"description": "реорганизовано путём слияния"}, "state", EntityState.REORGANIZED),
        ({"description": "ликвидация последствий стихии"}, "state", EntityState.UNKNOWN),
    ],
)
def test_fields_that_come_in_many_shapes(xroad, changes, field, expected):
    xroad.soap = subject(**changes)
    assert getattr(by_inn(), field) == expected


def test_without_founders_there_are_none(xroad):
    assert by_inn().founders == ()


SOAP_FAULTS = [
    ("Server.ServerProxy.AccessDenied", "", AccessDenied, None),
    ("Server.ServerProxy.NetworkError", "", RegistryUnavailable, "network"),
    ("Server.ServerProxy.ServiceFailed", "", RegistryUnavailable, "theirs"),
    ("Server.ServerProxy.ServiceFailed.HttpError", "", RegistryUnavailable, "theirs"),
    ("Server.ServerProxy.UnknownService", "", RegistryUnavailable, "theirs"),
    ("Server.ClientProxy.OutdatedGlobalConf", "", RegistryUnavailable, "ours"),
    ("Server.ClientProxy.UnknownMember", "", RegistryUnavailable, "ours"),
    ("Server.ClientProxy.NetworkError", "", RegistryUnavailable, "network"),
    ("Client.BadRequest", "не найден", RegistryFault, None),
    ("soapenv:Server", "Результат не найден. Проверьте ИНН", NotFound, None),
    ("soapenv:Client", "Мындай ИНН табылган жок", NotFound, None),
    ("soapenv:Server", "ORA-00942", RegistryFault, None),
]


@pytest.mark.parametrize("http_status", ["200 OK", "500 Internal Server Error"])
@pytest.mark.parametrize(("code", "text", "error", "side"), SOAP_FAULTS)
def test_each_fault_is_its_own_error(xroad, code, text, error, side, http_status):
    xroad.soap, xroad.status = soap_fault(code, text), http_status
    with pytest.raises(RegistryError) as raised:
        by_inn()
    assert type(raised.value) is error
    assert getattr(raised.value, "side", None) == side
    assert raised.value.upstream_status == int(http_status[:3])


def test_fault_of_the_register_is_shown_word_for_word(xroad):
    xroad.soap = soap_fault("Server", "Кызмат оңдолууда")
    with pytest.raises(RegistryFault) as raised:
        by_inn()
    assert (raised.value.fault_code, raised.value.text) == ("Server", "Кызмат оңдолууда")
    assert "«Кызмат оңдолууда»" in raised.value.user_message


@pytest.mark.parametrize(
    "body",
    [
        '<t:getSubjectByTinResponse xmlns:t="http://tunduk.gov.kg"/>',
        '<t:getSubjectByTinResponse xmlns:t="http://tunduk.gov.kg"><subject/></t:getSubjectByTinResponse>',
        '<t:getSubjectByTinResponse xmlns:t="http://tunduk.gov.kg"><subject><tin/></subject></t:getSubjectByTinResponse>',
    ],
)
def test_empty_subject_means_not_found(xroad, body):
    xroad.soap = body
    with pytest.raises(NotFound):
        by_inn()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><x>&d;&d;&d;</x>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>"""


@pytest.mark.parametrize(
    ("raw", "content_type", "status", "error"),
    [
        (BOMB, "text/xml", "200 OK", RegistryUnexpectedResponse),
        (FILE, "text/xml", "200 OK", RegistryUnexpectedResponse),
        (BOMB.decode().encode("utf-16"), "text/xml", "200 OK", RegistryUnexpectedResponse),
        (b"<a><b></a>", "text/xml", "200 OK", RegistryUnexpectedResponse),
        (b"", "text/xml", "200 OK", RegistryUnexpectedResponse),
        (b"<a/>", "text/xml", "200 OK", RegistryUnexpectedResponse),
        (b"{}", "application/json", "200 OK", RegistryUnexpectedResponse),
        (b"<html><body>Bad Gateway</body></html>", "text/html", "502 Bad Gateway", RegistryUnavailable),
        (b"<html><body>Welcome</body></html>", "text/html", "200 OK", RegistryUnavailable),
        (b"<html><body>Bad Gateway</body></html>", "text/xml", "502 Bad Gateway", RegistryUnavailable),
        (b"x" * 6_000_000, "text/xml", "200 OK", RegistryUnexpectedResponse),
    ],
)
def test_what_is_no_envelope_is_refused(xroad, raw, content_type, status, error):
    xroad.raw, xroad.content_type, xroad.status = raw, content_type, status
    with pytest.raises(error):
        by_inn()


def test_letters_in_another_encoding_are_refused_rather_than_garbled(xroad):
    xroad.raw = (
        envelope(b"<soapenv:Header></soapenv:Header>", subject().replace("ү", "у")).decode().encode("cp1251", "replace")
    )
    with pytest.raises(RegistryUnexpectedResponse, match="not UTF-8"):
        by_inn()


@pytest.mark.parametrize(
    "change",
    [
        lambda header: re.sub(r"<xro:id>[^<]*", "<xro:id>another", header),
        lambda header: header.replace("getSubjectByTin", "getSubjectByName"),
        lambda header: header.replace("70000099", "70000098"),
        lambda _header: "",
    ],
)
def test_answer_to_another_question_is_refused(xroad, change):
    xroad.change_header = change
    with pytest.raises(RegistryUnexpectedResponse):
        by_inn()


def test_answer_about_another_organization_is_refused(xroad):
    xroad.soap = subject(tin="02106200710042")
    with pytest.raises(RegistryUnexpectedResponse, match="another organization"):
        by_inn()


@pytest.mark.parametrize("ask", [by_inn, tax, from_civil])
def test_register_that_is_down_is_asked_once_more(xroad, ask):
    xroad.status, xroad.raw, xroad.content_type = "503 Down", b"<html>", "text/html"
    with pytest.raises(RegistryUnavailable):
        ask()
    assert len(xroad.server.requests) == 2


def test_number_that_cannot_be_is_not_even_asked(xroad):
    with pytest.raises(InvalidIdentifier):
        by_inn(Inn("123"))
    with pytest.raises(InvalidIdentifier):
        TaxServicePersonRegistry().by_pin(Pin("0" * 14), on_behalf_of=ASKER)
    assert xroad.server.requests == []


def test_rest_names_client_asker_and_case_and_keeps_the_proof(xroad):
    person = tax()
    head = sent(xroad).head
    assert head[0] == f"GET /r1/central-server/GOV/70000002/gns-service/individual/{PIN} HTTP/1.1"
    assert {
        "X-Road-Client: central-server/GOV/70000099/asula-service",
        f"X-Road-UserId: KG{ASKER}",
        "X-Road-Issue: staff%203",
        f"X-Road-Id: {person.provenance.x_road_id}",
    } <= set(head)
    assert person.provenance.request_hash == "aGFzaA=="
    assert person.provenance.raw == PERSON


def test_person_of_the_tax_service(xroad):
    person = tax()
    assert (person.last_name, person.first_name, person.middle_name) == ("Өмүрзакова", "Гүлайым", "")
    assert (person.birth_date, person.deceased, person.pin_blocked) == (date(1980, 1, 19), None, None)


REST_REFUSALS = [
    ("404 Not Found", {}, (), NotFound, None),
    ("200 OK", {"tin": ""}, (), NotFound, None),
    ("200 OK", PERSON | {"tin": ASKER}, (), RegistryUnexpectedResponse, None),
    ("200 OK", {"tin": PIN}, (), RegistryUnexpectedResponse, None),
    ("200 OK", b'{"tin": "219', (), RegistryUnexpectedResponse, None),
    (
        "200 OK",
        json.dumps(PERSON, ensure_ascii=False).replace("ү", "у").encode("cp1251", "replace"),
        (),
        RegistryUnexpectedResponse,
        None,
    ),
    ("200 OK", PERSON, ("X-Road-Id: another",), RegistryUnexpectedResponse, None),
    ("500 Oops", b"oops", (), RegistryUnavailable, "theirs"),
    ("502 Bad Gateway", b"<html>", (), RegistryUnavailable, "theirs"),
    ("403 Forbidden", {}, (), RegistryFault, None),
    (
        "500 Internal",
        {"type": "Server.ServerProxy.NetworkError", "message": "x", "detail": "y"},
        ("X-Road-Error: Server.ServerProxy.NetworkError",),
        RegistryUnavailable,
        "network",
    ),
    (
        "500 Internal",
        {"type": "Server.ServerProxy.AccessDenied", "message": "x"},
        ("X-Road-Error: Server.ServerProxy.AccessDenied",),
        AccessDenied,
        None,
    ),
    (
        "400 Bad",
        {"type": "Client.BadRequest", "message": "x"},
        ("X-Road-Error: Client.BadRequest",),
        RegistryFault,
        None,
    ),
    ("500 Internal", b"", ("X-Road-Error: Server.ClientProxy.OutdatedGlobalConf",), RegistryUnavailable, "ours"),
    ("404 Not Found", b"", ("X-Road-Error: Server.ClientProxy.UnknownMember",), RegistryUnavailable, "ours"),
]


@pytest.mark.parametrize(("status", "body", "headers", "error", "side"), REST_REFUSALS)
def test_each_refusal_of_rest_is_its_own_error(xroad, status, body, headers, error, side):
    xroad.status, xroad.rest, xroad.rest_headers = status, body, headers
    with pytest.raises(RegistryError) as raised:
        tax()
    assert type(raised.value) is error
    assert getattr(raised.value, "side", None) == side


def test_person_of_the_civil_registry(xroad):
    person = from_civil()
    assert (person.last_name, person.first_name, person.middle_name) == ("Өмүрзакова", "Гүлайым", "Үсөновна")
    assert (person.birth_date, person.deceased, person.pin_blocked) == (date(1980, 11, 19), False, False)
    assert person.provenance.raw["surname"] == "Өмүрзакова"


@pytest.mark.parametrize(
    ("changes", "deceased", "blocked"),
    [
        ({"deathDate": "2020-01-01"}, True, False),
        ({"pinBlocked": "true"}, False, True),
        ({"pinBlocked": "1", "deathDate": "2020-01-01"}, True, True),
    ],
)
def test_civil_registry_knows_the_dead_and_the_blocked(xroad, changes, deceased, blocked):
    xroad.civil = civil(**changes)
    person = both()
    assert (person.deceased, person.pin_blocked) == (deceased, blocked)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (civil(pin=""), NotFound),
        (civil(pin="", faultcode="404", faultstring="ПИН не найден"), NotFound),
        (civil(faultcode="500", faultstring="Ката"), RegistryFault),
        (civil(pin=ASKER), RegistryUnexpectedResponse),
        (f'<z:zagsDataByPinResponse xmlns:z="{PROVIDER}"/>', RegistryUnexpectedResponse),
    ],
)
def test_refusals_of_the_civil_registry(xroad, body, error):
    xroad.civil = body
    with pytest.raises(RegistryError) as raised:
        from_civil()
    assert type(raised.value) is error


def test_person_known_to_one_register_only_is_found(xroad):
    xroad.rest = {}
    assert both().provenance.source == "civil registry"
    xroad.rest, xroad.civil = PERSON, civil(pin="")
    person = both()
    assert (person.provenance.source, person.deceased) == ("tax service", None)


def test_silence_is_not_taken_for_not_found(xroad):
    xroad.rest, xroad.civil = {}, soap_fault("Server.ServerProxy.NetworkError")
    with pytest.raises(RegistryUnavailable):
        both()
    xroad.civil = civil(pin="")
    with pytest.raises(NotFound):
        both()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize(("code", "text", "error", "side"), SOAP_FAULTS)
def test_each_fault_tells_the_user_something(xroad, code, text, error, side, language):
    xroad.soap = soap_fault(code, text)
    with pytest.raises(RegistryError) as raised:
        by_inn()
    with translation.override(language):
        assert len(raised.value.user_message) > 30


@pytest.mark.parametrize("ask", [by_inn, tax, from_civil])
def test_numbers_and_names_are_not_logged(xroad, ask, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        ask()
    written = caplog.text + capsys.readouterr().err
    assert "state service" in written
    for secret in (PIN, INN, ASKER, "Өмүрзакова", "/r1/"):
        assert secret not in written


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("XROAD_CLIENT", "central-server/GOV/70000099"),
        ("JUSTICE_SERVICE", "getSubjectByTin"),
        ("JUSTICE_STATES", ["жоюлган=dead"]),
        ("XROAD_TIMEOUTS", ["3"]),
    ],
)
def test_wrong_settings_are_named(xroad, settings, setting, value):
    setattr(settings, setting, value)
    with pytest.raises(ImproperlyConfigured, match=setting):
        by_inn()
