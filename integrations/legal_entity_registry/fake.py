"""A register of organizations in memory: `entities` is the whole register, `trouble` makes single numbers fail."""

from dataclasses import replace
from typing import Any

from django.utils.timezone import now

from core.identifiers import Inn
from integrations.errors import IntegrationError
from integrations.legal_entity_registry import Address, EntityState, LegalEntity
from integrations.provenance import Provenance
from integrations.registries import NotFound


class FakeLegalEntityRegistry:
    def __init__(self) -> None:
        self.entities: dict[Inn, LegalEntity] = {}
        self.trouble: dict[Inn, IntegrationError] = {}
        self.down: IntegrationError | None = None
        self.asked: list[tuple[Inn, str, str | None]] = []

    def add(self, inn: Inn, full_name_ky: str, **fields: Any) -> LegalEntity:
        """An organization with plausible values for every field that is not given."""
        values: dict[str, Any] = {
            "inn": inn,
            "full_name_ky": full_name_ky,
            "short_name_ky": full_name_ky,
            "full_name_ru": full_name_ky,
            "short_name_ru": full_name_ky,
            "registration_number": "100001-3301-У-е",
            "okpo": "24351939",
            "first_registered": inn.date_inside,
            "last_order_date": inn.date_inside,
            "legal_form_code": "75",
            "legal_form": "Учреждение",
            "ownership": "Мамлекеттик",
            "foreign_participation": False,
            "address": Address(region="Бишкек шаары"),
            "phones": (),
            "emails": (),
            "head_name": "",
            "head_pin": None,
            "activity_code": "85.31.0",
            "activity": "Жалпы орто билим берүү",
            "founders": (),
            "founders_individual": None,
            "founders_legal": None,
            "state": EntityState.UNKNOWN,
            "note": "",
            "provenance": Provenance(source="fake", fetched_at=now()),
        }
        self.entities[inn] = LegalEntity(**values | fields)
        return self.entities[inn]

    def by_inn(self, inn: Inn, *, on_behalf_of: str, case: str | None = None) -> LegalEntity:
        inn = Inn.parse(inn)
        self.asked.append((inn, on_behalf_of, case))
        if error := self.down or self.trouble.get(inn):
            raise error
        if inn not in self.entities:
            raise NotFound
        entity = self.entities[inn]
        return replace(entity, provenance=replace(entity.provenance, fetched_at=now()))
