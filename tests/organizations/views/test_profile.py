import pytest
from django.core.files.storage import InMemoryStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from core.uploads.models import ScanState
from integrations.registries import NotFound, RegistryUnavailable
from organizations.enums import DocumentKind, Ownership, Role
from organizations.models import HeadProof, Organization
from staff.models import Employment
from tests import files
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory, new_inn, new_pin
from tests.factories.organizations import OrganizationDocumentFactory, OrganizationFactory
from tests.factories.staff import EmploymentFactory
from tests.organizations.filling import additions

pytestmark = pytest.mark.django_db
PROFILE = "/organization/profile/"
EDITING = [f"{PROFILE}{page}/" for page in ("edit", "bank", "documents")]


def text(response):
    return response.content.decode()


@pytest.fixture
def school(inn, director):
    school = OrganizationFactory(
        inn=inn,
        full_name_ky="№5 мектеп",
        head_name=director.get_full_name(),
        head_pin=director.pin,
        register_answered_at=now(),
        registered_by=director,
    )
    OrganizationDocumentFactory(organization=school, kind=DocumentKind.CHARTER, name="устав.pdf")
    return school


@pytest.fixture
def browser(client, director, school):
    sign_in(client, director, inn=school.inn, organization_id=school.pk)
    return client


def employee(client, school, role):
    teacher = EmploymentFactory(organization=school, role=role)
    sign_in(client, teacher.person, organization_id=school.pk)
    return client


class TestSeeing:
    def test_the_head_sees_all_and_may_change_it(self, browser, inn):
        page = text(browser.get(PROFILE))
        for words in ("Уюмдун профили", "№5 мектеп", inn, "Чүй", "Аламүдүн району", "устав.pdf", "Реестрден жаңыртуу"):
            assert words in page or words == "Чүй", words
        for address in EDITING:
            assert f'href="{address}"' in page
        assert "гана өзгөртөт" not in page

    def test_a_teacher_sees_it_and_is_told_who_may_change_it(self, client, school):
        page = text(employee(client, school, Role.SPECIALIST).get(PROFILE))
        assert "Уюмдун профилин анын жетекчиси жана орун басарлары гана өзгөртөт." in page
        assert "Реестрден жаңыртуу" not in page
        for address in EDITING:
            assert f'href="{address}"' not in page

    def test_who_was_dismissed_sees_it_no_more_and_finds_no_place_of_work(self, client, school):
        browser = employee(client, school, Role.DEPUTY)
        assert browser.get(PROFILE).status_code == 200
        Employment.objects.update(state="dismissed", ended_on=localdate())
        response = browser.get(PROFILE)
        assert response.url == "/work/"
        assert "№5 мектеп" not in text(browser.get(response.url))
        assert request_of(browser).acting.place_key == ""

    def test_a_deputy_may_change_it(self, client, school):
        page = text(employee(client, school, Role.DEPUTY).get(PROFILE))
        assert all(f'href="{address}"' in page for address in EDITING)
        assert "Реестрден жаңыртуу" in page

    def test_who_acts_for_nobody_is_led_to_the_registration(self, client, school):
        sign_in(client, UserFactory())
        for address in (PROFILE, "/organization/", *EDITING):
            assert client.get(address).url == "/organization/register/"
        assert school.pk

    def test_the_cabinet_begins_with_its_first_section(self, browser):
        assert browser.get("/organization/").url == PROFILE

    def test_what_is_not_verified_is_marked(self, browser):
        Organization.objects.update(unverified=["okpo"], okpo="30001706", register_answered_at=None)
        page = text(browser.get(PROFILE))
        assert page.count("тастыктала элек") == 2

    def test_it_costs_a_constant_number_of_queries(self, browser, school):
        counts = set()
        for number in range(3):
            OrganizationDocumentFactory(organization=school, replaced_at=now(), name=f"{number}.pdf")
            with CaptureQueriesContext(connection) as captured:
                browser.get(PROFILE)
            counts.add(len(captured))
        assert len(counts) == 1
        assert counts.pop() <= 15  # two of them for the menu of the cabinet


