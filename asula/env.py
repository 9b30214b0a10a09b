"""The one door to the environment: each setting is read here, and a missing one is named."""

import os

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = "\0required"


def text(name: str, default: str = _REQUIRED) -> str:
    """The variable's value; without a default a missing variable stops the start and is named."""
    value = os.environ.get(name, default)
    if value == _REQUIRED:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see .env.example).")
    return value


def flag(name: str, default: bool) -> bool:
    """True for 1, true, yes, on; false for 0, false, no, off and the empty string."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def items(name: str, default: str = _REQUIRED) -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
