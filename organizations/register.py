"""The Ministry of Justice's register, asked in the words of our own fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.acting import Acting
from core.identifiers import Inn, Pin
from core.limits import limit
from integrations.errors import IntegrationError
from integrations.legal_entity_registry import LegalEntity, legal_entity_registry
from integrations.provenance import Provenance
from integrations.registries import NotFound
from organizations.enums import Outcome, Ownership, State

_WAYS_BACK = {"first_registered_on": date.fromisoformat, "order_on": date.fromisoformat, "head_pin": Pin}

log = structlog.get_logger(__name__)

NAMES = ("full_name_ky", "short_name_ky", "full_name_ru", "short_name_ru")
IDENTITY = ("registration_number", "foreign_participation", "ownership", "okpo", "legal_form")
ADDRESS = ("region_name", "city", "district_name", "village", "microdistrict", "street", "house", "flat")
OTHER = ("first_registered_on", "order_on", "main_activity", "activity_code", "head_name")
TYPED = (*NAMES, *IDENTITY, *ADDRESS, *OTHER)  # what a person may type while the register is silent
FIELDS = (*TYPED, "head_pin", "state", "register_note")
NEEDED = ("full_name_ky", "full_name_ru", "ownership", "head_name")  # without these there is no registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the register answered: `values` by the names of our fields, and the contacts it knows."""

    outcome: Outcome
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    provenance: Provenance | None = None
    phone: str = ""
    email: str = ""


def ask_for(acting: Acting, inn: Inn, *, case: str) -> Answer:
    """The same for a person, who may ask only so often (settings.REGISTER_QUESTIONS); raises TooMany."""
    limit("register", acting.user.pk, settings.REGISTER_QUESTIONS)
    return ask(inn, on_behalf_of=acting.user.pin or acting.user.username, case=case)


def ask(inn: Inn, *, on_behalf_of: str, case: str) -> Answer:
    """What the register says of the organization. A register that is silent, closed to us or confused is an answer
    too: the person types the data himself, and they are checked later."""
    try:
        entity = legal_entity_registry().by_inn(inn, on_behalf_of=on_behalf_of, case=case)
    except NotFound:
        return Answer(outcome=Outcome.NOT_FOUND)
    except IntegrationError as error:
        log.warning("register did not answer", error=error.code)
        return Answer(outcome=Outcome.UNAVAILABLE)
    return Answer(
        outcome=Outcome.CONFIRMED,
        values=values_of(entity),
        provenance=entity.provenance,
        phone=", ".join(entity.phones)[:40],
        email=next(iter(entity.emails), ""),
    )


def values_of(entity: LegalEntity) -> dict[str, Any]:
    """The entity by the names of our fields; what the register leaves empty is empty here."""
    address = entity.address
    return {
        "full_name_ky": entity.full_name_ky,
        "short_name_ky": entity.short_name_ky,
        "full_name_ru": entity.full_name_ru,
        "short_name_ru": entity.short_name_ru,
        "registration_number": entity.registration_number,
        "foreign_participation": entity.foreign_participation,
        "ownership": ownership_of(entity.ownership or ""),
        "okpo": entity.okpo,
        "legal_form": entity.legal_form or "",
        "region_name": address.region,
        "city": address.city,
        "district_name": address.district,
        "village": address.village,
        "microdistrict": address.microdistrict,
        "street": address.street,
        "house": address.house,
        "flat": address.room,
        "first_registered_on": entity.first_registered,
        "order_on": entity.last_order_date,
        "main_activity": entity.activity or "",
        "activity_code": entity.activity_code or "",
        "head_name": entity.head_name,
        "head_pin": entity.head_pin,
        "state": State(entity.state.value),
        "register_note": entity.note,
    }


def ownership_of(text: str) -> Ownership:
    """The form of ownership behind the register's code or words (settings.JUSTICE_OWNERSHIP); unknown if none fits."""
    lowered = text.strip().lower()
    for part, ownership in _ownerships(settings.JUSTICE_OWNERSHIP):
        if lowered == part or (not part.isdigit() and part in lowered):
            return ownership
    return Ownership.UNKNOWN


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them; `restored` is the way back."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def restored(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `stored` made ready to be kept."""
    return {name: _WAYS_BACK[name](value) if value and name in _WAYS_BACK else value for name, value in kept.items()}


def _ownerships(entries: list[str]) -> list[tuple[str, Ownership]]:
    try:
        return [(part.lower(), Ownership(name)) for part, _, name in (entry.partition("=") for entry in entries)]
    except ValueError as error:
        raise ImproperlyConfigured(f"JUSTICE_OWNERSHIP: {error}") from None
