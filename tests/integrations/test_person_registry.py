"""The contract of the registers of people: one suite for the fake and for the real adapters at the stub server."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils.timezone import now

from core.identifiers import InvalidIdentifier, Pin
from integrations.person_registry import Person
from integrations.person_registry.civil import CivilRegistry
from integrations.person_registry.combined import CombinedPersonRegistry
from integrations.person_registry.fake import FakePersonRegistry
from integrations.person_registry.tax import TaxServicePersonRegistry
from integrations.registries import (
    AccessDenied,
    NotFound,
    RegistryError,
    RegistryUnavailable,
    RegistryUnexpectedResponse,
)
from tests.stub_process import XROAD_CLIENT

ASKER = Pin("10101199000015")
PIN, UNKNOWN = Pin("21901198000124"), Pin("10101190100015")
WELL = "head-ministry"


class FakeWorld:
    """`civil` and `tax` are the same register here: what only one of them knows is None or told."""

    properties: dict[str, dict] = {
        WELL: {"deceased": False, "pin_blocked": False},
        "person-deceased": {"deceased": True, "pin_blocked": False},
        "person-pin-blocked": {"deceased": False, "pin_blocked": True},
        "zags-unknown": {},
        "gns-unknown": {"deceased": False, "pin_blocked": False},
    }

    def __init__(self) -> None:
        self.combined = FakePersonRegistry()

    def pin(self, scenario: str) -> Pin:
        self.combined.add(PIN, "Таалай уулу", "Сүйүнбек", **self.properties[scenario])
        return PIN


class StubWorld:
    def __init__(self, stub) -> None:
        self.stub = stub
        self.tax, self.civil, self.combined = TaxServicePersonRegistry(), CivilRegistry(), CombinedPersonRegistry()

    def pin(self, scenario: str) -> Pin:
        return Pin(self.stub.person(scenario)["pin"])


@pytest.fixture
def stub_world(stub_server, settings):
    settings.XROAD_URL, settings.XROAD_CLIENT = f"{stub_server.url}/xroad", XROAD_CLIENT
    settings.XROAD_TIMEOUTS = ["2", "1", "2"]
    return StubWorld(stub_server)


@pytest.fixture(params=["fake", "stub"])
def world(request):
    return FakeWorld() if request.param == "fake" else request.getfixturevalue("stub_world")


def ask(registry, pin: Pin) -> Person:
    return registry.by_pin(pin, on_behalf_of=ASKER, case="staff")


def test_person_is_found_with_the_proof_of_origin(world):
    pin = world.pin(WELL)
    person = ask(world.combined, pin)
    assert (person.pin, person.last_name, person.first_name) == (pin, "Таалай уулу", "Сүйүнбек")
    assert (person.middle_name, person.birth_date is not None) == ("", True)
    assert (now() - person.provenance.fetched_at).total_seconds() < 60
    assert pin not in repr(person)


@pytest.mark.parametrize(
    ("scenario", "deceased", "blocked"),
    [
        (WELL, False, False),
        ("person-deceased", True, False),
        ("person-pin-blocked", False, True),
        ("gns-unknown", False, False),
        ("zags-unknown", None, None),
    ],
)
def test_both_registers_together_know_more_than_one(world, scenario, deceased, blocked):
    person = ask(world.combined, world.pin(scenario))
    assert (person.deceased, person.pin_blocked) == (deceased, blocked)


def test_unknown_number_is_not_found(world):
    with pytest.raises(NotFound):
        ask(world.combined, UNKNOWN)


def test_what_is_no_number_is_not_asked(world):
    with pytest.raises(InvalidIdentifier):
        ask(world.combined, Pin("01234567890123"))


@pytest.mark.parametrize("error", [NotFound, AccessDenied, RegistryUnavailable, RegistryUnexpectedResponse])
def test_fake_fails_as_it_is_told(error: Callable[[], RegistryError]):
    registry = FakePersonRegistry()
    registry.trouble[PIN] = error()
    with pytest.raises(error):
        ask(registry, PIN)
    assert registry.asked == [(PIN, ASKER, "staff")]


@pytest.mark.parametrize(
    ("scenario", "error", "side"),
    [
        ("gns-unknown", NotFound, None),
        ("gns-access-denied", AccessDenied, None),
        ("gns-network-error", RegistryUnavailable, "network"),
        ("gns-html-502", RegistryUnavailable, "theirs"),
        ("gns-delay", RegistryUnavailable, "network"),
        ("gns-truncated", RegistryUnexpectedResponse, None),
        ("gns-other-person", RegistryUnexpectedResponse, None),
    ],
)
def test_each_way_of_the_tax_service_to_fail_has_its_error(stub_world, scenario, error, side):
    with pytest.raises(RegistryError) as raised:
        ask(stub_world.tax, stub_world.pin(scenario))
    assert type(raised.value) is error
    assert getattr(raised.value, "side", None) == side


@pytest.mark.parametrize("scenario", ["gns-access-denied", "gns-network-error", "gns-html-502", "gns-other-person"])
def test_civil_registry_steps_in_where_the_tax_service_fails(stub_world, scenario):
    person = ask(stub_world.combined, stub_world.pin(scenario))
    assert (person.provenance.source, person.last_name != "") == ("civil registry", True)


def test_person_unknown_to_the_civil_registry(stub_world):
    with pytest.raises(NotFound):
        ask(stub_world.civil, stub_world.pin("zags-unknown"))


def test_people_of_the_demo_world_are_read_as_they_were_written(stub_world):
    rows = [row for row in stub_world.stub.world["people"] if not row["modes"]][::9]
    assert len(rows) >= 30
    for row in rows:
        for registry in (stub_world.tax, stub_world.civil):
            person = ask(registry, Pin(row["pin"]))
            assert (person.last_name, person.first_name) == (row["last_name"], row["first_name"])
            assert person.middle_name == row["middle_name"]
            assert person.birth_date == date.fromisoformat(row["birth_date"])
            assert person.provenance.x_road_id


@pytest.mark.parametrize("mode", ["html-502", "connection-reset", "outdated-globalconf"])
def test_server_that_is_down_for_everybody(stub_world, mode):
    stub_world.stub.set("service", "xroad", mode)
    for registry in (stub_world.tax, stub_world.civil, stub_world.combined):
        with pytest.raises(RegistryUnavailable):
            ask(registry, stub_world.pin(WELL))
