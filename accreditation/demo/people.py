"""The demo world's specialists, experts and members of the collegium: see settings.DEMO_DATA."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accreditation.enums.people import ExpertType
from accreditation.models import CollegiumMember, Expert, MinistryPerson, Specialist
from core.identifiers import Pin
from organizations.enums import InstructionLanguage, Level
from organizations.models import District, Region
from selfassessment.enums import AccreditationType

_LISTS: dict[str, tuple[type[MinistryPerson], str]] = {
    "specialist": (Specialist, "аккредитация адиси"),
    "expert": (Expert, "эксперт"),
    "collegium": (CollegiumMember, "коллегиянын мүчөсү"),
}
_NAME = ("last_name", "first_name", "middle_name")
_PLACE = "Демо министрлик"


def load_demo(people: list[dict[str, Any]]) -> None:
    """Everybody of the world who works for the ministry stands in its lists; who is there already stays as he is."""
    regions = {region.iso: region for region in Region.objects.all()}
    for person in people:
        if person["demo_role"] in _LISTS:
            _enter(person, regions.get(person["region"]))


def _enter(person: dict[str, Any], region: Region | None) -> None:
    model, position = _LISTS[person["demo_role"]]
    name = {part: person[part] for part in _NAME}
    address = {"email": person["email"], "phone": person["phone"]}
    user = User.objects.known_by(Pin(person["pin"]), **name, **address)
    work = {"position": position, "organization": _PLACE, "name_confirmed_at": timezone.now()}
    expertise = _expertise(region) if model is Expert else {}
    model.objects.get_or_create(person=user, defaults=name | address | work | expertise)


def _expertise(region: Region | None) -> dict[str, Any]:
    """Fit for everything, so that the draw of the demo has somebody to choose from."""
    district = District.objects.filter(region=region, is_active=True).order_by("pk").first() if region else None
    return {
        "type": ExpertType.ACCREDITATION,
        "kinds": list(AccreditationType.values),
        "levels": list(Level.values),
        "languages": [InstructionLanguage.KYRGYZ.value, InstructionLanguage.RUSSIAN.value],
        "region": region,
        "district": district,
        "certificate_valid_until": timezone.localdate().replace(month=12, day=31),
    }
