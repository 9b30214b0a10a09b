from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import Acting
from core.models import OutboxEntry
from integrations.errors import UnexpectedResponse
from integrations.legal_entity_registry import EntityState, legal_entity_registry
from integrations.registries import AccessDenied, NotFound, RegistryFault, RegistryUnavailable
from organizations import readiness, register
from organizations.enums import DocumentKind, Outcome, Ownership, Section
from organizations.models import HeadProof, Organization, OrganizationDocument, RegisterAnswer, Registration
from organizations.services import registering
from organizations.services.registering import AlreadyRegistered, NotReady, possible_sections
from organizations.services.seeing import ChangedMeanwhile
from organizations.signals import organization_registered
from records.models import JournalEntry
from tests.factories.accounts import UserFactory, new_inn, new_pin
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.organizations.filling import DATA, fill, save, scan

pytestmark = pytest.mark.django_db
ACCREDITATION, LICENSING = Section.ACCREDITATION.value, Section.LICENSING.value


@pytest.fixture
def acting(director, inn):
    return Acting(
        user=director, signature="cloud", organization_inn=inn, organization_name="Средняя школа №5 (сертификат)"
    )


@pytest.fixture
def filled(acting, justice):
    """A registration that lacks nothing but the system."""
    return fill(registering.begin(acting=acting), acting)


class TestBeginning:
    @pytest.mark.usefixtures("justice")
    def test_it_holds_what_the_register_says(self, acting, inn, director):
        registration = registering.begin(acting=acting)
        registration.refresh_from_db()
        assert (registration.inn, registration.outcome) == (inn, Outcome.CONFIRMED)
        assert (registration.full_name_ky, registration.ownership) == ("№5 орто мектеп", Ownership.MUNICIPAL)
        assert registration.head_pin == director.pin
        assert (registration.phone, registration.email) == ("+996 312 000005", "mektep5@school.example")
        assert registration.unverified == []
        assert registration.register_answered_at is not None

    @pytest.mark.usefixtures("justice")
    def test_the_answer_is_kept_as_proof_and_encrypted(self, acting, director):
        registering.begin(acting=acting)
        answer = RegisterAnswer.objects.get()
        assert register.restored(answer.values)["full_name_ky"] == "№5 орто мектеп"
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(a)::text FROM organizations_registeranswer a")
            kept = cursor.fetchone()[0]
        assert director.pin not in kept
        assert "№5" not in kept

    def test_the_district_is_guessed_from_the_address(self, acting, inn, justice):
        district = DistrictFactory()
        entity = justice.entities[inn]
        justice.add(inn, entity.full_name_ky, address=type(entity.address)(district="Аламудунский район"))
        assert registering.begin(acting=acting).district == district

    def test_the_register_learns_for_whom_it_is_asked(self, acting, justice, inn, director):
        registering.begin(acting=acting)
        assert justice.asked == [(inn, director.pin, "registration")]

    def test_an_answer_of_the_last_day_is_used_again(self, acting, justice):
        registering.begin(acting=acting)
        registering.begin(acting=acting)
        assert len(justice.asked) == 1
        registering.begin(acting=acting, again=True)
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            registering.begin(acting=acting)
        assert len(justice.asked) == 3
        assert Registration.objects.count() == 1

    @pytest.mark.usefixtures("justice")
    def test_another_signer_of_the_organization_goes_on_with_it(self, acting, inn):
        first = registering.begin(acting=acting)
        deputy = Acting(user=UserFactory(), signature="cloud", organization_inn=inn)
        assert registering.begin(acting=deputy) == first

    @pytest.mark.parametrize(
        "error",
        [RegistryUnavailable(), AccessDenied(), RegistryFault("x"), UnexpectedResponse()],
        ids=lambda error: error.code,
    )
    def test_without_the_register_it_begins_with_what_the_signature_says(self, acting, error):
        legal_entity_registry().down = error
        registration = registering.begin(acting=acting)
        assert registration.outcome == Outcome.UNAVAILABLE
        assert registration.register_answered_at is None
        assert registration.full_name_ru == "Средняя школа №5 (сертификат)"
        assert registration.head_name == "Асанова Айгүл Бакировна"
        assert registration.unverified == ["full_name_ru", "head_name"]

    def test_a_later_answer_replaces_what_was_typed(self, acting, justice):
        justice.down = RegistryUnavailable()
        registration = registering.begin(acting=acting)
        save(registration, acting, **DATA)
        justice.down = None
        registration = registering.begin(acting=acting)
        assert (registration.full_name_ky, registration.outcome) == ("№5 орто мектеп", Outcome.CONFIRMED)
        assert registration.unverified == []

    def test_a_later_silence_takes_nothing_away(self, acting, justice):
        registering.begin(acting=acting)
        justice.down = RegistryUnavailable()
        registration = registering.begin(acting=acting, again=True)
        assert (registration.full_name_ky, registration.outcome) == ("№5 орто мектеп", Outcome.CONFIRMED)

    def test_what_the_register_leaves_empty_stays_typed_and_unverified(self, acting, justice, inn):
        justice.down = RegistryUnavailable()
        registration = registering.begin(acting=acting)
        save(registration, acting, **DATA, okpo="30001706")
        justice.down = None
        justice.add(inn, "№5 орто мектеп", okpo="", ownership="кандайдыр бир", head_name="Асанова Айгүл")
        registration = registering.begin(acting=acting)
        assert (registration.okpo, registration.ownership) == ("30001706", Ownership.MUNICIPAL)
        assert registration.unverified == ["okpo", "ownership"]

    def test_an_unknown_inn_stands_in_the_way(self, acting):
        registration = registering.begin(acting=acting)
        assert registration.outcome == Outcome.NOT_FOUND
        assert readiness.missing(registration, acting.user)

    def test_a_registered_organization_is_not_registered_again(self, acting, justice, inn):
        school = OrganizationFactory(inn=inn)
        with pytest.raises(AlreadyRegistered) as known:
            registering.begin(acting=acting)
        assert known.value.organization == school
        assert justice.asked == []

    def test_the_simple_signature_begins_nothing(self, director):
        with pytest.raises(PermissionDenied):
            registering.begin(acting=Acting(user=director))


