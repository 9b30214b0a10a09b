"""The fake security server over the wire: SOAP and REST, its own faults, and what the registers know."""

import base64
import hashlib
import time

import pytest
import requests
from lxml import etree

from tests.stub.conftest import CIVIL, ENVELOPE, JUSTICE, TAX
from tests.stub_process import XROAD_CLIENT

NAMES = {
    "s": "http://schemas.xmlsoap.org/soap/envelope/",
    "x": "http://x-road.eu/xsd/xroad.xsd",
    "t": "http://tunduk.gov.kg",
    "c": "http://tunduk-seccurity-infocom.x-road.fi/producer",
}
SCHOOL = "school-private-bilim"


def parsed(answer):
    return etree.fromstring(answer.content)


def canonical(element):
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def fault(answer):
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    found = parsed(answer).find("s:Body/s:Fault", NAMES)
    assert found.find("detail/x:faultDetail", NAMES).text
    return found.findtext("faultcode"), found.findtext("faultstring")


def fields(element):
    return {etree.QName(child).localname: child.text for child in element if len(child) == 0}


def subject(answer):
    assert answer.status_code == 200, answer.text
    return parsed(answer).find("s:Body/t:getSubjectByTinResponse/t:subject", NAMES)


def civil(answer):
    return fields(parsed(answer).find("s:Body/c:zagsDataByPinResponse/c:response", NAMES))


# Message protocol ----------------------------------------------------------------------------------------------------


def test_the_answer_repeats_the_header_and_adds_the_hash_of_the_request(stub_server, xroad):
    body = '<tun:getSubjectByTinRequest xmlns:tun="http://tunduk.gov.kg"><tun:tin>{}</tun:tin></tun:getSubjectByTinRequest>'
    message = ENVELOPE.format(header=xroad.header(), body=body.format(stub_server.organization(SCHOOL)["inn"])).encode()
    header = parsed(xroad.raw(message)).find("s:Header", NAMES)
    asked = etree.fromstring(message).find("s:Header", NAMES)
    *repeated, added = header
    assert [canonical(field) for field in repeated] == [canonical(field) for field in asked]
    assert added.tag == "{http://x-road.eu/xsd/xroad.xsd}requestHash"
    assert added.get("algorithmId") == "http://www.w3.org/2001/04/xmlenc#sha512"
    assert added.text == base64.b64encode(hashlib.sha512(message).digest()).decode()


@pytest.mark.parametrize("field", ["client", "service", "id", "protocolVersion"])
def test_a_field_of_the_header_is_missing(xroad, field):
    answer = xroad.subject("0" * 14, without=field)
    assert answer.status_code == 500
    assert fault(answer) == ("Client.MissingHeaderField", f"Required field '{field}' is missing")


def test_a_client_nobody_registered(xroad):
    code, text = fault(xroad.subject("0" * 14, client="central-server/GOV/70000098/other"))
    assert (code, "70000098" in text) == ("Server.ClientProxy.UnknownMember", True)


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("central-server/GOV/70000024/minjust-service/getSubjectByName", "Server.ServerProxy.UnknownService"),
        ("central-server/GOV/70000025/minjust-service/getSubjectByTin", "Server.ClientProxy.UnknownMember"),
        (CIVIL.removesuffix("/v1"), "Server.ServerProxy.UnknownService"),
        (CIVIL, "SOAP-ENV:Client"),
    ],
)
def test_a_service_that_is_not_there(xroad, service, code):
    assert fault(xroad.subject("0" * 14, service=service))[0] == code


def test_messages_of_another_kind(stub_server, xroad):
    assert fault(xroad.raw(b"<a/>", "application/json"))[0] == "Client.InvalidContentType"
    assert fault(xroad.raw(b"<a"))[0] == "Client.InvalidXml"
    assert fault(xroad.raw(b"<a/>"))[0] == "Client.MissingHeader"
    assert fault(xroad.raw(ENVELOPE.format(header=xroad.header(), body="").encode()))[0] == "Client.MissingBody"
    assert fault(stub_server.get("/xroad"))[0] == "Client.InvalidHttpMethod"


