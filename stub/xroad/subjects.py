"""What the registers behind X-Road know, in their own field names."""

from typing import Any

from django.utils import timezone

from stub.registry.models import Organization, Person
from stub.registry.modes import OrganizationMode, PersonMode

PADDING = "Дополнительные сведения. " * 140_000
LIQUIDATED = "Ликвидировано. Приказ о прекращении деятельности юридического лица от {date}"
REORGANIZED = "Реорганизовано путём присоединения. Приказ от {date}"
COPIED = (
    *("region", "district", "city", "village", "microdistrict", "street", "house", "room"),
    *("phones", "email1", "email2"),
)
MARRIED, SINGLE = "Состоит в браке", "Не состоит в браке"


def legal_entity(organization: Organization) -> dict[str, Any]:
    """The Ministry of Justice's `subject`."""
    record = organization.record
    founders = [] if organization.has(OrganizationMode.FOUNDERS_EMPTY) else record["founders"]
    people = sum(1 for founder in founders if founder["tin"][:1] in {"1", "2"} or not founder["tin"])
    order_date, description = _last_order(organization)
    chief, chief_tin = _chief(organization)
    return {
        "fullNameGl": record["full_name_ky"],
        "shortNameGl": record["short_name_ky"],
        "fullNameOl": record["full_name_ru"],
        "shortNameOl": record["short_name_ru"],
        "foreignPart": record["foreign_participation"],
        "registrCode": record["registration_number"],
        "statSubCode": record["okpo"],
        "tin": record["inn"],
        **{key: record[key] for key in COPIED},
        "orderDate": f"{order_date}T00:00:00+06:00",
        "firstOrderDate": record["first_order_date"],
        "category": record["category"],
        "categoryName": record["category_name"],
        "ownership": record["ownership_code"],
        "chief": chief,
        "chiefTin": chief_tin,
        "baseBus": record["activity"],
        "baseBusCode": record["activity_code"],
        "indFounders": people,
        "jurFounders": len(founders) - people,
        "totalFounders": len(founders),
        "description": description,
        "founders": [{"fullName": f["full_name"], "citizenship": f["citizenship"], "tin": f["tin"]} for f in founders],
    }


def _last_order(organization: Organization) -> tuple[str, str]:
    date = organization.record["order_date"]
    shown = ".".join(reversed(date.split("-")))
    if organization.has(OrganizationMode.LIQUIDATED):
        return date, LIQUIDATED.format(date=shown)
    if organization.has(OrganizationMode.REORGANIZED):
        return date, REORGANIZED.format(date=shown)
    return date, PADDING if organization.has(OrganizationMode.OVERSIZED) else ""


def _chief(organization: Organization) -> tuple[str, str]:
    name, pin = organization.record["head_name"], organization.record["head_pin"]
    if organization.has(OrganizationMode.HEAD_DIFFERS):
        former = Person.objects.exclude(pin=pin).filter(demo_role="citizen").order_by("pk").first()
        return (former.full_name, former.pin) if former else (name, pin)
    if organization.has(OrganizationMode.HEAD_NAME_DIFFERS):
        last, *rest = name.split(" ")
        return " ".join([last.replace("ө", "о").replace("ү", "у").replace("ң", "н") + "-Талаа", *rest]), pin
    return name, "" if organization.has(OrganizationMode.HEAD_PIN_MISSING) else pin


def taxpayer(person: Person) -> dict[str, Any]:
    """The tax service's person."""
    return {
        "tin": person.pin,
        "lastName": person.last_name,
        "firstName": person.first_name,
        "middleName": person.middle_name,
        "rayonCode": "001",
        "rayonName": "УГНС по Октябрьскому району г. Бишкек",
        "registrationDate": "2012-05-14T00:00:00",
        "legalFormCode": "999",
        "certificateNumber": None,
    }


def civil_record(person: Person) -> dict[str, Any]:
    """The civil registry's person."""
    deceased = person.has(PersonMode.DECEASED)
    return {
        "pin": person.pin,
        "surname": person.last_name,
        "name": person.first_name,
        "patronymic": person.middle_name,
        "gender": "Ж" if person.gender == "female" else "М",
        "nationality": "КЫРГЫЗ",
        "citizenship": person.citizenship,
        "maritalStatus": MARRIED if person.pk and person.pk % 2 else SINGLE,
        "pinBlocked": person.has(PersonMode.PIN_BLOCKED),
        "pinGenerationDate": "2004-03-01T00:00:00",
        "dateOfBirth": f"{person.birth_date}T00:00:00",
        "deathDate": f"{timezone.localdate().year - 1}-02-11T00:00:00" if deceased else None,
    }


def other_organization(organization: Organization) -> Organization:
    return Organization.objects.exclude(pk=organization.pk).order_by("pk").first() or organization


def other_person(person: Person) -> Person:
    return Person.objects.exclude(pk=person.pk).order_by("pk").first() or person
