"""Port to the registers of people: a name by a personal number."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.identifiers import Pin
from integrations.adapters import adapter
from integrations.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`deceased` and `pin_blocked` are None where only a register that does not know it could be asked."""

    pin: Pin
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date | None
    deceased: bool | None
    pin_blocked: bool | None
    provenance: Provenance


class PersonRegistry(Protocol):
    def by_pin(self, pin: Pin, *, on_behalf_of: str, case: str | None = None) -> Person:
        """The person with this PIN. `on_behalf_of` (a PIN, or the name of a background job) and `case` travel to the
        register's owner. Raises the errors of `integrations.registries`."""


def person_registry() -> PersonRegistry:
    """The adapter that settings.ADAPTERS names."""
    registry: PersonRegistry = adapter("person_registry")
    return registry