def test_another_version_of_the_protocol(xroad):
    header = xroad.header().replace(">4.0<", ">3.1<")
    assert fault(xroad.raw(ENVELOPE.format(header=header, body="<a/>").encode()))[0] == "Client.InvalidProtocolVersion"


# The Ministry of Justice ---------------------------------------------------------------------------------------------


def test_all_fields_of_a_legal_entity(stub_server, xroad):
    known = stub_server.organization(SCHOOL)
    found = subject(xroad.subject_of(SCHOOL))
    assert fields(found) == {
        "fullNameGl": known["full_name_ky"],
        "shortNameGl": known["short_name_ky"],
        "fullNameOl": known["full_name_ru"],
        "shortNameOl": known["short_name_ru"],
        "foreignPart": "true",
        "registrCode": known["registration_number"],
        "statSubCode": known["okpo"],
        "tin": known["inn"],
        "region": "г. Бишкек",
        "district": "Свердловский район",
        "city": "г. Бишкек",
        "street": known["street"],
        "house": known["house"],
        "phones": known["phones"],
        "email1": known["email1"],
        "email2": known["email2"],
        "orderDate": f"{known['order_date']}T00:00:00+06:00",
        "firstOrderDate": known["first_order_date"],
        "category": "13",
        "categoryName": "Общество с ограниченной ответственностью",
        "ownership": "1",
        "chief": "Сагын уулу Кубанычбек",
        "chiefTin": known["head_pin"],
        "baseBus": "Общее среднее образование",
        "baseBusCode": "85.31.0",
        "indFounders": "4",
        "jurFounders": "0",
        "totalFounders": "4",
    }
    founders = found.findall("t:founders", NAMES)
    assert [f.findtext("t:fullName", namespaces=NAMES) for f in founders] == [f["full_name"] for f in known["founders"]]


def test_the_long_name_arrives_whole(stub_server, xroad):
    slug = "school-private-long-name"
    name = subject(xroad.subject_of(slug)).findtext("t:fullNameGl", namespaces=NAMES)
    assert name == stub_server.organization(slug)["full_name_ky"]
    assert len(name) > 190


def test_an_unknown_inn(xroad):
    answer = xroad.subject("00101200000000")
    assert (answer.status_code, fault(answer)[1]) == (500, "Результат не найден. Проверьте ИНН")


def test_not_found_under_status_200(xroad):
    answer = xroad.subject_of("unknown-fault")
    assert (answer.status_code, fault(answer)[1]) == (200, "Результат не найден. Проверьте ИНН")


def test_not_found_as_an_empty_subject(xroad):
    assert len(subject(xroad.subject_of("unknown-empty"))) == 0


@pytest.mark.parametrize(("slug", "word"), [("liquidated", "Ликвидировано"), ("reorganized", "Реорганизовано")])
def test_the_last_order_is_told_in_the_note(xroad, slug, word):
    assert subject(xroad.subject_of(slug)).findtext("t:description", namespaces=NAMES).startswith(word)


def test_the_head_s_number_is_missing(xroad):
    found = fields(subject(xroad.subject_of("head-pin-missing")))
    assert ("chiefTin" in found, bool(found["chief"])) == (False, True)


def test_another_head_than_the_one_who_signs(stub_server, xroad):
    found = fields(subject(xroad.subject_of("head-differs")))
    assert found["chiefTin"] != stub_server.organization("head-differs")["head_pin"]
    assert found["chief"] != stub_server.organization("head-differs")["head_name"]


def test_the_head_s_name_in_another_spelling(stub_server, xroad):
    known = stub_server.organization("head-name-differs")
    found = fields(subject(xroad.subject_of("head-name-differs")))
    assert (found["chiefTin"], found["chief"] == known["head_name"]) == (known["head_pin"], False)
    assert found["chief"].split()[1:] == known["head_name"].split()[1:]


