import pikepdf
import pytest
from django.core.files.storage import InMemoryStorage

from accounts.acting import Acting
from core.uploads.models import ScanState
from integrations.registries import RegistryUnavailable
from organizations.models import HeadProof, OrganizationDocument, Registration
from organizations.services import registering
from tests import files
from tests.factories.accounts import UserFactory, new_pin
from tests.organizations.filling import DATA, additions, fill

pytestmark = pytest.mark.django_db
PARTS = "/organization/register/parts/"


def text(response):
    return response.content.decode()


def seen(page):
    return page.context["form"].initial["seen"]


@pytest.fixture
def acting(director, inn):
    return Acting(user=director, signature="cloud", organization_inn=inn)


@pytest.fixture
def begun(acting, justice):
    return registering.begin(acting=acting)


class TestData:
    @pytest.mark.usefixtures("begun")
    def test_the_registers_data_stand_in_a_table_and_nothing_is_asked(self, signed_in):
        page = text(signed_in.get(f"{PARTS}data/"))
        for words in (
            "Мамлекеттик тилдеги толук аталышы",
            "№5 орто мектеп",
            "Средняя школа №5",
            "ОКПО коду",
            "24351939",
            "Муниципалдык",
            "Чет өлкөлүк катышуунун болушу",
            "Жок",
            "Экономикалык иштин коду",
            "85.31.0",
            "Асанова Айгүл Бакировна",
        ):
            assert words in page, words
        assert 'type="text"' not in page
        assert "тастыктала элек" not in page

    @pytest.mark.usefixtures("begun")
    def test_with_nothing_to_type_the_button_leads_on(self, signed_in):
        assert signed_in.post(f"{PARTS}data/", {"seen": "{}"}).url == PARTS

    @pytest.fixture
    def silent(self, justice, acting):
        justice.down = RegistryUnavailable()
        return registering.begin(acting=acting)

    @pytest.mark.usefixtures("silent")
    def test_without_the_register_all_is_typed_and_marked(self, signed_in):
        page = signed_in.get(f"{PARTS}data/")
        assert text(page).count('<input class="govuk-input"') == 20
        response = signed_in.post(f"{PARTS}data/", DATA | {"order_on": "2019-03-15", "seen": seen(page)})
        assert (response.status_code, response.url) == (302, PARTS)
        registration = Registration.objects.get()
        assert registration.full_name_ky == "№7 орто мектеп"
        assert set(registration.unverified) == {*DATA, "order_on"}

    @pytest.mark.usefixtures("silent")
    def test_what_is_right_is_kept_although_something_is_wrong(self, signed_in):
        page = signed_in.get(f"{PARTS}data/")
        response = signed_in.post(f"{PARTS}data/", DATA | {"okpo": "12", "street": "Манас", "seen": seen(page)})
        assert response.status_code == 422
        assert "ОКПО 8 цифрадан турат." in text(response)
        assert 'value="12"' in text(response)
        assert "Ката" in text(response).partition("<title>")[2][:20]
        registration = Registration.objects.get()
        assert (registration.street, registration.okpo) == ("Манас", "")
        again = signed_in.post(
            f"{PARTS}data/",
            DATA | {"okpo": "30001706", "street": "Манас", "seen": response.context["form"].data["seen"]},
        )
        assert again.status_code == 302
        assert Registration.objects.get().okpo == "30001706"

    @pytest.mark.usefixtures("begun")
    def test_what_the_register_says_is_not_overwritten_by_a_post(self, signed_in):
        signed_in.post(f"{PARTS}data/", {"full_name_ky": "Башка", "head_name": "Мен", "state": "active", "seen": "{}"})
        assert Registration.objects.get().full_name_ky == "№5 орто мектеп"


