import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Q
from django.utils.timezone import now
from django.utils.translation import override

from accounts.acting import Acting
from core.identifiers import Inn
from core.search import has_words
from core.sorting import sort_key
from core.uploads.models import ScanState
from organizations.enums import DocumentKind, Ownership, ProgrammeState, ProofState, Section
from organizations.models import (
    District,
    HeadProof,
    Organization,
    OrganizationDocument,
    Programme,
    Region,
    Registration,
)
from staff.enums import State
from tests.factories.accounts import UserFactory, new_inn
from tests.factories.organizations import (
    DistrictFactory,
    OrganizationDocumentFactory,
    OrganizationFactory,
    ProgrammeFactory,
    RegistrationFactory,
)
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db
BOTH = [Section.ACCREDITATION.value, Section.LICENSING.value]


def refused_by(name):
    return pytest.raises(IntegrityError, match=re.escape(name))


def test_an_organization_is_found_by_the_whole_inn_and_the_number_stands_nowhere_in_clear():
    inn = Inn("00708201710169")
    organization = OrganizationFactory(inn=inn)
    assert Organization.objects.by_inn(inn).get() == organization
    assert Organization.objects.get().inn == inn
    assert not Organization.objects.by_inn(new_inn()).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(o)::text FROM organizations_organization o")
        assert inn not in cursor.fetchone()[0]


@pytest.mark.parametrize("factory", [OrganizationFactory, RegistrationFactory])
def test_one_inn_has_one_organization_and_one_registration(factory):
    first = factory()
    with refused_by("inn_index"), transaction.atomic():
        factory(inn=first.inn)


@pytest.mark.parametrize(
    ("ownership", "sections", "is_possible"),
    [
        (ownership, sections, ownership in {"private", "unknown"} or sections == ["accreditation"])
        for ownership in Ownership.values
        for sections in (["accreditation"], ["licensing"], BOTH)
    ],
)
def test_a_public_organization_is_in_accreditation_only(ownership, sections, is_possible):
    if is_possible:
        assert OrganizationFactory(ownership=ownership, sections=sections).sections == sections
    else:
        with refused_by("public_organization_is_accredited_only"), transaction.atomic():
            OrganizationFactory(ownership=ownership, sections=sections)


def test_an_organization_is_in_some_system():
    with refused_by("organization_has_a_section"), transaction.atomic():
        OrganizationFactory(sections=[])


@pytest.mark.parametrize(
    "details",
    [{"bank": "Банк"}, {"account": "1" * 16}, {"bic": "1" * 6}, {"bank": "Банк", "account": "1" * 16}],
)
def test_bank_details_are_whole_or_not_there(details):
    with refused_by("organization_bank_details_whole_or_none"), transaction.atomic():
        OrganizationFactory(**details)


def test_names_are_shown_in_the_language_of_the_reader():
    organization = OrganizationFactory.build(
        full_name_ky="Мектеп", full_name_ru="Школа", short_name_ky="", short_name_ru="Ш"
    )
    with override("ky"):
        assert (str(organization), organization.short_name) == ("Мектеп", "Ш")
    with override("ru"):
        assert (str(organization), organization.short_name) == ("Школа", "Ш")


def test_a_name_that_exists_in_one_language_only_is_shown_to_all():
    district = DistrictFactory.build(name_ky="Жаңы район", name_ru="")
    with override("ru"):
        assert district.name == "Жаңы район"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("озгон", True),
        ("ӨЗГӨН мектеп", True),
        ("мектеп узген", True),
        ("Жазы кыштагы", True),
        ("ноокат", False),
        ("озгон ноокат", False),
    ],
)
def test_an_organization_is_found_by_words_of_its_names_and_its_place(words, is_found):
    OrganizationFactory(
        full_name_ky="Өзгөн шаарындагы №7 мектеп", full_name_ru="Узгенская школа № 7", village="Жазы кыштагы"
    )
    assert Organization.objects.filter(has_words("search_key", words)).exists() is is_found