def test_no_founders(xroad):
    found = subject(xroad.subject_of("founders-empty"))
    assert (found.find("t:founders", NAMES), fields(found)["totalFounders"]) == (None, "0")


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("register-access-denied", "Server.ServerProxy.AccessDenied"),
        ("register-network-error", "Server.ServerProxy.NetworkError"),
        ("register-service-failed", "Server.ServerProxy.ServiceFailed.HttpError"),
        ("register-outdated-conf", "Server.ClientProxy.OutdatedGlobalConf"),
    ],
)
def test_faults_of_x_road(xroad, slug, code):
    answer = xroad.subject_of(slug)
    assert (answer.status_code, fault(answer)[0]) == (500, code)


def test_a_page_instead_of_xml(xroad):
    answer = xroad.subject_of("register-html-502")
    assert (answer.status_code, answer.headers["Content-Type"].startswith("text/html")) == (502, True)


@pytest.mark.parametrize("slug", ["register-invalid-xml", "register-wrong-charset"])
def test_xml_that_can_not_be_read(xroad, slug):
    answer = xroad.subject_of(slug)
    assert answer.status_code == 200
    with pytest.raises(etree.XMLSyntaxError):
        parsed(answer)


def test_a_bomb_of_entities(xroad):
    answer = xroad.subject_of("register-xml-bomb")
    assert len(answer.content) < 2000
    assert answer.text.count("<!ENTITY") == 12


def test_an_answer_without_measure(xroad):
    assert len(xroad.subject_of("register-oversized").content) > 6_000_000


def test_an_answer_about_another_organization(stub_server, xroad):
    found = fields(subject(xroad.subject_of("register-another-subject")))
    assert found["tin"] != stub_server.organization("register-another-subject")["inn"]


def test_a_slow_register(xroad):
    start = time.monotonic()
    assert xroad.subject_of("register-slow").status_code == 200
    assert time.monotonic() - start >= 3


def test_the_register_hangs_up(xroad):
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        xroad.subject_of("register-reset")


# The civil registry --------------------------------------------------------------------------------------------------


def test_a_person_of_the_civil_registry(stub_server, xroad):
    known = stub_server.person("citizen-1")
    found = civil(xroad.civil(known["pin"]))
    assert {name: found[name] for name in ("pin", "surname", "name", "citizenship", "pinBlocked", "dateOfBirth")} == {
        "pin": known["pin"],
        "surname": known["last_name"],
        "name": known["first_name"],
        "citizenship": "KGZ",
        "pinBlocked": "false",
        "dateOfBirth": f"{known['birth_date']}T00:00:00",
    }
    assert "deathDate" not in found


def test_the_deceased_and_the_blocked(stub_server, xroad):
    assert civil(xroad.civil(stub_server.person("person-deceased")["pin"]))["deathDate"]
    assert civil(xroad.civil(stub_server.person("person-pin-blocked")["pin"]))["pinBlocked"] == "true"


def test_not_found_inside_the_answer(stub_server, xroad):
    for pin in (stub_server.person("zags-unknown")["pin"], "10101200000000"):
        assert civil(xroad.civil(pin)) == {"faultcode": "404", "faultstring": "ПИН не найден"}


# The tax service -----------------------------------------------------------------------------------------------------


def test_a_person_of_the_tax_service(stub_server, xroad):
    known = stub_server.person("teacher-school-bishkek-11-1")
    answer = xroad.tax(known["pin"], **{"X-Road-Id": "f0fad5b0-d9cb-469f-a165-70867728950e"})
    body = answer.json()
    assert {name: body[name] for name in ("tin", "lastName", "firstName", "middleName")} == {
        "tin": known["pin"],
        "lastName": known["last_name"],
        "firstName": known["first_name"],
        "middleName": known["middle_name"],
    }
    assert {"rayonCode", "rayonName", "registrationDate", "legalFormCode", "certificateNumber"} <= set(body)
    assert answer.headers["X-Road-Id"] == "f0fad5b0-d9cb-469f-a165-70867728950e"
    assert (answer.headers["X-Road-Client"], answer.headers["X-Road-Service"]) == (XROAD_CLIENT, TAX)
    assert len(base64.b64decode(answer.headers["X-Road-Request-Hash"])) == 64
    assert ("X-Road-Error" in answer.headers, "X-Road-Request-Id" in answer.headers) == (False, True)