class TestEditing:
    def test_own_data(self, browser, school):
        page = browser.get(f"{PROFILE}edit/")
        data = additions() | {"mission": "Билим — күч", "seen": page.context["form"].initial["seen"]}
        response = browser.post(f"{PROFILE}edit/", data, follow=True)
        assert response.redirect_chain == [(PROFILE, 302)]
        assert "Сакталды." in text(response)
        assert "Билим — күч" in text(response)
        school.refresh_from_db()
        assert school.instruction_languages == ["ky", "ru"]

    def test_what_is_wrong_is_shown_and_the_rest_is_kept(self, browser, school):
        page = browser.get(f"{PROFILE}edit/")
        data = additions() | {"phone": "жок", "mission": "Билим", "seen": page.context["form"].initial["seen"]}
        response = browser.post(f"{PROFILE}edit/", data)
        assert response.status_code == 422
        school.refresh_from_db()
        assert (school.phone, school.mission) == ("+996 312 000000", "Билим")

    def test_two_people_on_one_field_both_see_both_texts(self, browser, school):
        page = browser.get(f"{PROFILE}bank/")
        Organization.objects.update(bank="Башка Банк", account="2" * 16, bic="2" * 6)
        mine = {"bank": "Менин Банкым", "account": "1" * 16, "bic": "1" * 6}
        response = browser.post(f"{PROFILE}bank/", mine | {"seen": page.context["form"].initial["seen"]})
        assert response.status_code == 422
        assert "Башка Банк" in text(response)
        assert "Менин Банкым" in text(response)
        response = browser.post(f"{PROFILE}bank/", mine | {"seen": response.context["form"].data["seen"]})
        assert response.status_code == 302
        school.refresh_from_db()
        assert school.bank == "Менин Банкым"

    def test_fields_of_the_register_and_the_system_are_ignored(self, browser, school):
        page = browser.get(f"{PROFILE}edit/")
        evil = {"full_name_ky": "Башка", "ownership": "private", "sections": "licensing", "inn": "00708201710169"}
        browser.post(f"{PROFILE}edit/", additions() | evil | {"seen": page.context["form"].initial["seen"]})
        school.refresh_from_db()
        assert (school.full_name_ky, school.ownership, school.sections) == (
            "№5 мектеп",
            Ownership.MUNICIPAL,
            ["accreditation"],
        )

    @pytest.mark.parametrize("address", EDITING)
    @pytest.mark.parametrize(("role", "status"), [(Role.SPECIALIST, 403), (Role.DEPUTY, 200)])
    def test_only_head_and_deputies_get_there(self, client, school, address, role, status):
        browser = employee(client, school, role)
        assert browser.get(address).status_code == status
        if status == 403:
            assert "орун басарлары гана" in text(browser.post(address, {"charter": files.upload(files.pdf())}))


class TestDocuments:
    def test_a_new_charter_replaces_the_former(self, browser, school):
        data = {
            "charter": files.upload(files.pdf(), "жаңы устав.pdf"),
            "certificate": files.upload(files.pdf(), "к.pdf"),
        }
        page = text(browser.post(f"{PROFILE}documents/", data, follow=True))
        assert "жаңы устав.pdf" in page
        assert ": устав.pdf" not in page
        assert school.documents.count() == 3

    def test_a_refused_file_does_not_take_the_other_with_it(self, browser, school):
        data = {"charter": files.upload(b"MZ", "a.exe"), "certificate": files.upload(files.pdf(), "к.pdf")}
        response = browser.post(f"{PROFILE}documents/", data)
        assert response.status_code == 422
        assert school.documents.current().count() == 2

    def test_a_storage_that_fails_leaves_the_former(self, browser, school, monkeypatch):
        def fail(*_args, **_options):
            raise OSError(28, "full")

        monkeypatch.setattr(InMemoryStorage, "save", fail)
        response = browser.post(f"{PROFILE}documents/", {"charter": files.upload(files.pdf())})
        assert response.status_code == 422
        assert school.documents.current().get().name == "устав.pdf"