class TestAdditions:
    @pytest.mark.usefixtures("begun")
    def test_contacts_of_the_register_need_not_be_typed(self, signed_in):
        page = text(signed_in.get(f"{PARTS}additions/"))
        assert "+996 312 000005" in page
        assert "mektep5@school.example" in page

    @pytest.mark.usefixtures("begun")
    def test_what_is_typed_is_kept_and_the_way_leads_back(self, signed_in):
        page = signed_in.get(f"{PARTS}additions/")
        response = signed_in.post(f"{PARTS}additions/", additions() | {"personnel": "42", "seen": seen(page)})
        assert response.url == PARTS
        registration = Registration.objects.get()
        assert (registration.kind, registration.personnel, registration.levels) == (
            "secondary_school",
            42,
            ["secondary_general"],
        )
        assert registration.unverified == []

    @pytest.mark.usefixtures("begun")
    def test_fields_that_nobody_may_write_are_ignored(self, signed_in, inn):
        page = signed_in.get(f"{PARTS}additions/")
        evil = {"inn": "00708201710169", "state": "active", "ownership": "private", "started_by": "1", "head_pin": "2"}
        signed_in.post(f"{PARTS}additions/", additions() | evil | {"seen": seen(page)})
        registration = Registration.objects.get()
        assert (registration.inn, registration.ownership) == (inn, "municipal")

    def test_two_people_on_one_field_both_see_both_texts(self, signed_in, begun, acting):
        page = signed_in.get(f"{PARTS}additions/")
        registering.save(begun, {"mission": "Башканын тексти"}, seen={"mission": ""}, acting=acting)
        mine = additions() | {"mission": "Менин текстим", "seen": seen(page)}
        response = signed_in.post(f"{PARTS}additions/", mine)
        assert response.status_code == 422
        assert "Башканын тексти" in text(response)
        assert "Менин текстим" in text(response)
        assert Registration.objects.get().mission == "Башканын тексти"
        mine["seen"] = response.context["form"].data["seen"]
        assert signed_in.post(f"{PARTS}additions/", mine).status_code == 302
        assert Registration.objects.get().mission == "Менин текстим"

    def test_the_page_costs_a_constant_number_of_queries(self, signed_in, begun, django_assert_max_num_queries):
        additions()
        with django_assert_max_num_queries(7):
            signed_in.get(f"{PARTS}additions/")
        assert begun.pk


class TestDocuments:
    @pytest.mark.usefixtures("begun")
    def test_both_scans_at_once(self, signed_in):
        both = {"charter": files.upload(files.pdf()), "certificate": files.upload(files.picture(), "күбөлүк.jpg")}
        assert signed_in.post(f"{PARTS}documents/", both).url == PARTS
        assert set(OrganizationDocument.objects.values_list("kind", "format_key", "scan_state")) == {
            ("charter", "pdf", "waiting"),
            ("certificate", "jpeg", "waiting"),
        }
        page = text(signed_in.get(f"{PARTS}documents/"))
        assert "устав.pdf" in page
        assert "вирустарга текшерилүүдө" in page
        assert "/organization/documents/" not in page

    @pytest.mark.usefixtures("begun")
    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"", "күбөлүк.pdf", "Файл бош."),
            (b"MZ", "күбөлүк.pdf", "Мындай түрдөгү файл кабыл алынбайт."),
            (
                files.pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
                "күбөлүк.pdf",
                "Файл сыр сөз менен корголгон.",
            ),
            (files.pdf(), "күбөлүк.jpg", "Файлдын мазмуну PDF"),
        ],
    )
    def test_a_refused_scan_does_not_take_the_other_with_it(self, signed_in, content, name, sentence):
        both = {"charter": files.upload(files.pdf()), "certificate": files.upload(content, name)}
        response = signed_in.post(f"{PARTS}documents/", both)
        assert response.status_code == 422
        if content:
            assert sentence in text(response)
        assert "устав.pdf" in text(response)
        assert list(OrganizationDocument.objects.values_list("kind", flat=True)) == ["charter"]

    @pytest.mark.usefixtures("begun")
    def test_a_missing_scan_is_asked_for_and_one_alone_is_kept(self, signed_in):
        response = signed_in.post(f"{PARTS}documents/", {"charter": files.upload(files.pdf())})
        assert response.status_code == 422
        assert signed_in.post(f"{PARTS}documents/", {"certificate": files.upload(files.pdf())}).status_code == 302
        assert OrganizationDocument.objects.count() == 2

    @pytest.mark.usefixtures("begun")
    def test_a_storage_that_fails_is_told_at_the_field(self, signed_in, monkeypatch):
        def fail(*_args, **_options):
            raise OSError(28, "full")

        monkeypatch.setattr(InMemoryStorage, "save", fail)
        response = signed_in.post(f"{PARTS}documents/", {"charter": files.upload(files.pdf())})
        assert response.status_code == 422
        assert "Серверде азыр файлдар үчүн орун жок." in text(response)
        assert not OrganizationDocument.objects.exists()

    def test_a_virus_is_told_on_the_list_of_parts(self, signed_in, begun, acting):
        fill(begun, acting)
        OrganizationDocument.objects.filter(kind="charter").update(
            scan_state=ScanState.INFECTED, scanned_at=begun.started_at
        )
        page = text(signed_in.get(PARTS))
        assert "Вирус табылды" in page
        assert "disabled" in page


