import itertools
import random
from datetime import date, timedelta

import factory

from accounts.models import User
from core.identifiers import Inn, Pin

_serials = itertools.count(1)
_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3), (3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5))


def new_pin(*, born: date | None = None, woman: bool | None = None) -> Pin:
    """A number that no other call of this run returns."""
    born = born or date(1960, 1, 1) + timedelta(days=random.randrange(15_000))
    sex = random.choice("12") if woman is None else "1" if woman else "2"
    return Pin.parse(_with_check_digit(f"{sex}{born:%d%m%Y}{next(_serials) % 10_000:04}"))


def new_inn(*, registered: date | None = None) -> Inn:
    """The number of an organization, with a leading zero and a right check digit."""
    registered = registered or date(1995, 1, 1) + timedelta(days=random.randrange(9_000))
    return Inn.parse(_with_check_digit(f"0{registered:%d%m%Y}{next(_serials) % 10_000:04}"))


def _with_check_digit(first: str) -> str:
    for weights in _WEIGHTS:
        remainder = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11
        if remainder < 10:
            return f"{first}{remainder}"
    return f"{first}0"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person known by his PIN, with no work anywhere."""

    class Meta:
        model = User

    pin = factory.LazyFunction(new_pin)
    last_name = factory.Iterator(["Асанова", "Төлөгөнов", "Үсөнбаева", "Жээнбеков", "Өмүралиева"])
    first_name = factory.Iterator(["Айгүл", "Нурлан", "Гүлнара", "Эрмек", "Жылдыз"])
    middle_name = factory.Iterator(["Асановна", "Бектурович", "Сыдыковна", "", "Кубанычбековна"])
    password = "!"  # unusable: people sign in through the identity provider
