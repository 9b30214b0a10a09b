"""The schools of the demo world that are registered already, so that there is something to look at."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.acting import Acting
from accounts.demo import NAMES
from accounts.enums import Signature
from accounts.models import User
from core.identifiers import Inn, Pin
from organizations import register
from organizations.enums import Act, InstructionLanguage, Kind, Level, Section, State
from organizations.models import District, Organization
from organizations.signals import organization_registered
from records import journal

SCHOOL = "school-sokuluk-3"  # whose people can be tried first: see stub.world.accounts
SCHOOLS = (
    SCHOOL,
    "school-jalalabad-9",
    "school-private-arslanbob",
    "school-toktogul-uch-terek",
    "school-batken-leilek",
    "school-osh-52",
    "school-nooken-masy",
    "school-batken-aidarken",
    "school-osh-private-kelechek",
    "special-bishkek-21",
    "evening-bishkek-2",
)
_KINDS = {
    "school": Kind.SECONDARY_SCHOOL,
    "special-school": Kind.SPECIAL_SCHOOL,
    "evening-school": Kind.EVENING_SCHOOL,
}


def load_demo(people: list[dict[str, Any]]) -> None:
    """The first school is registered by its head, with what the register of the demo world says of it."""
    _register(_rows()[SCHOOL], known(people, f"head-{SCHOOL}"))


def load_history(people: list[dict[str, Any]]) -> None:
    """So is every other school."""
    rows = _rows()
    for slug in SCHOOLS:
        _register(rows[slug], known(people, f"head-{slug}"))


def schools() -> dict[str, Organization]:
    """The schools of the demo world that are registered, by their names in it."""
    inns = {slug: Inn(row["inn"]) for slug, row in _rows().items() if slug in SCHOOLS}
    found = {slug: Organization.objects.by_inn(inn).first() for slug, inn in inns.items()}
    return {slug: found[slug] for slug in SCHOOLS if found[slug]}


def _register(row: dict[str, Any], head: User) -> None:
    inn = Inn(row["inn"])
    if Organization.objects.by_inn(inn).exists():
        return
    school = Organization.objects.create(inn=inn, registered_by=head, **_register_data(row), **_own_data(row))
    facts = {"sections": school.sections, "unverified": []}
    journal.write(Act.REGISTERED, by=head, obj=school, organization=school, changes=facts)
    organization_registered.send(Organization, organization=school, acting=acting(head, school, row["head_position"]))


def known(people: list[dict[str, Any]], slug: str) -> User:
    """The person of the demo world, entered here by his number."""
    person = next(person for person in people if person["slug"] == slug)
    return User.objects.known_by(Pin(person["pin"]), **{name: person[name] for name in NAMES})


def acting(person: User, organization: Organization, position: str) -> Acting:
    """As if the person had signed in with the cloud signature of the organization."""
    return Acting(
        user=person,
        signature=Signature.CLOUD,
        organization_inn=organization.inn,
        organization_name=organization.short_name_ky,
        position=position,
        organization_id=organization.pk,
    )


def _rows() -> dict[str, dict[str, Any]]:
    rows = json.loads(settings.DEMO_ORGANIZATIONS.read_text(encoding="utf-8"))
    return {row["slug"]: row for row in rows}


def _register_data(row: dict[str, Any]) -> dict[str, Any]:
    same = [
        *("full_name_ky", "short_name_ky", "full_name_ru", "short_name_ru", "registration_number", "okpo"),
        *("foreign_participation", "city", "village", "microdistrict", "street", "house", "head_name", "activity_code"),
    ]
    return {name: row[name] for name in same} | {
        "ownership": register.ownership_of(str(row["ownership_code"])),
        "legal_form": row["category_name"],
        "region_name": row["region"],
        "district_name": row["district"],
        "flat": row["room"],
        "first_registered_on": date.fromisoformat(row["first_order_date"]),
        "order_on": date.fromisoformat(row["order_date"]),
        "main_activity": row["activity"],
        "head_pin": Pin(row["head_pin"]),
        "state": State.ACTIVE,
        "register_asked_at": timezone.now(),
        "register_answered_at": timezone.now(),
    }


def _own_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "district": _district(row),
        "phone": row["phones"][:40],
        "email": row["email1"],
        "kind": _KINDS[row["kind"]],
        "personnel": 42,
        "mission": "Ар бир окуучуга сапаттуу билим берүү жана анын жөндөмүн өнүктүрүү.",
        "instruction_languages": [InstructionLanguage.KYRGYZ.value],
        "levels": [Level.PRIMARY_GENERAL.value, Level.BASIC_GENERAL.value, Level.SECONDARY_GENERAL.value],
        "sections": [Section.ACCREDITATION.value],
    }


def _district(row: dict[str, Any]) -> District | None:
    """The district, or the town that is none of a district, as the list of places has it."""
    return District.objects.filter(region__iso=row["region_code"], name_ru=row["district"] or row["city"]).first()