class TestHead:
    @pytest.fixture
    def differing(self, acting, justice, inn):
        justice.add(inn, "№5 орто мектеп", ownership="3", head_name="Бектуров Нурлан", head_pin=new_pin())
        return registering.begin(acting=acting)

    @pytest.mark.usefixtures("differing")
    def test_both_names_are_shown(self, signed_in):
        page = text(signed_in.get(f"{PARTS}head/"))
        assert "Бектуров Нурлан" in page
        assert "Асанова Айгүл Бакировна" in page

    @pytest.mark.usefixtures("differing")
    def test_a_proof_and_a_note(self, signed_in):
        data = {"proof": files.upload(files.pdf(), "буйрук.pdf"), "note": "Жаңы дайындалдым"}
        assert signed_in.post(f"{PARTS}head/", data).url == PARTS
        assert HeadProof.objects.get().note == "Жаңы дайындалдым"

    @pytest.mark.usefixtures("differing")
    def test_a_good_file_survives_a_missing_note(self, signed_in):
        response = signed_in.post(f"{PARTS}head/", {"proof": files.upload(files.pdf(), "буйрук.pdf"), "note": ""})
        assert response.status_code == 422
        assert "буйрук.pdf" in text(response)
        assert signed_in.post(f"{PARTS}head/", {"note": "Жаңы дайындалдым"}).status_code == 302
        proof = HeadProof.objects.get()
        assert (proof.note, proof.document.name) == ("Жаңы дайындалдым", "буйрук.pdf")

    @pytest.mark.usefixtures("differing")
    def test_a_note_survives_a_refused_file(self, signed_in):
        response = signed_in.post(f"{PARTS}head/", {"proof": files.upload(b"MZ", "a.exe"), "note": "Мен директормун"})
        assert response.status_code == 422
        assert "Мен директормун" in text(response)
        assert not HeadProof.objects.exists()

    @pytest.mark.usefixtures("differing")
    def test_a_storage_that_fails_is_told_at_the_field(self, signed_in, monkeypatch):
        def fail(*_args, **_options):
            raise OSError(28, "full")

        monkeypatch.setattr(InMemoryStorage, "save", fail)
        response = signed_in.post(f"{PARTS}head/", {"proof": files.upload(files.pdf()), "note": "x"})
        assert "Серверде азыр файлдар үчүн орун жок." in text(response)
        assert not HeadProof.objects.exists()

    def test_a_colleague_sees_his_own_proof_only(self, signed_in, differing, inn):
        colleague = Acting(user=UserFactory(), signature="cloud", organization_inn=inn)
        fill(differing, colleague)
        assert signed_in.get(f"{PARTS}head/").context["files"] == []


class TestBank:
    @pytest.mark.usefixtures("begun")
    def test_the_page_may_stay_empty(self, signed_in):
        page = signed_in.get(f"{PARTS}bank/")
        assert signed_in.post(f"{PARTS}bank/", {"seen": seen(page)}).url == PARTS

    @pytest.mark.usefixtures("begun")
    def test_spaces_in_numbers_are_welcome(self, signed_in):
        page = signed_in.get(f"{PARTS}bank/")
        details = {"bank": "Айыл Банк", "account": "1350 1040 0000 1234", "bic": "135 001", "seen": seen(page)}
        assert signed_in.post(f"{PARTS}bank/", details).url == PARTS
        registration = Registration.objects.get()
        assert (registration.account, registration.bic) == ("1350104000001234", "135001")

    @pytest.mark.usefixtures("begun")
    def test_a_part_of_them_is_shown_again_and_not_kept(self, signed_in):
        page = signed_in.get(f"{PARTS}bank/")
        response = signed_in.post(f"{PARTS}bank/", {"bank": "Айыл Банк", "seen": seen(page)})
        assert response.status_code == 422
        assert "Айыл Банк" in text(response)
        assert Registration.objects.get().bank == ""
