"""A registration filled in as a director fills it in."""

import hashlib

from django.core.files.base import ContentFile

from core.uploads.checks import Accepted
from core.uploads.formats import PDF
from organizations.enums import DocumentKind, Kind
from organizations.services import registering
from organizations.services.seeing import plain
from tests.factories.organizations import DistrictFactory

DATA = {
    "full_name_ky": "№7 орто мектеп",
    "full_name_ru": "Средняя школа №7",
    "ownership": "municipal",
    "head_name": "Асанова Айгүл Бакировна",
}


def additions():
    return {
        "district_id": DistrictFactory().pk,
        "phone": "+996 312 000005",
        "kind": Kind.SECONDARY_SCHOOL.value,
        "instruction_languages": ["ky", "ru"],
        "levels": ["secondary_general"],
    }


def scan(name="устав.pdf"):
    """A good PDF, without the time that its check takes."""
    content = f"%PDF-1.4 {name}".encode()
    digest = hashlib.sha256(content).hexdigest()
    return Accepted(name=name, format=PDF, size=len(content), sha256=digest, content=ContentFile(content))


def save(registration, acting, **changes):
    """As a person saves who sees what stands there now."""
    registration.refresh_from_db()
    seen = {name: plain(getattr(registration, name)) for name in changes}
    return registering.save(registration, changes, seen=seen, acting=acting)


def fill(registration, acting, **data):
    """Everything but the system is there."""
    registration = save(registration, acting, **additions(), **data)
    for kind in (DocumentKind.CHARTER, DocumentKind.CERTIFICATE):
        registering.attach(registration, kind, scan(), acting=acting)
    registration.refresh_from_db()
    return registration