def test_organizations_stand_in_the_order_of_the_kyrgyz_alphabet():
    names = ["Өзгөн мектеби", "Ош мектеби", "Нарын мектеби", "Пионер мектеби", "Ңаңай мектеби"]
    for name in names:
        OrganizationFactory(full_name_ky=name)
    with override("ky"):
        listed = [organization.full_name_ky for organization in Organization.objects.by_name()]
    assert listed == ["Нарын мектеби", "Ңаңай мектеби", "Ош мектеби", "Өзгөн мектеби", "Пионер мектеби"]
    assert listed == sorted(names, key=sort_key)


class TestVisibility:
    def seen(self, acting):
        return set(Organization.objects.visible_to(acting))

    def test_one_sees_the_organization_of_ones_signature(self):
        own, _other = OrganizationFactory(), OrganizationFactory()
        assert self.seen(Acting(user=UserFactory(), signature="cloud", organization_inn=own.inn)) == {own}

    def test_one_sees_the_organizations_that_employ_one(self):
        own, _other = OrganizationFactory(), OrganizationFactory()
        assert self.seen(acting_for(EmploymentFactory(organization=own))) == {own}

    def test_the_chosen_place_of_work_opens_nothing(self):
        own, other = OrganizationFactory(), OrganizationFactory()
        dismissed = EmploymentFactory(organization=own, state=State.DISMISSED)
        assert self.seen(acting_for(dismissed)) == set()
        assert self.seen(Acting(user=UserFactory(), organization_id=other.pk)) == set()

    def test_who_acts_for_nobody_sees_none(self):
        OrganizationFactory()
        assert self.seen(Acting(user=UserFactory())) == set()

    def test_administrators_see_all(self):
        both = {OrganizationFactory(), OrganizationFactory()}
        assert self.seen(Acting(user=UserFactory(is_administrator=True))) == both

    def test_apps_above_grant_more(self, settings):
        settings.ORGANIZATION_VIEWERS = [f"{__name__}.those_in_licensing", f"{__name__}.nothing"]
        private = OrganizationFactory(ownership=Ownership.PRIVATE, sections=BOTH)
        own, _hidden = OrganizationFactory(), OrganizationFactory()
        acting = Acting(user=UserFactory(), signature="cloud", organization_inn=own.inn)
        assert self.seen(acting) == {own, private}


def those_in_licensing(_acting):
    return Q(sections__contains=["licensing"])


def nothing(_acting):
    return None


class TestDocuments:
    def test_a_document_belongs_to_a_registration_or_to_an_organization(self):
        for owners in ({}, {"organization": OrganizationFactory(), "registration": RegistrationFactory()}):
            with refused_by("organization_document_has_one_owner"), transaction.atomic():
                OrganizationDocumentFactory(**owners)

    def test_a_registration_has_one_charter(self):
        registration = RegistrationFactory()
        OrganizationDocumentFactory(registration=registration)
        OrganizationDocumentFactory(registration=registration, kind=DocumentKind.CERTIFICATE)
        with refused_by("registration_document_of_a_kind_once"), transaction.atomic():
            OrganizationDocumentFactory(registration=registration)

    def test_an_organization_keeps_the_charters_that_were_replaced(self):
        school = OrganizationFactory()
        OrganizationDocumentFactory(organization=school, replaced_at=now())
        current = OrganizationDocumentFactory(organization=school)
        assert set(OrganizationDocument.objects.current()) == {current}
        with refused_by("organization_document_of_a_kind_once"), transaction.atomic():
            OrganizationDocumentFactory(organization=school)

    def test_an_organization_with_documents_is_not_deleted(self):
        document = OrganizationDocumentFactory(organization=OrganizationFactory())
        with pytest.raises(ProtectedError):
            document.organization.delete()

    def test_documents_are_visible_with_their_owner(self):
        school, draft = OrganizationFactory(), RegistrationFactory()
        of_school = OrganizationDocumentFactory(organization=school)
        of_draft = OrganizationDocumentFactory(registration=draft)
        director = UserFactory()

        def seen(**acting):
            return set(OrganizationDocument.objects.visible_to(Acting(user=director, **acting)))

        assert seen() == set()
        assert seen(organization_id=school.pk) == set()
        assert seen(signature="cloud", organization_inn=school.inn) == {of_school}
        assert seen(signature="cloud", organization_inn=draft.inn) == {of_draft}
        assert seen(signature="cloud", organization_inn=new_inn()) == set()

    @pytest.mark.parametrize(
        "fields",
        [
            {"scan_state": ScanState.CLEAN, "scanned_at": None},
            {"scan_state": ScanState.WAITING, "scanned_at": now()},
        ],
    )
    def test_a_verdict_has_its_moment(self, fields):
        with refused_by("scanned_at_with_verdict"), transaction.atomic():
            OrganizationDocumentFactory(organization=OrganizationFactory(), **fields)

    def test_an_empty_file_is_no_document(self):
        with refused_by("not_empty"), transaction.atomic():
            OrganizationDocumentFactory(organization=OrganizationFactory(), size=0)


