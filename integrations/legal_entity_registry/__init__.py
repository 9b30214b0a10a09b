"""Port to the register of legal entities kept by the Ministry of Justice."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.identifiers import Inn, Pin
from integrations.adapters import adapter
from integrations.provenance import Provenance


class EntityState(StrEnum):
    """Whether the organization exists; UNKNOWN where the register does not say, which must not block anybody."""

    ACTIVE = "active"
    LIQUIDATED = "liquidated"
    REORGANIZED = "reorganized"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    region: str = ""
    district: str = ""
    city: str = ""
    village: str = ""
    microdistrict: str = ""
    street: str = ""
    house: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    full_name: str
    citizenship: str | None = None
    tin: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntity:
    """One organization as the register describes it: `_ky` in the state language, `_ru` in the official one."""

    inn: Inn
    full_name_ky: str
    short_name_ky: str
    full_name_ru: str
    short_name_ru: str
    registration_number: str
    okpo: str
    first_registered: date | None
    last_order_date: date | None
    legal_form_code: str | None
    legal_form: str | None
    ownership: str | None
    foreign_participation: bool | None
    address: Address
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    head_name: str
    head_pin: Pin | None
    activity_code: str | None
    activity: str | None
    founders: tuple[Founder, ...]
    founders_individual: int | None
    founders_legal: int | None
    state: EntityState
    note: str
    provenance: Provenance


class LegalEntityRegistry(Protocol):
    def by_inn(self, inn: Inn, *, on_behalf_of: str, case: str | None = None) -> LegalEntity:
        """The organization with this INN. `on_behalf_of` (a PIN, or the name of a background job) and `case` travel
        to the register's owner. Raises the errors of `integrations.registries`."""


def legal_entity_registry() -> LegalEntityRegistry:
    """The adapter that settings.ADAPTERS names."""
    registry: LegalEntityRegistry = adapter("legal_entity_registry")
    return registry
