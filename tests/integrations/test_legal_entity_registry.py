"""The contract of the register of legal entities: one suite for the fake and the real adapter at the stub server."""

from collections.abc import Callable

import pytest
from django.utils.timezone import now

from core.identifiers import Inn, InvalidIdentifier, Pin
from integrations.legal_entity_registry import EntityState, LegalEntity
from integrations.legal_entity_registry.fake import FakeLegalEntityRegistry
from integrations.legal_entity_registry.http import JusticeRegistry
from integrations.registries import (
    AccessDenied,
    NotFound,
    RegistryError,
    RegistryUnavailable,
    RegistryUnexpectedResponse,
)
from tests.stub_process import XROAD_CLIENT

ASKER = Pin("10101199000015")
INN, UNKNOWN = Inn("00207199610017"), Inn("02106200710042")
HEAD = Pin("21901198000124")
FULL = {"head_name": "Таалай уулу Сүйүнбек", "head_pin": HEAD}


class FakeWorld:
    properties: dict[str, dict] = {
        "ministry": FULL,
        "liquidated": FULL | {"state": EntityState.LIQUIDATED, "note": "Ликвидировано"},
        "reorganized": FULL | {"state": EntityState.REORGANIZED, "note": "Реорганизовано"},
        "head-pin-missing": FULL | {"head_pin": None},
        "founders-empty": FULL,
    }
    trouble: dict[str, Callable[[], RegistryError]] = {
        "register-access-denied": AccessDenied,
        "register-network-error": lambda: RegistryUnavailable(side="network"),
        "register-service-failed": lambda: RegistryUnavailable(side="theirs"),
        "register-outdated-conf": lambda: RegistryUnavailable(side="ours"),
        "register-html-502": RegistryUnavailable,
        "register-slow": RegistryUnavailable,
        "register-reset": RegistryUnavailable,
        "register-invalid-xml": RegistryUnexpectedResponse,
        "register-xml-bomb": RegistryUnexpectedResponse,
        "register-wrong-charset": RegistryUnexpectedResponse,
        "register-oversized": RegistryUnexpectedResponse,
        "register-another-subject": RegistryUnexpectedResponse,
        "unknown-fault": NotFound,
        "unknown-empty": NotFound,
    }

    def __init__(self) -> None:
        self.registry = FakeLegalEntityRegistry()

    def inn(self, scenario: str) -> Inn:
        if scenario in self.trouble:
            self.registry.trouble[INN] = self.trouble[scenario]()
        else:
            self.registry.add(INN, "«№ 5 мектеп»", **self.properties[scenario])
        return INN


class StubWorld:
    def __init__(self, stub) -> None:
        self.stub = stub
        self.registry = JusticeRegistry()

    def inn(self, scenario: str) -> Inn:
        return Inn(self.stub.organization(scenario)["inn"])


@pytest.fixture(params=["fake", "stub"])
def world(request, settings):
    if request.param == "fake":
        return FakeWorld()
    return request.getfixturevalue("stub_world")


@pytest.fixture
def stub_world(stub_server, settings):
    settings.XROAD_URL, settings.XROAD_CLIENT = f"{stub_server.url}/xroad", XROAD_CLIENT
    settings.XROAD_TIMEOUTS = ["2", "1", "2"]
    return StubWorld(stub_server)


def ask(world, inn: Inn) -> LegalEntity:
    return world.registry.by_inn(inn, on_behalf_of=ASKER, case="registration")


def test_organization_is_found_with_its_proof_of_origin(world):
    inn = world.inn("ministry")
    entity = ask(world, inn)
    assert entity.inn == inn
    assert entity.full_name_ky
    assert (entity.head_name, entity.state) == ("Таалай уулу Сүйүнбек", EntityState.UNKNOWN)
    assert entity.head_pin is not None
    assert entity.foreign_participation is False
    assert (now() - entity.provenance.fetched_at).total_seconds() < 60
    assert entity.head_pin not in repr(entity)


