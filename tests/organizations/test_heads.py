import pytest
from django.utils.timezone import now

from core.identifiers import Pin
from organizations.heads import is_head, needs_proof, same_name
from tests.factories.accounts import UserFactory
from tests.factories.organizations import RegistrationFactory

PIN, OTHER = Pin("22112199901234"), Pin("22112199901235")
NAME = "Асанова Айгүл Бакировна"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (NAME, NAME, True),
        (NAME, "АСАНОВА АЙГҮЛ БАКИРОВНА", True),
        (NAME, "Айгүл Бакировна Асанова", True),
        (NAME, "Асанова  Айгул Бакировна", True),
        ("Өмүралиев Үсөн", "Омуралиев Усон", True),
        ("Семёнов Пётр", "Семенов Петр", True),
        (NAME, "Асанова Айгүл", True),
        ("Асанов-Үсөнов Эрмек", "Асанов Үсөнов Эрмек", True),
        (NAME, "Асанова", False),
        (NAME, "Асанова Гүлнара Бакировна", False),
        (NAME, "Асанова Асанова", False),
        (NAME, "", False),
        ("Асанов Нурлан", "Бектуров Нурлан", False),
    ],
)
def test_one_person_is_written_in_many_ways(one, other, is_same):
    assert same_name(one, other) is is_same
    assert same_name(other, one) is is_same


@pytest.mark.parametrize(
    ("answered", "head_pin", "head_name", "pin", "expected"),
    [
        (True, PIN, NAME, PIN, True),
        (True, PIN, "Эски Аталыш", PIN, True),
        (True, OTHER, NAME, PIN, False),
        (True, None, NAME, PIN, True),
        (True, None, "Бектуров Нурлан", PIN, False),
        (True, PIN, NAME, None, True),
        (True, PIN, "Бектуров Нурлан", None, False),
        (True, None, "", PIN, None),
        (False, PIN, NAME, PIN, None),
        (False, None, "Бектуров Нурлан", PIN, None),
    ],
)
def test_the_number_decides_and_without_it_the_name(answered, head_pin, head_name, pin, expected):
    person = UserFactory.build(pin=pin, last_name="Асанова", first_name="Айгүл", middle_name="Бакировна")
    registration = RegistrationFactory.build(
        head_pin=head_pin,
        head_name=head_name,
        register_answered_at=now() if answered else None,
        started_by=person,
    )
    assert is_head(registration, person) is expected
    assert needs_proof(registration, person) is (expected is False)