class TestHeadProofs:
    def proof(self, **fields):
        registration = RegistrationFactory()
        values = {
            "person": registration.started_by,
            "registration": registration,
            "document": OrganizationDocumentFactory(registration=registration, kind=DocumentKind.HEAD_PROOF),
            "certificate_name": "Асанов",
            "note": "Жаңы директор",
        }
        return HeadProof.objects.create(**values | fields)

    def test_one_person_gives_one_proof(self):
        first = self.proof()
        with refused_by("head_proof_of_registration_once"), transaction.atomic():
            self.proof(registration=first.registration, person=first.person)

    def test_a_decision_has_who_and_when(self):
        with refused_by("head_proof_decision_whole_or_none"), transaction.atomic():
            self.proof(state=ProofState.ACCEPTED)
        with refused_by("head_proof_decision_whole_or_none"), transaction.atomic():
            self.proof(decided_at=now())

    def test_it_goes_with_an_abandoned_registration(self):
        proof = self.proof()
        Registration.objects.all().delete()
        assert not HeadProof.objects.filter(pk=proof.pk).exists()


class TestProgrammes:
    def test_only_those_in_force_can_be_chosen(self):
        current = ProgrammeFactory()
        ProgrammeFactory(state=ProgrammeState.DRAFT)
        ProgrammeFactory(state=ProgrammeState.WITHDRAWN, withdrawn_at=now())
        assert list(Programme.objects.in_force()) == [current]

    def test_a_code_is_in_force_once_and_an_empty_code_often(self):
        first = ProgrammeFactory()
        ProgrammeFactory(code=first.code, state=ProgrammeState.DRAFT)
        ProgrammeFactory(code="")
        ProgrammeFactory(code="", title_ru="Другая")
        with refused_by("programme_code_in_force_once"), transaction.atomic():
            ProgrammeFactory(code=first.code, title_ru="Иная")

    def test_withdrawal_has_its_moment(self):
        with refused_by("programme_withdrawn_at_with_state"), transaction.atomic():
            ProgrammeFactory(state=ProgrammeState.WITHDRAWN)

    def test_it_is_named_with_its_code(self):
        with override("ru"):
            assert str(ProgrammeFactory.build(code="020", title_ru="Среднее")) == "020. Среднее"
            assert str(ProgrammeFactory.build(code="", title_ru="Среднее")) == "Среднее"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, ""),
        ({"city": "Бишкек", "street": "Киевская", "house": "12"}, "Бишкек, Киевская, 12"),
        ({"region_name": "Бишкек ш.", "city": "Бишкек ш.", "street": " "}, "Бишкек ш."),
        (
            {
                "region_name": "Ош обл.",
                "district_name": "Өзгөн району",
                "village": "Мырза-Аке",
                "house": "3",
                "flat": "4",
            },
            "Ош обл., Өзгөн району, Мырза-Аке, 3, 4",
        ),
    ],
)
def test_the_address_stands_on_one_line(parts, line):
    assert Organization(**parts).address == line


def test_a_city_that_is_a_region_of_its_own_is_named_once():
    region = Region(name_ky="Ош шаары", name_ru="г. Ош")
    city = District(region=region, name_ky="Ош шаары", name_ru="г. Ош")
    village = District(region=Region(name_ky="Чүй облусу"), name_ky="Сокулук району")
    with override("ky"):
        assert city.with_region == "Ош шаары"
        assert village.with_region == "Чүй облусу, Сокулук району"
