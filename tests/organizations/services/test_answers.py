from datetime import date

import pytest
from django.utils.timezone import now

from organizations.enums import Ownership, State
from organizations.services.answers import apply_values, differences
from tests.factories.accounts import new_pin
from tests.factories.organizations import OrganizationFactory

PIN = new_pin()


def known(**fields):
    values = {
        "full_name_ky": "Мектеп",
        "full_name_ru": "Школа",
        "okpo": "30001706",
        "flat": "5",
        "head_name": "Асанова Айгүл",
        "head_pin": PIN,
        "state": State.ACTIVE,
        "ownership": Ownership.PRIVATE,
        "order_on": date(2020, 1, 1),
        "registered_by": None,
        "district": None,
    }
    return OrganizationFactory.build(**values | fields)


@pytest.mark.parametrize(
    ("name", "unverified", "new", "is_taken"),
    [
        ("full_name_ky", [], "Жаңы мектеп", True),
        ("full_name_ky", [], "", False),
        ("full_name_ky", ["full_name_ky"], "Жаңы мектеп", True),
        ("okpo", [], "24351939", True),
        ("okpo", [], "", True),
        ("okpo", ["okpo"], "", False),
        ("okpo", ["okpo"], "24351939", True),
        ("flat", [], "", True),
        ("order_on", [], date(2021, 1, 1), True),
        ("order_on", [], None, True),
        ("ownership", [], Ownership.MUNICIPAL, True),
        ("ownership", [], Ownership.UNKNOWN, False),
        ("head_name", [], "", False),
        ("head_pin", [], None, False),
        ("state", [], State.LIQUIDATED, True),
        ("state", [], State.UNKNOWN, True),
    ],
)
def test_an_empty_answer_takes_nothing_away_that_was_typed_or_is_needed(name, unverified, new, is_taken):
    organization = known(unverified=unverified)
    old = getattr(organization, name)
    assert differences(organization, {name: new}) == ({name: (old, new)} if is_taken else {})


def test_the_number_of_a_former_head_goes_with_his_name():
    changes = differences(known(), {"head_name": "Бектуров Нурлан", "head_pin": None})
    assert changes == {"head_name": ("Асанова Айгүл", "Бектуров Нурлан"), "head_pin": (PIN, None)}


def test_what_is_equal_is_no_difference():
    assert differences(known(), {"full_name_ky": "Мектеп", "head_pin": PIN, "order_on": date(2020, 1, 1)}) == {}


def test_after_an_answer_only_what_it_left_empty_is_unverified():
    organization = known(unverified=["okpo", "full_name_ky", "flat"])
    moment = now()
    apply_values(organization, {"okpo": "24351939", "full_name_ky": "Мектеп", "flat": ""}, moment)
    assert (organization.okpo, organization.flat, organization.unverified) == ("24351939", "5", ["flat"])
    assert (organization.register_answered_at, organization.register_asked_at) == (moment, moment)