def test_every_employee_is_known_to_the_tax_service(stub_server, xroad):
    teachers = [row for row in stub_server.world["people"] if row["demo_role"] == "teacher"][:5]
    assert [xroad.tax(row["pin"]).json()["tin"] for row in teachers] == [row["pin"] for row in teachers]


def test_unknown_people_are_the_provider_s_404(stub_server, xroad):
    for pin in (stub_server.person("gns-unknown")["pin"], "10101200000000"):
        answer = xroad.tax(pin)
        assert (answer.status_code, "X-Road-Error" in answer.headers) == (404, False)


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        ({"X-Road-Client": ""}, 400, "Client.BadRequest"),
        ({"X-Road-Client": "central-server/GOV/70000098/other"}, 500, "Server.ClientProxy.UnknownMember"),
        ({"service": f"{TAX}-2"}, 500, "Server.ServerProxy.UnknownService"),
        ({"service": "central-server/GOV/1/x/y"}, 500, "Server.ClientProxy.UnknownMember"),
        ({"service": JUSTICE}, 500, "Server.ClientProxy.UnknownMember"),
    ],
)
def test_errors_of_x_road_carry_its_header(xroad, changes, status, kind):
    answer = xroad.tax("10101200000000", **changes)
    assert (answer.status_code, answer.headers["X-Road-Error"], answer.json()["type"]) == (status, kind, kind)
    assert set(answer.json()) == {"type", "message", "detail"}


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("gns-access-denied", "Server.ServerProxy.AccessDenied"),
        ("gns-network-error", "Server.ServerProxy.NetworkError"),
    ],
)
def test_errors_of_x_road_about_a_person(stub_server, xroad, slug, kind):
    answer = xroad.tax(stub_server.person(slug)["pin"])
    assert (answer.status_code, answer.headers["X-Road-Error"]) == (500, kind)


def test_how_else_the_tax_service_fails(stub_server, xroad):
    assert xroad.tax(stub_server.person("gns-html-502")["pin"]).status_code == 502
    truncated = xroad.tax(stub_server.person("gns-truncated")["pin"])
    with pytest.raises(requests.JSONDecodeError):
        truncated.json()
    other = xroad.tax(stub_server.person("gns-other-person")["pin"]).json()
    assert other["tin"] != stub_server.person("gns-other-person")["pin"]
    start = time.monotonic()
    assert xroad.tax(stub_server.person("gns-delay")["pin"]).status_code == 200
    assert time.monotonic() - start >= 3


# The whole server ----------------------------------------------------------------------------------------------------


def test_the_configuration_is_outdated(stub_server, xroad):
    with stub_server.failing("service", "xroad", "outdated-globalconf"):
        assert fault(xroad.subject_of(SCHOOL))[0] == "Server.ClientProxy.OutdatedGlobalConf"
        assert xroad.tax("10101200000000").headers["X-Road-Error"] == "Server.ClientProxy.OutdatedGlobalConf"
    assert xroad.subject_of(SCHOOL).status_code == 200


def test_the_server_is_down(stub_server, xroad):
    with stub_server.failing("service", "xroad", "html-502"):
        assert (xroad.subject_of(SCHOOL).status_code, xroad.tax("10101200000000").status_code) == (502, 502)
    with stub_server.failing("service", "xroad", "connection-reset"), pytest.raises(requests.ConnectionError):
        xroad.subject_of(SCHOOL)


def test_the_register_can_be_changed(stub_server, xroad):
    inn = stub_server.organization(SCHOOL)["inn"]
    stub_server.scenario("record", inn=inn, changes={"phones": "+996 555 000000", "head_name": "Асанов Үсөн"})
    found = fields(subject(xroad.subject_of(SCHOOL)))
    assert (found["phones"], found["chief"]) == ("+996 555 000000", "Асанов Үсөн")
