"""Two people, one field: who did not see the other's text may not write over it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from organizations.models import Organization, Registration


class ChangedMeanwhile(Exception):
    """Somebody filled fields that this person wants to fill: `current` holds what stands there now, by field."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__(*current)
        self.current = current


def check_seen(locked: Registration | Organization, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Return if every field to change holds what the person saw there, or what he writes; else ChangedMeanwhile."""
    missed = {
        name: getattr(locked, name)
        for name, value in changes.items()
        if getattr(locked, name) != value and plain(getattr(locked, name)) != seen.get(name, ...)
    }
    if missed:
        raise ChangedMeanwhile(missed)


def plain(value: Any) -> Any:
    """The value as it travels through a hidden field of a page."""
    return value.isoformat() if isinstance(value, date) else value