@pytest.mark.parametrize(
    ("scenario", "field", "expected"),
    [
        ("liquidated", "state", EntityState.LIQUIDATED),
        ("reorganized", "state", EntityState.REORGANIZED),
        ("head-pin-missing", "head_pin", None),
        ("founders-empty", "founders", ()),
    ],
)
def test_what_the_register_says_is_passed_on(world, scenario, field, expected):
    entity = ask(world, world.inn(scenario))
    assert getattr(entity, field) == expected
    assert entity.head_name


@pytest.mark.parametrize(
    ("scenario", "error", "side"),
    [
        ("unknown-fault", NotFound, None),
        ("unknown-empty", NotFound, None),
        ("register-access-denied", AccessDenied, None),
        ("register-network-error", RegistryUnavailable, "network"),
        ("register-service-failed", RegistryUnavailable, "theirs"),
        ("register-outdated-conf", RegistryUnavailable, "ours"),
        ("register-html-502", RegistryUnavailable, "network"),
        ("register-slow", RegistryUnavailable, "network"),
        ("register-reset", RegistryUnavailable, "network"),
        ("register-invalid-xml", RegistryUnexpectedResponse, None),
        ("register-xml-bomb", RegistryUnexpectedResponse, None),
        ("register-wrong-charset", RegistryUnexpectedResponse, None),
        ("register-oversized", RegistryUnexpectedResponse, None),
        ("register-another-subject", RegistryUnexpectedResponse, None),
    ],
)
def test_each_way_to_fail_has_its_error(world, scenario, error, side):
    with pytest.raises(RegistryError) as raised:
        ask(world, world.inn(scenario))
    assert type(raised.value) is error
    assert getattr(raised.value, "side", None) == side
    assert raised.value.user_message


def test_unknown_number_is_not_found(world):
    with pytest.raises(NotFound):
        ask(world, UNKNOWN)


def test_what_is_no_number_is_not_asked(world):
    with pytest.raises(InvalidIdentifier):
        ask(world, Inn("12345678901234"))


def test_every_organization_of_the_demo_world_is_read_as_it_was_written(stub_world):
    rows = [row for row in stub_world.stub.world["organizations"] if not row["modes"]]
    assert len(rows) >= 60
    for row in rows:
        entity = ask(stub_world, Inn(row["inn"]))
        assert (entity.full_name_ky, entity.full_name_ru) == (row["full_name_ky"], row["full_name_ru"])
        assert (entity.short_name_ky, entity.short_name_ru) == (row["short_name_ky"], row["short_name_ru"])
        assert (entity.registration_number, entity.okpo) == (row["registration_number"], row["okpo"])
        assert (str(entity.first_registered), str(entity.last_order_date)) == (
            row["first_order_date"],
            row["order_date"],
        )
        assert (entity.head_name, entity.head_pin) == (row["head_name"], row["head_pin"])
        assert (entity.activity_code, entity.activity) == (row["activity_code"], row["activity"])
        assert (entity.address.region, entity.address.village) == (row["region"], row["village"])
        assert [founder.full_name for founder in entity.founders] == [one["full_name"] for one in row["founders"]]
        assert entity.foreign_participation is row["foreign_participation"]
        assert entity.provenance.x_road_id
        assert entity.provenance.request_hash


@pytest.mark.parametrize(
    ("mode", "side"), [("html-502", "network"), ("connection-reset", "network"), ("outdated-globalconf", "ours")]
)
def test_server_that_is_down_for_everybody(stub_world, mode, side):
    stub_world.stub.set("service", "xroad", mode)
    with pytest.raises(RegistryUnavailable) as raised:
        ask(stub_world, stub_world.inn("ministry"))
    assert raised.value.side == side


def test_client_that_x_road_does_not_know(stub_world, settings):
    inn = stub_world.inn("ministry")
    settings.XROAD_CLIENT = "central-server/GOV/70000001/somebody-else"
    with pytest.raises(RegistryUnavailable) as raised:
        ask(StubWorld(stub_world.stub), inn)
    assert raised.value.side == "ours"