class TestRegister:
    @pytest.mark.usefixtures("justice")
    def test_the_difference_is_shown_and_taken_over_when_confirmed(self, browser, school):
        response = browser.post(f"{PROFILE}ask/", follow=True)
        page = text(response)
        address = response.redirect_chain[-1][0]
        assert address.startswith(f"{PROFILE}changes/")
        assert page.index("№5 мектеп") < page.index("№5 орто мектеп")
        school.refresh_from_db()
        assert school.full_name_ky == "№5 мектеп"
        done = browser.post(address, follow=True)
        assert "Профилде эми реестрдин маалыматы турат." in text(done)
        school.refresh_from_db()
        assert school.full_name_ky == "№5 орто мектеп"
        assert "Айырма жок" in text(browser.get(address))

    def test_the_numbers_of_heads_are_masked(self, browser, justice, inn, director):
        other = new_pin()
        justice.add(inn, "№5 мектеп", head_name="Бектуров Нурлан", head_pin=other)
        page = text(browser.post(f"{PROFILE}ask/", follow=True))
        assert other.masked in page
        assert other not in page
        assert director.pin not in page

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            (RegistryUnavailable(), "азыр жооп бербей жатат. Эч нерсе өзгөргөн жок."),
            (NotFound(), "ИННин мындан ары билбейт"),
        ],
    )
    def test_without_an_answer_the_page_says_so(self, browser, justice, error, sentence):
        justice.down = error
        assert sentence in text(browser.post(f"{PROFILE}ask/", follow=True))

    def test_an_answer_about_another_organization_is_not_there(self, browser, client, justice, inn):
        response = browser.post(f"{PROFILE}ask/")
        stranger = OrganizationFactory(inn=new_inn())
        sign_in(client, stranger.registered_by, inn=stranger.inn, organization_id=stranger.pk)
        for method in (client.get, client.post):
            assert method(response.url).status_code == 404
        assert justice.asked[0][0] == inn

    def test_a_teacher_asks_nothing(self, client, school):
        browser = employee(client, school, Role.SPECIALIST)
        assert browser.post(f"{PROFILE}ask/").status_code == 403
        assert browser.get(f"{PROFILE}ask/").status_code == 405


class TestNewDirector:
    @pytest.fixture
    def newcomer(self, client, school):
        person = UserFactory(last_name="Бектуров", first_name="Нурлан", middle_name="")
        sign_in(client, person, inn=school.inn, organization_id=school.pk)
        return client

    def test_he_is_told_to_refresh_or_to_prove(self, newcomer):
        page = text(newcomer.get(PROFILE))
        assert "Реестрде жетекчи катары башка адам көрсөтүлгөн" in page
        assert "Реестрден жаңыртуу" in page
        assert f'href="{PROFILE}head/"' in page
        assert f'href="{PROFILE}edit/"' not in page

    def test_after_his_proof_he_edits(self, newcomer, school):
        data = {"proof": files.upload(files.pdf(), "буйрук.pdf"), "note": "Жаңы директор"}
        page = text(newcomer.post(f"{PROFILE}head/", data, follow=True))
        assert "Адистин чечимин күтүүдө" in page
        assert f'href="{PROFILE}edit/"' in page
        assert "буйрук.pdf" in text(newcomer.get(f"{PROFILE}head/"))
        assert HeadProof.objects.get().organization == school

    def test_a_missing_note_and_a_failing_storage_are_told(self, newcomer, monkeypatch):
        response = newcomer.post(f"{PROFILE}head/", {"proof": files.upload(files.pdf())})
        assert response.status_code == 422

        def fail(*_args, **_options):
            raise OSError(28, "full")

        monkeypatch.setattr(InMemoryStorage, "save", fail)
        data = {"proof": files.upload(files.pdf()), "note": "Жаңы директор"}
        response = newcomer.post(f"{PROFILE}head/", data)
        assert response.status_code == 422
        assert "Жаңы директор" in text(response)
        assert not HeadProof.objects.exists()

    def test_an_employee_proves_nothing(self, client, school):
        browser = employee(client, school, Role.DEPUTY)
        assert browser.get(f"{PROFILE}head/").status_code == 403
        data = {"proof": files.upload(files.pdf()), "note": "x"}
        assert browser.post(f"{PROFILE}head/", data).status_code == 403


class TestDownloads:
    def test_own_scans_come_as_attachments(self, browser, school):
        document = school.documents.get()
        response = browser.get(f"/organization/documents/{document.public_id}/")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert b"".join(response.streaming_content).startswith(b"%PDF")

    @pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
    def test_not_before_the_scanner_called_them_clean(self, browser, school, state):
        document = OrganizationDocumentFactory(organization=school, kind=DocumentKind.CERTIFICATE, scan_state=state)
        assert browser.get(f"/organization/documents/{document.public_id}/").status_code == 403

    def test_those_of_others_are_not_there(self, browser):
        document = OrganizationDocumentFactory(organization=OrganizationFactory())
        assert browser.get(f"/organization/documents/{document.public_id}/").status_code == 404

    def test_the_ministry_sees_all(self, client, school):
        sign_in(client, UserFactory(is_administrator=True))
        document = school.documents.get()
        assert client.get(f"/organization/documents/{document.public_id}/").status_code == 200

    def test_nobody_sees_anything_without_signing_in(self, client, school):
        response = client.get(f"/organization/documents/{school.documents.get().public_id}/")
        assert response.status_code == 302
        assert response.url.startswith("/sign-in/")
