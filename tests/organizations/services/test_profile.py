import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now

from accounts.acting import Acting
from core.uploads.models import ScanState
from integrations.registries import NotFound, RegistryUnavailable
from organizations.enums import DocumentKind, Outcome, Ownership, Role
from organizations.models import Organization, OrganizationDocument
from organizations.services import profile
from organizations.services.seeing import ChangedMeanwhile
from organizations.signals import organization_changed
from records.models import JournalEntry
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory
from tests.organizations.filling import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(inn, director):
    return OrganizationFactory(
        inn=inn,
        full_name_ky="№5 мектеп",
        full_name_ru="Школа №5",
        head_name=director.get_full_name(),
        head_pin=director.pin,
        register_answered_at=now(),
        registered_by=director,
    )


@pytest.fixture
def acting(director, school):
    return Acting(user=director, signature="cloud", organization_inn=school.inn, organization_id=school.pk)


def employee_role(user, organization_id):
    return {"Орунбасаров": Role.DEPUTY, "Мугалимова": Role.SPECIALIST}.get(user.last_name)


class TestEditing:
    def test_own_data_change_and_the_journal_knows_old_and_new(self, school, acting):
        seen = {"phone": school.phone, "site": ""}
        profile.edit(school, {"phone": "+996 555 1", "site": "https://a.example"}, seen=seen, acting=acting)
        school.refresh_from_db()
        assert (school.phone, school.site) == ("+996 555 1", "https://a.example")
        entry = JournalEntry.objects.get()
        assert (entry.action, entry.by_id, entry.organization_id) == (
            "organization_edited",
            acting.user.pk,
            school.pk,
        )
        assert entry.changes == {"phone": ["+996 312 000000", "+996 555 1"], "site": ["", "https://a.example"]}

    def test_what_is_equal_leaves_no_trace(self, school, acting):
        profile.edit(school, {"phone": school.phone}, seen={"phone": school.phone}, acting=acting)
        assert not JournalEntry.objects.exists()

    def test_nobody_writes_over_a_text_that_he_did_not_see(self, school, acting):
        profile.edit(school, {"phone": "111111"}, seen={"phone": school.phone}, acting=acting)
        with pytest.raises(ChangedMeanwhile):
            profile.edit(school, {"phone": "222222"}, seen={"phone": school.phone}, acting=acting)

    @pytest.mark.parametrize(("last_name", "may"), [("Орунбасаров", True), ("Мугалимова", False), ("Бөтөнов", False)])
    def test_head_and_deputies_only(self, settings, school, last_name, may):
        settings.ORGANIZATION_ROLE = f"{__name__}.employee_role"
        employee = Acting(user=UserFactory(last_name=last_name), organization_id=school.pk)
        acts = [
            lambda: profile.edit(school, {"bank": "Банк"}, seen={"bank": ""}, acting=employee),
            lambda: profile.replace_document(school, DocumentKind.CHARTER, scan(), acting=employee),
            lambda: profile.ask_again(school, acting=employee),
        ]
        for act in acts[1:2] if may else acts:
            if may:
                act()
            else:
                with pytest.raises(PermissionDenied):
                    act()
        assert OrganizationDocument.objects.exists() is may


class TestDocuments:
    def test_the_former_file_stays_in_the_history(self, school, acting):
        former = OrganizationDocumentFactory(organization=school, kind=DocumentKind.CHARTER)
        fresh = profile.replace_document(school, DocumentKind.CHARTER, scan("жаңы.pdf"), acting=acting)
        former.refresh_from_db()
        assert former.replaced_at is not None
        assert set(school.documents.current()) == {fresh}
        assert fresh.scan_state == ScanState.WAITING
        entry = JournalEntry.objects.get()
        assert entry.action == "organization_document_replaced"
        assert entry.changes == {"kind": "charter", "name": "жаңы.pdf", "sha256": fresh.sha256}


