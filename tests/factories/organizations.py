import hashlib
import itertools

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import now

from core.uploads.models import ScanState
from organizations.enums import (
    DocumentKind,
    InstructionLanguage,
    Kind,
    Level,
    Ownership,
    ProgrammeState,
    Section,
    State,
)
from organizations.models import District, Organization, OrganizationDocument, Programme, Region, Registration
from tests.factories.accounts import UserFactory, new_inn

_numbers = itertools.count(1)
SCAN = b"%PDF-1.4 a scan"


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "41708000000000"
    iso = "KG-C"
    name_ky = "Чүй облусу"
    name_ru = "Чуйская область"
    order = 9


class DistrictFactory(factory.django.DjangoModelFactory[District]):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    region = factory.SubFactory(RegionFactory)
    code = "41708203000000"
    name_ky = "Аламүдүн району"
    name_ru = "Аламудунский район"


class ProgrammeFactory(factory.django.DjangoModelFactory[Programme]):
    """A programme that may be chosen now."""

    class Meta:
        model = Programme

    code = factory.LazyFunction(lambda: f"9{next(_numbers):04}")
    title_ky = factory.LazyAttribute(lambda programme: f"{programme.code} программасы")
    title_ru = factory.LazyAttribute(lambda programme: f"Программа {programme.code}")
    level = Level.SECONDARY_VOCATIONAL
    state = ProgrammeState.IN_FORCE


class _DataFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    inn = factory.LazyFunction(new_inn)
    full_name_ky = factory.LazyFunction(lambda: f"№{next(_numbers)} орто мектеп")
    full_name_ru = factory.LazyAttribute(lambda school: school.full_name_ky.replace("орто мектеп", "средняя школа"))
    ownership = Ownership.MUNICIPAL
    state = State.ACTIVE
    head_name = "Асанова Айгүл Асановна"


class OrganizationFactory(_DataFactory):
    """A municipal school in Chui, registered for accreditation, with nothing left to confirm."""

    class Meta:
        model = Organization

    district = factory.SubFactory(DistrictFactory)
    phone = "+996 312 000000"
    kind = Kind.SECONDARY_SCHOOL
    instruction_languages = factory.LazyFunction(lambda: [InstructionLanguage.KYRGYZ.value])
    levels = factory.LazyFunction(lambda: [Level.SECONDARY_GENERAL.value])
    sections = factory.LazyFunction(lambda: [Section.ACCREDITATION.value])
    registered_by = factory.SubFactory(UserFactory)


class RegistrationFactory(_DataFactory):
    """A registration just begun with the register's answer."""

    class Meta:
        model = Registration

    outcome = "confirmed"
    started_by = factory.SubFactory(UserFactory)
    changed_by = factory.SelfAttribute("started_by")


class OrganizationDocumentFactory(factory.django.DjangoModelFactory[OrganizationDocument]):
    """A scan that the scanner found clean; give it `organization` or `registration`."""

    class Meta:
        model = OrganizationDocument

    kind = DocumentKind.CHARTER
    name = "устав.pdf"
    format_key = "pdf"
    size = len(SCAN)
    sha256 = hashlib.sha256(SCAN).hexdigest()
    file = factory.LazyFunction(lambda: ContentFile(SCAN, name="x"))
    scan_state = ScanState.CLEAN
    scanned_at = factory.LazyAttribute(lambda document: now() if document.scan_state != ScanState.WAITING else None)
