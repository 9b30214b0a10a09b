from django import template

from accreditation.models import Expert, MinistryPerson
from accreditation.selectors.people import shown

register = template.Library()

_FACTS = ("position", "organization", "email", "phone")
_EXPERT_FACTS = (
    *("type", "kinds", "levels", "languages", "region", "district"),
    *("employer", "certificate_valid_until", "capacity_per_year"),
)


@register.filter
def fact(entry: MinistryPerson, name: str) -> str:
    """One value of an entry, in words."""
    return shown(name, getattr(entry, name))


@register.filter
def facts(entry: MinistryPerson) -> list[tuple[str, str]]:
    """What the list keeps about a person, as label and value, in the order of the form."""
    names = (*_FACTS, *_EXPERT_FACTS) if isinstance(entry, Expert) else _FACTS
    return [(str(entry._meta.get_field(name).verbose_name), fact(entry, name)) for name in names]  # noqa: SLF001 -- the documented API