@pytest.mark.usefixtures("justice")
class TestFilling:
    @pytest.fixture
    def registration(self, acting):
        return registering.begin(acting=acting)

    def test_what_is_typed_is_kept_and_named_unverified(self, registration, acting):
        saved = save(registration, acting, **DATA, okpo="")
        saved.refresh_from_db()
        assert saved.full_name_ky == "№7 орто мектеп"
        assert saved.unverified == ["full_name_ky", "full_name_ru", "head_name", "ownership"]
        assert saved.changed_by == acting.user

    def test_an_emptied_field_is_unverified_no_more(self, registration, acting):
        saved = save(registration, acting, okpo="30001706")
        assert saved.unverified == ["okpo"]
        saved = save(saved, acting, okpo="")
        assert saved.unverified == []

    def test_nobody_writes_over_what_he_did_not_see(self, registration, acting):
        seen = {"phone": registration.phone}
        registering.save(registration, {"phone": "111111"}, seen=seen, acting=acting)
        with pytest.raises(ChangedMeanwhile) as conflict:
            registering.save(registration, {"phone": "222222", "bank": "Банк"}, seen=seen, acting=acting)
        assert conflict.value.current == {"phone": "111111", "bank": ""}
        saved = Registration.objects.get()
        assert (saved.phone, saved.bank) == ("111111", "")
        registering.save(registration, {"phone": "222222"}, seen=conflict.value.current, acting=acting)
        assert Registration.objects.get().phone == "222222"

    def test_two_people_who_write_the_same_agree(self, registration, acting):
        for _person in range(2):
            registering.save(registration, {"phone": "111111"}, seen={"phone": "+996 312 000005"}, acting=acting)
        assert Registration.objects.get().phone == "111111"

    def test_two_people_on_different_fields_do_not_disturb_each_other(self, registration, acting):
        seen = {"phone": registration.phone, "bank": ""}
        registering.save(registration, {"phone": "111111"}, seen=seen, acting=acting)
        registering.save(registration, {"bank": "Банк"}, seen=seen, acting=acting)
        saved = Registration.objects.get()
        assert (saved.phone, saved.bank) == ("111111", "Банк")

    def test_a_scan_takes_the_place_of_the_former_one(self, registration, acting, django_capture_on_commit_callbacks):
        registering.attach(registration, DocumentKind.CHARTER, scan("бир.pdf"), acting=acting)
        first = OrganizationDocument.objects.get().file.name
        with django_capture_on_commit_callbacks(execute=True):
            registering.attach(registration, DocumentKind.CHARTER, scan("эки.pdf"), acting=acting)
        assert OrganizationDocument.objects.get().name == "эки.pdf"
        assert not default_storage.exists(first)

    def test_a_stranger_writes_nothing(self, registration):
        stranger = Acting(user=UserFactory(), signature="cloud", organization_inn=new_inn())
        for act in (
            lambda: registering.save(registration, {"phone": "1"}, seen={}, acting=stranger),
            lambda: registering.attach(registration, DocumentKind.CHARTER, scan(), acting=stranger),
            lambda: registering.prove_head(registration, accepted=scan(), note="x", acting=stranger),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert not OrganizationDocument.objects.exists()

    def test_a_registration_that_was_completed_meanwhile_says_so(self, registration, acting):
        fill(registration, acting)
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        with pytest.raises(AlreadyRegistered) as known:
            registering.save(registration, {"phone": "1"}, seen={}, acting=acting)
        assert known.value.organization == school


@pytest.mark.usefixtures("filled")
class TestCompleting:
    def test_the_organization_holds_all_that_the_registration_held(self, filled, acting):
        expected = {
            field.name: getattr(filled, field.name) for part in registering._COPIED for field in part._meta.local_fields
        }
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        school.refresh_from_db()
        assert {name: getattr(school, name) for name in expected} == expected
        assert (school.inn, school.sections, school.registered_by) == (filled.inn, [ACCREDITATION], acting.user)
        assert not Registration.objects.exists()

    def test_scans_and_answers_are_the_organizations_now(self, acting):
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        assert set(school.documents.values_list("kind", flat=True)) == {"charter", "certificate"}
        assert school.answers.count() == 1

    def test_the_journal_says_who_registered_what(self, acting):
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        entry = JournalEntry.objects.get(action="organization_registered")
        assert (entry.action, entry.by_id, entry.organization_id) == (
            "organization_registered",
            acting.user.pk,
            school.pk,
        )
        assert entry.changes == {"sections": ["accreditation"], "unverified": []}

    def test_the_apps_above_hear_of_it_in_the_same_transaction(self, acting):
        heard = []

        def hear(sender, organization, acting, **_kwargs):
            heard.append((sender, organization, acting))

        organization_registered.connect(hear)
        try:
            school = registering.complete(sections=[ACCREDITATION], acting=acting)
        finally:
            organization_registered.disconnect(hear)
        assert heard == [(Organization, school, acting)]

    def test_with_the_registers_answer_nothing_is_left_to_confirm(self, acting):
        registering.complete(sections=[ACCREDITATION], acting=acting)
        assert not OutboxEntry.objects.filter(kind="organizations.confirm").exists()

    def test_a_liquidated_organization_is_not_registered(self, acting, justice, inn):
        justice.add(inn, "№5 орто мектеп", state=EntityState.LIQUIDATED)
        registering.begin(acting=acting, again=True)
        with pytest.raises(PermissionDenied):
            registering.complete(sections=[ACCREDITATION], acting=acting)
        assert not Organization.objects.exists()

    def test_a_reorganized_one_is(self, acting, justice, inn, director):
        justice.add(inn, "№5 орто мектеп", state=EntityState.REORGANIZED, head_pin=director.pin)
        registering.begin(acting=acting, again=True)
        assert registering.complete(sections=[ACCREDITATION], acting=acting).state == "reorganized"

    def test_a_second_press_is_told_of_the_first(self, acting):
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        with pytest.raises(AlreadyRegistered) as known:
            registering.complete(sections=[ACCREDITATION], acting=acting)
        assert known.value.organization == school

    def test_what_fails_in_an_app_above_leaves_the_registration(self, acting):
        def fail(**_kwargs):
            raise RuntimeError

        organization_registered.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                registering.complete(sections=[ACCREDITATION], acting=acting)
        finally:
            organization_registered.disconnect(fail)
        assert Registration.objects.get().documents.count() == 2
        assert not Organization.objects.exists()


def test_without_it_the_register_is_asked_later(acting, justice):
    justice.down = RegistryUnavailable()
    fill(registering.begin(acting=acting), acting, **DATA)
    school = registering.complete(sections=[ACCREDITATION], acting=acting)
    assert set(school.unverified) == set(DATA)
    assert OutboxEntry.objects.get(kind="organizations.confirm").payload == {"organization_id": school.pk}


@pytest.mark.usefixtures("justice")
def test_something_missing_stops_it_and_is_named(acting):
    registering.begin(acting=acting)
    with pytest.raises(NotReady, match="Устав"):
        registering.complete(sections=[ACCREDITATION], acting=acting)
    assert not Organization.objects.exists()


def test_without_a_registration_there_is_nothing_to_complete(acting):
    with pytest.raises(NotReady):
        registering.complete(sections=[ACCREDITATION], acting=acting)


class TestAnotherHead:
    @pytest.fixture
    def registration(self, acting, justice, inn):
        justice.add(inn, "№5 орто мектеп", ownership="3", head_name="Бектуров Нурлан", head_pin=new_pin())
        return fill(registering.begin(acting=acting), acting)

    def test_it_needs_a_proof_and_a_note(self, registration, acting):
        with pytest.raises(NotReady):
            registering.complete(sections=[ACCREDITATION], acting=acting)
        registering.prove_head(registration, accepted=scan("буйрук.pdf"), note=None, acting=acting)
        with pytest.raises(NotReady):
            registering.complete(sections=[ACCREDITATION], acting=acting)
        registering.prove_head(registration, accepted=None, note="Жаңы дайындалдым", acting=acting)
        school = registering.complete(sections=[ACCREDITATION], acting=acting)
        proof = HeadProof.objects.get()
        assert (proof.organization, proof.registration, proof.person) == (school, None, acting.user)
        assert (proof.register_name, proof.certificate_name) == ("Бектуров Нурлан", "Асанова Айгүл Бакировна")
        assert proof.note == "Жаңы дайындалдым"
        assert proof.document.name == "буйрук.pdf"

    def test_a_note_without_a_scan_is_not_enough(self, registration, acting):
        with pytest.raises(PermissionDenied):
            registering.prove_head(registration, accepted=None, note="Мен директормун", acting=acting)

    def test_a_better_scan_replaces_the_first(self, registration, acting):
        registering.prove_head(registration, accepted=scan("бир.pdf"), note="x", acting=acting)
        registering.prove_head(registration, accepted=scan("эки.pdf"), note=None, acting=acting)
        assert HeadProof.objects.get().note == "x"
        assert list(registration.documents.filter(kind="head_proof").values_list("name", flat=True)) == ["эки.pdf"]

    def test_the_proof_of_another_person_does_not_count(self, registration, acting, inn):
        colleague = Acting(user=UserFactory(), signature="cloud", organization_inn=inn)
        registering.prove_head(registration, accepted=scan(), note="x", acting=colleague)
        with pytest.raises(NotReady):
            registering.complete(sections=[ACCREDITATION], acting=acting)


@pytest.mark.parametrize("ownership", Ownership)
@pytest.mark.parametrize(
    "wanted", [[ACCREDITATION], [LICENSING], [LICENSING, ACCREDITATION], [ACCREDITATION, LICENSING]]
)
def test_a_public_organization_is_in_accreditation_only(ownership, wanted):
    public = ownership in {Ownership.STATE, Ownership.MUNICIPAL}
    expected = [ACCREDITATION] if public else [name for name in (ACCREDITATION, LICENSING) if name in wanted]
    assert possible_sections(ownership, wanted) == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("browsers", [2, 8])
def test_several_browsers_at_once_register_one_organization(acting, justice, browsers):
    fill(registering.begin(acting=acting), acting)
    line = Barrier(browsers)

    def press():
        line.wait(5)
        try:
            return registering.complete(sections=[ACCREDITATION], acting=acting).pk
        except AlreadyRegistered as known:
            return -known.organization.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(browsers) as pool:
        outcomes = sorted(job.result() for job in [pool.submit(press) for _browser in range(browsers)])
    school = Organization.objects.get()
    assert outcomes == [-school.pk] * (browsers - 1) + [school.pk]
    assert JournalEntry.objects.filter(action="organization_registered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_browsers_at_once_begin_one_registration(acting, justice):
    line = Barrier(4)

    def press():
        line.wait(5)
        try:
            return registering.begin(acting=acting).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        begun = {job.result() for job in [pool.submit(press) for _browser in range(4)]}
    assert begun == {Registration.objects.get().pk}


_ENTITY = st.fixed_dictionaries(
    {
        "ownership": st.sampled_from(["1", "2", "3", "", "аралаш"]),
        "state": st.sampled_from(list(EntityState)),
        "head_name": st.sampled_from(["", "Асанова Айгүл", "Бектуров Нурлан"]),
        "full_name_ru": st.sampled_from(["", "Школа"]),
        "okpo": st.sampled_from(["", "30001706"]),
    }
)
_ACTS = st.lists(st.sampled_from(["begin", "again", "down", "up", "unknown", "data", "fill", "proof", "complete"]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entity=_ENTITY, acts=_ACTS, sections=st.lists(st.sampled_from([ACCREDITATION, LICENSING]), min_size=1))
def test_whatever_happens_in_whatever_order_the_invariants_hold(entity, acts, sections, db):
    inn, director = new_inn(), UserFactory(last_name="Асанова", first_name="Айгүл", middle_name="")
    acting = Acting(user=director, signature="cloud", organization_inn=inn)
    justice = legal_entity_registry()
    justice.down = None
    justice.add(inn, "Мектеп", **entity)
    for act in acts:
        play(act, justice, inn, acting, sections)
    for registration in Registration.objects.by_inn(inn):
        assert not Organization.objects.by_inn(inn).exists()
        assert set(registration.unverified) <= set(register.TYPED)
    for school in Organization.objects.by_inn(inn):
        assert school.full_name_ky
        assert school.full_name_ru
        assert school.ownership != Ownership.UNKNOWN
        assert school.state != "liquidated"
        assert school.sections == possible_sections(school.ownership, sections)
        assert {"charter", "certificate"} <= set(school.documents.values_list("kind", flat=True))
        assert school.register_answered_at or school.unverified
        assert JournalEntry.objects.filter(organization_id=school.pk, action="organization_registered").count() == 1


def play(act, justice, inn, acting, sections):
    """One act of the story; what is refused is refused politely."""
    registration = Registration.objects.by_inn(inn).first()
    try:
        if act in {"begin", "again"}:
            registering.begin(acting=acting, again=act == "again")
        elif act in {"down", "up", "unknown"}:
            justice.down = {"down": RegistryUnavailable(), "up": None, "unknown": NotFound()}[act]
        elif act == "complete":
            registering.complete(sections=sections, acting=acting)
        elif registration is not None and act == "data":
            save(registration, acting, **DATA)
        elif registration is not None and act == "fill":
            fill(registration, acting)
        elif registration is not None:
            registering.prove_head(registration, accepted=scan(), note="x", acting=acting)
    except (AlreadyRegistered, PermissionDenied):
        pass
