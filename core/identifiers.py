"""Personal numbers (PIN) and tax numbers of organizations (INN): 14 characters, never integers, masked when printed."""

import re
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SEPARATORS = re.compile(r"[\s\u00a0\-–]+")
_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3), (3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5))


class InvalidIdentifier(ValidationError):
    """The text is no such number; the message tells the user what to type."""


class Identifier(str):
    """Fourteen ASCII digits, whose `repr` is masked so that it stays out of tracebacks and logs."""

    __slots__ = ()

    _first_digits = frozenset("0123456789")
    _malformed = _("The number has 14 digits.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number without spaces and hyphens; raises InvalidIdentifier."""
        digits = _SEPARATORS.sub("", text)
        if not re.fullmatch(r"[0-9]{14}", digits) or digits[0] not in cls._first_digits or _date(digits) is None:
            raise InvalidIdentifier(cls._malformed, code="invalid")
        return cls(digits)

    @property
    def masked(self) -> str:
        """The first four and the last two digits, as pages show it."""
        return f"{self[:4]}••••••••{self[-2:]}"

    @property
    def date_inside(self) -> date | None:
        """Birth of the person or registration of the organization: digits 2–9, DDMMYYYY."""
        return _date(self)

    def has_valid_check_digit(self) -> bool:
        """Weights over 13 digits modulo 11. Verified on organizations only, so for people it may warn, not block."""
        for weights in _WEIGHTS:
            remainder = sum(int(digit) * weight for digit, weight in zip(self[:13], weights, strict=True)) % 11
            if remainder < 10:
                return remainder == int(self[13])
        return self[13] == "0"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked})"


class Pin(Identifier):
    """Personal number: sex (1 or 2), date of birth DDMMYYYY, serial, check digit."""

    __slots__ = ()

    _first_digits = frozenset("12")
    _malformed = _("PIN must have 14 digits, as on the ID card.")


class Inn(Identifier):
    """Tax number of a legal entity: 0, 3 or 4, date of registration DDMMYYYY, serial, check digit."""

    __slots__ = ()

    _first_digits = frozenset("034")
    _malformed = _("INN must have 14 digits, as in the registration certificate.")


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[5:9]), int(digits[3:5]), int(digits[1:3]))
    except ValueError:
        return None
