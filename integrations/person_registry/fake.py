"""A register of people in memory: `people` is the whole register, `trouble` makes single numbers fail."""

from dataclasses import replace
from datetime import date

from django.utils.timezone import now

from core.identifiers import Pin
from integrations.errors import IntegrationError
from integrations.person_registry import Person
from integrations.provenance import Provenance
from integrations.registries import NotFound


class FakePersonRegistry:
    def __init__(self) -> None:
        self.people: dict[Pin, Person] = {}
        self.trouble: dict[Pin, IntegrationError] = {}
        self.down: IntegrationError | None = None
        self.asked: list[tuple[Pin, str, str | None]] = []

    def add(
        self,
        pin: Pin,
        last_name: str,
        first_name: str,
        middle_name: str = "",
        *,
        birth_date: date | None = None,
        deceased: bool | None = None,
        pin_blocked: bool | None = None,
    ) -> Person:
        person = Person(
            pin=pin,
            last_name=last_name,
            first_name=first_name,
            middle_name=middle_name,
            birth_date=birth_date or pin.date_inside,
            deceased=deceased,
            pin_blocked=pin_blocked,
            provenance=Provenance(source="fake", fetched_at=now()),
        )
        self.people[pin] = person
        return person

    def by_pin(self, pin: Pin, *, on_behalf_of: str, case: str | None = None) -> Person:
        pin = Pin.parse(pin)
        self.asked.append((pin, on_behalf_of, case))
        if error := self.down or self.trouble.get(pin):
            raise error
        if pin not in self.people:
            raise NotFound
        person = self.people[pin]
        return replace(person, provenance=replace(person.provenance, fetched_at=now()))
