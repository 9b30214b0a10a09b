import json
from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.identifiers import Pin
from integrations.errors import UnexpectedResponse
from integrations.legal_entity_registry import Address, EntityState, legal_entity_registry
from integrations.registries import (
    AccessDenied,
    NotFound,
    RegistryFault,
    RegistryUnavailable,
    RegistryUnexpectedResponse,
)
from organizations import register
from organizations.enums import Outcome, Ownership, State
from organizations.models import Organization, Registration
from tests.factories.accounts import new_inn, new_pin

FAILURES = [
    RegistryUnavailable("timeout"),
    RegistryUnavailable("security server", side="ours"),
    RegistryUnexpectedResponse("html"),
    UnexpectedResponse("html"),
    AccessDenied(),
    RegistryFault("Server.ClientProxy.OutdatedGlobalConf", "stale"),
]


def ask(inn):
    return register.ask(inn, on_behalf_of="u-1", case="registration")


def test_every_field_of_the_form_comes_from_the_register():
    inn, pin = new_inn(), new_pin()
    legal_entity_registry().add(
        inn,
        "«Үмүт» мектеби",
        short_name_ky="«Үмүт»",
        full_name_ru="Школа «Умут»",
        short_name_ru="«Умут»",
        registration_number="123456-3301-ООО",
        okpo="30001706",
        first_registered=date(2001, 9, 1),
        last_order_date=date(2019, 3, 15),
        legal_form="Общество",
        ownership="1",
        foreign_participation=True,
        address=Address(
            region="Чуйская область",
            district="Сокулукский район",
            city="",
            village="с. Шопоков",
            microdistrict="2",
            street="ул. Мира",
            house="5а",
            room="12",
        ),
        phones=("+996 312 1", "+996 555 2"),
        emails=("a@school.example", "b@school.example"),
        head_name="Асанова Айгүл",
        head_pin=pin,
        activity="Общее образование",
        activity_code="85.31.0",
        state=EntityState.ACTIVE,
        note="действует",
    )
    answer = ask(inn)
    assert answer.outcome == Outcome.CONFIRMED
    assert answer.values == {
        "full_name_ky": "«Үмүт» мектеби",
        "short_name_ky": "«Үмүт»",
        "full_name_ru": "Школа «Умут»",
        "short_name_ru": "«Умут»",
        "registration_number": "123456-3301-ООО",
        "foreign_participation": True,
        "ownership": Ownership.PRIVATE,
        "okpo": "30001706",
        "legal_form": "Общество",
        "region_name": "Чуйская область",
        "city": "",
        "district_name": "Сокулукский район",
        "village": "с. Шопоков",
        "microdistrict": "2",
        "street": "ул. Мира",
        "house": "5а",
        "flat": "12",
        "first_registered_on": date(2001, 9, 1),
        "order_on": date(2019, 3, 15),
        "main_activity": "Общее образование",
        "activity_code": "85.31.0",
        "head_name": "Асанова Айгүл",
        "head_pin": pin,
        "state": State.ACTIVE,
        "register_note": "действует",
    }
    assert set(answer.values) == set(register.FIELDS)
    assert (answer.phone, answer.email) == ("+996 312 1, +996 555 2", "a@school.example")


def test_each_field_is_a_column_of_a_registration_and_of_an_organization():
    for model in (Registration, Organization):
        columns = {field.name for field in model._meta.get_fields()}
        assert set(register.FIELDS) <= columns


def test_who_asks_and_why_travels_to_the_register():
    inn = new_inn()
    legal_entity_registry().add(inn, "Мектеп")
    register.ask(inn, on_behalf_of="21234567890123", case="registration")
    assert legal_entity_registry().asked == [(inn, "21234567890123", "registration")]


@pytest.mark.parametrize("error", FAILURES, ids=str)
def test_a_register_that_fails_is_an_answer_too(error):
    legal_entity_registry().down = error
    assert ask(new_inn()) == register.Answer(outcome=Outcome.UNAVAILABLE)


def test_an_unknown_inn_is_another_answer():
    legal_entity_registry().down = NotFound("fault")
    assert ask(new_inn()) == register.Answer(outcome=Outcome.NOT_FOUND)


def test_an_answer_shows_no_personal_data_in_a_traceback():
    inn = new_inn()
    legal_entity_registry().add(inn, "Мектеп", head_name="Асанова Айгүл")
    assert "Асанова" not in repr(ask(inn))


@pytest.mark.parametrize(
    ("said", "ownership"),
    [
        ("1", Ownership.PRIVATE),
        ("2", Ownership.STATE),
        ("3", Ownership.MUNICIPAL),
        ("12", Ownership.UNKNOWN),
        ("", Ownership.UNKNOWN),
        ("Жеке менчик", Ownership.PRIVATE),
        ("частная форма собственности", Ownership.PRIVATE),
        ("МУНИЦИПАЛДЫК", Ownership.MUNICIPAL),
        ("Коммунальная собственность", Ownership.MUNICIPAL),
        (" Мамлекеттик ", Ownership.STATE),
        ("государственная", Ownership.STATE),
        ("аралаш", Ownership.UNKNOWN),
    ],
)
def test_the_form_of_ownership_is_read_from_a_code_or_from_words(said, ownership):
    assert register.ownership_of(said) == ownership


def test_a_wrong_table_of_ownership_is_named(settings):
    settings.JUSTICE_OWNERSHIP = ["1=nobody"]
    with pytest.raises(ImproperlyConfigured, match="JUSTICE_OWNERSHIP"):
        register.ownership_of("1")


def test_values_come_back_from_where_they_were_kept():
    values = {
        "first_registered_on": date(2001, 9, 1),
        "order_on": None,
        "head_pin": Pin("22112199901234"),
        "foreign_participation": False,
    }
    kept = json.loads(json.dumps(register.stored(values)))
    assert kept == {**values, "first_registered_on": "2001-09-01"}
    assert register.restored(kept) == values
    assert isinstance(register.restored(kept)["head_pin"], Pin)
