"""Puts the world's data files into the database; a second time changes nothing."""

import hashlib
import uuid
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from stub.registry.models import Organization, Person, Service, Signature, WorldEdition
from stub.registry.modes import ServiceName
from stub.world import files
from stub.world.files import Row

SUB_NAMESPACE = uuid.UUID("5f0c1a52-7a0e-4b52-9c3f-1b8f0c9f0a11")
AGE_AT_LOADING = timedelta(days=100)
RENEWAL_AGE = timedelta(days=300)
PERSON_FIELDS = (
    "slug",
    "last_name",
    "first_name",
    "middle_name",
    "gender",
    "birth_date",
    "citizenship",
    "email",
    "phone",
    "demo_role",
    "region",
    "note",
    "modes",
)
ORGANIZATION_FIELDS = (
    "slug",
    "kind",
    "ownership",
    "region_code",
    "short_name_ky",
    "full_name_ky",
    "full_name_ru",
    "head_pin",
    "note",
    "modes",
)


def fingerprint() -> str:
    return hashlib.sha256(b"".join(files.path(part).read_bytes() for part in files.PARTS)).hexdigest()


@transaction.atomic
def load(*, force: bool = False) -> bool:
    """The database holds the world of the files, failures as written there; answers whether anything was done."""
    renew_signatures()
    edition, _created = WorldEdition.objects.select_for_update().get_or_create(pk=1)
    if edition.fingerprint == fingerprint() and not force:
        return False
    world = files.read()
    _load_organizations(world["organizations"])
    _load_people(world["people"])
    _load_signatures(world["signatures"])
    Service.objects.bulk_create([Service(name=name) for name in ServiceName], ignore_conflicts=True)
    Service.objects.update(modes=[])
    edition.fingerprint, edition.changed = fingerprint(), False
    edition.save()
    return True


def was_changed() -> bool:
    return WorldEdition.objects.filter(changed=True).exists()


def mark_as_changed() -> None:
    """The next reset has something to undo."""
    WorldEdition.objects.update(changed=True)


def renew_signatures() -> None:
    """Signatures live a year; in a demo that runs longer they are renewed like any other."""
    today = timezone.localdate()
    Signature.objects.filter(issued_on__lt=today - RENEWAL_AGE).update(issued_on=today)


def _load_organizations(rows: list[Row]) -> None:
    organizations = [
        Organization(inn=row["inn"], record=row, **{field: row[field] for field in ORGANIZATION_FIELDS}) for row in rows
    ]
    Organization.objects.exclude(inn__in=[row["inn"] for row in rows]).delete()
    Organization.objects.bulk_create(
        organizations, update_conflicts=True, unique_fields=["inn"], update_fields=[*ORGANIZATION_FIELDS, "record"]
    )


def _load_people(rows: list[Row]) -> None:
    people = [
        Person(
            pin=row["pin"],
            sub=uuid.uuid5(SUB_NAMESPACE, row["pin"]),
            password=make_password(row["password"]),
            **{field: row[field] for field in PERSON_FIELDS},
        )
        for row in rows
    ]
    Person.objects.exclude(pin__in=[row["pin"] for row in rows]).delete()
    Person.objects.bulk_create(
        people, update_conflicts=True, unique_fields=["pin"], update_fields=[*PERSON_FIELDS, "password"]
    )


def _load_signatures(rows: list[Row]) -> None:
    people = dict(Person.objects.values_list("pin", "pk"))
    organizations = dict(Organization.objects.values_list("inn", "pk"))
    issued_on = timezone.localdate() - AGE_AT_LOADING
    signatures = [
        Signature(
            slug=row["slug"],
            person_id=people[row["pin"]],
            organization_id=organizations[row["inn"]] if row["inn"] else None,
            position=row["position"],
            issued_on=issued_on,
            modes=row["modes"],
        )
        for row in rows
    ]
    Signature.objects.exclude(slug__in=[row["slug"] for row in rows]).delete()
    Signature.objects.bulk_create(
        signatures,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["person", "organization", "position", "modes"],
    )
