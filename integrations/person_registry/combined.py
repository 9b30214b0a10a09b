"""Both registers of people together: names from the tax service, life and PIN from the civil registry."""

from dataclasses import replace

from core.identifiers import Pin
from integrations.person_registry import Person
from integrations.person_registry.civil import CivilRegistry
from integrations.person_registry.tax import TaxServicePersonRegistry
from integrations.registries import NotFound, RegistryError


class CombinedPersonRegistry:
    """One register that does not answer or does not know the person does not hide what the other says."""

    def __init__(self) -> None:
        self._tax = TaxServicePersonRegistry()
        self._civil = CivilRegistry()

    def by_pin(self, pin: Pin, *, on_behalf_of: str, case: str | None = None) -> Person:
        """A teacher who pays no taxes himself may be known at the civil registry only. Unknown is who is unknown to
        both; when neither names the person and one of them is silent, the silence is reported."""
        refusals: list[RegistryError] = []
        found: list[Person] = []
        for registry in (self._tax, self._civil):
            try:
                found.append(registry.by_pin(pin, on_behalf_of=on_behalf_of, case=case))
            except RegistryError as refusal:
                refusals.append(refusal)
        if not found:
            raise next((refusal for refusal in refusals if not isinstance(refusal, NotFound)), refusals[0])
        person, other = found[0], found[-1]
        return replace(person, birth_date=other.birth_date, deceased=other.deceased, pin_blocked=other.pin_blocked)
