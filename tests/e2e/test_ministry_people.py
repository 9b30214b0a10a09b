"""The administrator's manual, «Эксперттер», «Коллегия», «Аккредитация адистери», in a browser, against the stub of the
registers."""

import re

import pytest
from playwright.sync_api import expect

from accreditation.models import CollegiumMember, Expert, Specialist
from tests.e2e.conftest import unfold_menu
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import DistrictFactory
from tests.factories.people import ExpertFactory, ExpertRelativeFactory, SpecialistFactory, UnavailabilityFactory
from tests.stub_process import XROAD_CLIENT

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "ky": {
        "experts": "Эксперттер",
        "collegium": "Коллегия",
        "specialists": "Аккредитация адистери",
        "add_expert": "Эксперт кошуу",
        "add_member": "Коллегиянын мүчөсүн кошуу",
        "add_specialist": "Адис кошуу",
        "pin": "ПИН",
        "name": "Аты-жөнү",
        "position": "Кызматы",
        "organization": "Уюм",
        "email": "Электрондук почта",
        "type": "Баарысы",
        "kind": "Институционалдык аккредитация. Жалпы билим берүү уюму",
        "done": "Кошуу",
        "edit": "Түзөтүү",
        "block": "Блоктоо",
        "unblock": "Блоктон чыгаруу",
        "delete": "Өчүрүү",
        "reason": "Себеби",
        "save": "Сактоо",
    },
    "ru": {
        "experts": "Эксперты",
        "collegium": "Коллегия",
        "specialists": "Специалисты Аккредитации",
        "add_expert": "Добавить эксперта",
        "add_member": "Добавить члена Коллегии",
        "add_specialist": "Добавить специалиста",
        "pin": "ПИН",
        "name": "ФИО",
        "position": "Должность",
        "organization": "Организация",
        "email": "Электронная почта",
        "type": "Любой",
        "kind": "Институциональная аккредитация. Общеобразовательная организация",
        "done": "Добавить",
        "edit": "Редактировать",
        "block": "Заблокировать",
        "unblock": "Разблокировать",
        "delete": "Удалить",
        "reason": "Причина",
        "save": "Сохранить",
    },
}
LISTS = [
    ("specialists", "specialists", "add_specialist", Specialist, "specialist-1"),
    ("collegium", "collegium", "add_member", CollegiumMember, "collegium-1"),
    ("experts", "experts", "add_expert", Expert, "expert-kg-gb-4"),
]


@pytest.fixture
def registers(settings, stub_server):
    """The real adapters, speaking to the stub server."""
    settings.XROAD_URL, settings.XROAD_CLIENT = f"{stub_server.url}/xroad", XROAD_CLIENT
    settings.ADAPTERS = settings.ADAPTERS | {
        "person_registry": "integrations.person_registry.combined.CombinedPersonRegistry"
    }
    return stub_server


@pytest.fixture
def enter(open_page, session_of):
    """A function that opens a page as the administrator of accreditation."""
    administrator = UserFactory(is_administrator=True, last_name="Сатыбалдиева", first_name="Нургүл")
    return lambda path="/ministry/", **options: open_page(path, cookies=session_of(administrator), **options)


def is_headed(page, words):
    expect(page.locator("h1")).to_have_text(words, use_inner_text=True)


