"""Scenarios can be chosen by a program and on a page, and everything can be put back."""

import pytest
import requests

from tests.stub.conftest import FormReader


def modes(stub, kind, name):
    page = stub.get(f"/scenarios/{kind}/{name}").text
    return set(page.split(" checked>")[0:-1]) and {
        part.rpartition('value="')[2].rstrip('"') for part in page.split(" checked>")[:-1]
    }


@pytest.mark.parametrize(
    ("kind", "name", "mode"),
    [
        ("person", "head-school-bishkek-11", "blocked"),
        ("organization", "school-bishkek-11", "liquidated"),
        ("signature", "head-school-bishkek-11@school-bishkek-11", "revoked"),
        ("token", "token-head", "expired"),
        ("service", "esi", "discovery-503"),
    ],
)
def test_set_and_reset(stub_server, kind, name, mode):
    answer = stub_server.scenario("set", kind=kind, id=name, modes=[mode])
    assert answer == {"kind": kind, "id": name, "modes": [mode]}
    assert modes(stub_server, kind, name) == {mode}
    stub_server.scenario("reset")
    assert modes(stub_server, kind, name) == set()


def test_people_and_organizations_are_found_by_their_numbers(stub_server):
    pin, inn = stub_server.person("citizen-1")["pin"], stub_server.organization("university-bishkek")["inn"]
    stub_server.set("person", pin, "deceased")
    stub_server.set("organization", inn, "delay")
    assert modes(stub_server, "person", "citizen-1") == {"deceased"}
    assert modes(stub_server, "organization", "university-bishkek") == {"delay"}


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("set", {"kind": "planet", "id": "x", "modes": []}),
        ("set", {"kind": "person", "id": "nobody", "modes": []}),
        ("set", {"kind": "person", "id": "citizen-1", "modes": ["flies"]}),
        ("set", {"kind": "service", "id": "cds", "modes": ["discovery-503"]}),
        ("set", {"kind": "person"}),
        ("record", {"inn": "1", "changes": {}}),
    ],
)
def test_what_is_unknown_is_refused(stub_server, action, body):
    answer = stub_server.post(f"/scenarios/api/{action}", json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


def test_fields_the_register_does_not_have(stub_server):
    body = {"inn": stub_server.organization("ministry")["inn"], "changes": {"colour": "blue"}}
    assert "colour" in stub_server.post("/scenarios/api/record", json=body).json()["error"]


def test_the_page_sets_modes_and_changes_the_register(stub_server):
    browser = requests.Session()
    address = f"{stub_server.url}/scenarios/organization/school-bishkek-11"
    form = next(f for f in FormReader(browser.get(address, timeout=10).text).forms if "phones" in f["fields"])
    data = form["fields"] | {"modes": ["liquidated", "founders-empty"], "phones": "+996 555 111111"}
    saved = browser.post(f"{stub_server.url}{form['action']}", data=data, headers={"Referer": address}, timeout=10)
    assert "+996 555 111111" in saved.text
    assert modes(stub_server, "organization", "school-bishkek-11") == {"liquidated", "founders-empty"}


def test_lists_can_be_searched(stub_server):
    page = stub_server.get("/scenarios/signature/", params={"q": "raw-signature"}).text
    assert ("signature-raw" in page, "head-school-osh-52" in page) == (True, False)


def test_pages_that_are_not_there(stub_server):
    assert stub_server.get("/scenarios/person/nobody").status_code == 404
    assert stub_server.get("/scenarios/planet/").status_code == 404
