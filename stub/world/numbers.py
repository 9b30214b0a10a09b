"""The shapes of personal and organization numbers, with their check digits."""

from datetime import date

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5)


def check_digit(thirteen: str) -> str:
    """The fourteenth digit; a remainder of ten tries the second weights, and ten again gives zero."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(weight * int(digit) for weight, digit in zip(weights, thirteen, strict=True)) % 11
        if remainder < 10:
            return str(remainder)
    return "0"


def number(prefix: str, day: date, serial: int) -> str:
    thirteen = f"{prefix}{day:%d%m%Y}{serial:04d}"
    return thirteen + check_digit(thirteen)


def pin(gender: str, born: date, serial: int) -> str:
    return number("1" if gender == "female" else "2", born, serial)


def inn(registered: date, serial: int, prefix: str = "0") -> str:
    return number(prefix, registered, serial)


def is_valid(value: str) -> bool:
    return len(value) == 14 and value.isdigit() and value[13] == check_digit(value[:13])