def field(page, label):
    """The field whose label begins with this word; optional ones say so behind it."""
    return page.locator("label", has_text=label).first.locator(
        "xpath=following-sibling::*[self::input or self::textarea]"
    )


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_people_are_added_as_the_manual_says(enter, inspect, registers, width, language):
    words = WORDS[language]
    page = enter(width=width, language=language)
    inspect(page, "ministry-home-people")
    for title, path, add, model, slug in LISTS:
        person = registers.person(slug)
        unfold_menu(page)
        page.get_by_role("navigation").get_by_role("link", name=words[title], exact=True).click()
        is_headed(page, words[title])
        inspect(page, f"people-{model.__name__}-empty")
        page.get_by_role("button", name=words[add]).click()
        is_headed(page, words[add])
        page.get_by_label(words["pin"], exact=True).press_sequentially(person["pin"])
        page.get_by_role("group", name=words["name"]).wait_for()
        expect(page.get_by_role("group", name=words["name"])).to_have_text(re.compile(f"^\\s*{person['last_name']}"))
        page.get_by_label(words["position"], exact=True).fill("башкы адис")
        page.get_by_label(words["organization"], exact=True).fill("Билим берүү жана илим министрлиги")
        if title == "experts":
            page.get_by_label(words["email"], exact=True).fill("expert@mail.example")
            page.get_by_label(words["type"], exact=True).check()
            page.get_by_label(words["kind"]).check()
        inspect(page, f"people-{model.__name__}-add")
        page.get_by_role("button", name=words["done"], exact=True).click()
        page.wait_for_url(f"**/ministry/{path}/")
        expect(page.get_by_role("link", name=person["last_name"])).to_have_count(1)
        inspect(page, f"people-{model.__name__}")
        assert model.objects.get().person.pin == person["pin"]


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])
def test_an_expert_is_edited_blocked_unblocked_and_deleted(enter, inspect, width, language):
    words = WORDS[language]
    expert = ExpertFactory(last_name="Төлөгөнова-Эсеналиева", first_name="Күлүйпа", district=DistrictFactory())
    ExpertRelativeFactory(expert=expert)
    UnavailabilityFactory(expert=expert, note="өргүү")
    ExpertFactory.create_batch(3)
    page = enter("/ministry/experts/", width=width, language=language)
    inspect(page, "people-experts-four")
    page.get_by_role("link", name="Төлөгөнова-Эсеналиева").click()
    page.wait_for_url(f"**/experts/{expert.pk}/")
    inspect(page, "people-expert")
    page.get_by_role("button", name=words["edit"], exact=True).click()
    page.wait_for_url("**/edit/")
    inspect(page, "people-expert-edit")
    page.get_by_label(words["position"], exact=True).fill("декан")
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.wait_for_url(f"**/experts/{expert.pk}/")
    page.get_by_role("button", name=words["block"], exact=True).click()
    page.wait_for_url("**/block/")
    inspect(page, "people-expert-block")
    page.get_by_label(words["reason"]).fill("Өз арызы менен кетти")
    page.get_by_role("button", name=words["block"], exact=True).click()
    page.wait_for_url(f"**/experts/{expert.pk}/")
    inspect(page, "people-expert-blocked")
    page.get_by_role("button", name=words["unblock"], exact=True).click()
    page.wait_for_url("**/unblock/")
    inspect(page, "people-expert-unblock")
    page.get_by_label(words["reason"]).fill("Кайтып келди")
    page.get_by_role("button", name=words["unblock"], exact=True).click()
    page.wait_for_url(f"**/experts/{expert.pk}/")
    inspect(page, "people-expert-history")
    page.get_by_role("button", name=words["delete"], exact=True).click()
    page.wait_for_url("**/delete/")
    inspect(page, "people-expert-delete")
    page.get_by_role("button", name=words["delete"], exact=True).click()
    page.wait_for_url("**/ministry/experts/")
    assert not Expert.objects.filter(pk=expert.pk).exists()


def test_without_scripts_the_button_brings_the_name(enter, registers):
    words, person = WORDS["ky"], registers.person("specialist-1")
    page = enter("/ministry/specialists/add/", scripts=False)
    page.get_by_label(words["pin"], exact=True).fill(person["pin"])
    page.get_by_label(words["position"], exact=True).fill("адис")
    page.locator("button[name=search]").click()
    expect(page.locator(".asula-found")).to_have_text(re.compile(f"^\\s*{person['last_name']}"))
    page.get_by_label(words["organization"], exact=True).fill("Министрлик")
    page.get_by_role("button", name=words["done"], exact=True).click()
    page.wait_for_url("**/ministry/specialists/")
    assert Specialist.objects.get().position == "адис"


def test_somebody_is_found_by_the_whole_number(enter, inspect):
    entry = SpecialistFactory()
    page = enter("/ministry/specialists/", width=360)
    page.locator("main summary").first.click()
    field(page, WORDS["ky"]["pin"]).fill("22304196679199")
    page.locator("main details").first.locator("button").click()
    expect(page).to_have_title(re.compile("^Ката"))
    inspect(page, "people-specialists-not-found")
    field(page, WORDS["ky"]["pin"]).fill(entry.person.pin)
    page.locator("main details").first.locator("button").click()
    is_headed(page, entry.name)


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_people_come_from_a_file(enter, inspect, tmp_path, width, language):
    good, late = ["Өзгөнова", "Айгүл", "методист", "Борбор"], ["Бекова", "Жылдыз", "", "Борбор"]
    file = tmp_path / "people.csv"
    rows = [["ПИН", "Фамилиясы", "Аты", "Кызматы", "Уюм"], [new_pin(), *good], [new_pin(), *late], ["12", *good]]
    file.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8-sig")
    page = enter("/ministry/specialists/import/", width=width, language=language)
    inspect(page, "people-import")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main button[type=submit]").click()
    page.locator("main table").first.wait_for()
    inspect(page, "people-import-preview")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/ministry/specialists/")
    inspect(page, "people-imported")
    assert [entry.last_name for entry in Specialist.objects.all()] == ["Өзгөнова"]
    page.locator("main summary").nth(1).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "Өзгөнова" in download.value.path().read_text(encoding="utf-8-sig")
    page.goto("/ministry/workload/")
    inspect(page, "people-workload")
