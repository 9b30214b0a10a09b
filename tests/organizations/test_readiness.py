import pytest
from django.utils.timezone import now
from django.utils.translation import override

from core.uploads.models import ScanState
from organizations import readiness
from organizations.enums import DocumentKind, Kind, Outcome, Ownership
from organizations.models import HeadProof
from organizations.readiness import Part
from tests.factories.organizations import DistrictFactory, OrganizationDocumentFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(director):
    """A registration that lacks nothing."""
    registration = RegistrationFactory(
        started_by=director,
        head_pin=director.pin,
        register_answered_at=now(),
        district=DistrictFactory(),
        phone="+996 312 1",
        kind=Kind.SECONDARY_SCHOOL,
        instruction_languages=["ky"],
        levels=["secondary_general"],
    )
    for kind in (DocumentKind.CHARTER, DocumentKind.CERTIFICATE):
        OrganizationDocumentFactory(registration=registration, kind=kind)
    return registration


def lacking(registration, person=None):
    with override("en"):
        return {
            state.part: state.missing for state in readiness.missing(registration, person or registration.started_by)
        }


def test_a_full_registration_lacks_nothing(full):
    assert lacking(full) == {}
    assert [state.part for state in readiness.parts(full, full.started_by)] == [
        Part.DATA,
        Part.ADDITIONS,
        Part.DOCUMENTS,
        Part.BANK,
    ]


@pytest.mark.parametrize(
    ("changes", "part", "missing"),
    [
        ({"ownership": Ownership.UNKNOWN}, Part.DATA, "Fill in: Form of ownership."),
        (
            {"full_name_ky": "", "head_name": ""},
            Part.DATA,
            "Fill in: Full name in the state language and Full name of the head.",
        ),
        ({"outcome": Outcome.NOT_FOUND}, Part.DATA, "The register does not know this INN."),
        ({"phone": ""}, Part.ADDITIONS, "Fill in: Telephone."),
        ({"district": None}, Part.ADDITIONS, "Fill in: District or city for accreditation."),
        (
            {"kind": "", "levels": []},
            Part.ADDITIONS,
            "Fill in: Type of educational organization and Levels of education.",
        ),
        ({"instruction_languages": []}, Part.ADDITIONS, "Fill in: Languages of instruction."),
        ({"bank": "Банк"}, Part.BANK, "Fill in all three lines or none."),
    ],
)
def test_what_is_missing_is_named(full, changes, part, missing):
    for name, value in changes.items():
        setattr(full, name, value)
    assert lacking(full) == {part: missing}


def test_missing_scans_are_named(full):
    full.documents.filter(kind=DocumentKind.CERTIFICATE).delete()
    assert lacking(full) == {Part.DOCUMENTS: "Attach: Certificate of state registration."}


@pytest.mark.parametrize(("state", "stops"), [(ScanState.WAITING, False), (ScanState.INFECTED, True)])
def test_a_scan_that_waits_for_the_scanner_does_not_stop_but_a_virus_does(full, state, stops):
    scanned_at = now() if state == ScanState.INFECTED else None
    full.documents.filter(kind=DocumentKind.CHARTER).update(scan_state=state, scanned_at=scanned_at)
    assert (Part.DOCUMENTS in lacking(full)) is stops


def test_another_head_in_the_register_asks_for_a_proof_with_a_note(full, director):
    full.head_pin, full.head_name = None, "Бектуров Нурлан"
    assert list(lacking(full)) == [Part.HEAD]
    proof = HeadProof.objects.create(
        person=director,
        registration=full,
        document=OrganizationDocumentFactory(registration=full, kind=DocumentKind.HEAD_PROOF),
        certificate_name="Асанова",
        note="",
    )
    assert list(lacking(full)) == [Part.HEAD]
    proof.note = "Жаңы дайындалдым"
    proof.save()
    assert lacking(full) == {}


def test_the_state_is_known_in_three_queries(full, director, django_assert_max_num_queries):
    full.head_pin = None
    full.head_name = "Бектуров Нурлан"
    with django_assert_max_num_queries(3):
        readiness.parts(full, director)