class TestRegister:
    def test_the_answer_changes_nothing_before_it_is_confirmed(self, school, acting, justice):
        answer = profile.ask_again(school, acting=acting)
        school.refresh_from_db()
        assert school.full_name_ky == "№5 мектеп"
        coming = profile.coming_changes(school, answer)
        assert coming["full_name_ky"] == ("№5 мектеп", "№5 орто мектеп")
        assert "head_name" not in coming
        assert justice.asked == [(school.inn, acting.user.pin, "profile")]

    @pytest.mark.usefixtures("justice")
    def test_confirmed_it_is_the_profile_and_the_journal_knows_old_and_new(self, school, acting):
        changes = profile.refresh(school, profile.ask_again(school, acting=acting), acting=acting)
        school.refresh_from_db()
        assert school.full_name_ky == "№5 орто мектеп"
        assert changes["full_name_ky"] == ("№5 мектеп", "№5 орто мектеп")
        entry = JournalEntry.objects.get()
        assert entry.action == "organization_refreshed"
        assert entry.changes["full_name_ky"] == ["№5 мектеп", "№5 орто мектеп"]

    @pytest.mark.usefixtures("justice")
    def test_an_organization_that_became_public_leaves_licensing(self, acting, school):
        Organization.objects.update(ownership=Ownership.PRIVATE, sections=["accreditation", "licensing"])
        changes = profile.refresh(school, profile.ask_again(school, acting=acting), acting=acting)
        school.refresh_from_db()
        assert (school.ownership, school.sections) == (Ownership.MUNICIPAL, ["accreditation"])
        assert changes["sections"] == (["accreditation", "licensing"], ["accreditation"])

    def test_a_new_head_is_taken_over_and_the_old_one_loses_the_right(self, school, acting, justice, inn):
        newcomer = UserFactory(last_name="Бектуров", first_name="Нурлан")
        justice.add(inn, "№5 мектеп", ownership="3", head_name="Бектуров Нурлан", head_pin=newcomer.pin)
        his = Acting(user=newcomer, signature="cloud", organization_inn=inn, organization_id=school.pk)
        with pytest.raises(PermissionDenied):
            profile.edit(school, {"bank": "x"}, seen={"bank": ""}, acting=his)
        profile.refresh(school, profile.ask_again(school, acting=his), acting=his)
        profile.edit(school, {"phone": "111111"}, seen={"phone": school.phone}, acting=his)
        with pytest.raises(PermissionDenied):
            profile.edit(school, {"phone": "222222"}, seen={"phone": "111111"}, acting=acting)
        written = JournalEntry.objects.get(action="organization_refreshed").changes["head_pin"]
        assert written == [acting.user.pin.masked, newcomer.pin.masked]

    def test_the_apps_above_hear_what_changed(self, school, acting, justice):
        heard = []

        def hear(organization, changes, **_kwargs):
            heard.append((organization.pk, set(changes)))

        organization_changed.connect(hear)
        try:
            answer = profile.ask_again(school, acting=acting)
            profile.refresh(school, answer, acting=acting)
            profile.refresh(school, answer, acting=acting)
        finally:
            organization_changed.disconnect(hear)
        assert [pk for pk, _names in heard] == [school.pk]
        assert "full_name_ky" in heard[0][1]
        assert justice.asked

    @pytest.mark.parametrize(
        ("error", "outcome"), [(RegistryUnavailable(), Outcome.UNAVAILABLE), (NotFound(), Outcome.NOT_FOUND)]
    )
    def test_without_an_answer_nothing_changes(self, school, acting, justice, error, outcome):
        justice.down = error
        with pytest.raises(profile.NoAnswer) as silence:
            profile.ask_again(school, acting=acting)
        assert silence.value.outcome == outcome
        assert not school.answers.exists()

    def test_a_stranger_cannot_take_an_answer_over(self, school, acting, justice):
        answer = profile.ask_again(school, acting=acting)
        stranger = Acting(user=UserFactory(pin=new_pin()), organization_id=school.pk)
        with pytest.raises(PermissionDenied):
            profile.refresh(school, answer, acting=stranger)
        assert len(justice.asked) == 1
