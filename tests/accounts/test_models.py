import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from core.identifiers import Pin

pytestmark = pytest.mark.django_db
PIN = Pin("22112199901234")


def test_a_person_is_found_by_the_whole_pin_only():
    person = User.objects.create_user(pin=PIN, last_name="Асанов", first_name="Үсөн")
    assert User.objects.by_pin(PIN).get() == person
    assert not User.objects.by_pin(Pin("22112199901235")).exists()


def test_the_pin_comes_back_as_a_pin_and_stands_nowhere_in_clear():
    person = User.objects.create_user(pin=PIN)
    person.refresh_from_db()
    assert person.pin == PIN
    assert isinstance(person.pin, Pin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(u)::text FROM accounts_user u")
        assert PIN not in cursor.fetchone()[0]


def test_two_people_cannot_have_one_pin():
    User.objects.create_user(pin=PIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(pin=PIN)


def test_people_without_a_pin_can_be_many():
    User.objects.create_user()
    User.objects.create_user()
    assert User.objects.filter(pin=None).count() == 2


def test_an_encrypted_column_cannot_be_searched():
    with pytest.raises(TypeError, match="blind index"):
        list(User.objects.filter(pin=PIN))


def test_pseudonyms_say_nothing_and_differ():
    names = {User.objects.create_user(last_name="Асанов").username for _number in range(5)}
    assert len(names) == 5
    assert not any("Асанов" in name for name in names)


def test_a_person_signs_in_through_the_provider_only():
    assert not User.objects.create_user(pin=PIN).has_usable_password()


def test_the_break_glass_account_has_a_password():
    assert User.objects.create_superuser("operator", "a long pass phrase").check_password("a long pass phrase")


@pytest.mark.parametrize(
    ("names", "full"),
    [
        (("Асанов", "Үсөн", "Болотович"), "Асанов Үсөн Болотович"),
        (("Асанов", "Үсөн", ""), "Асанов Үсөн"),
        (("", "", ""), ""),
    ],
)
def test_full_names_are_ordered_as_in_papers(names, full):
    last, first, middle = names
    assert User(last_name=last, first_name=first, middle_name=middle).get_full_name() == full
