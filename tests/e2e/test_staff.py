"""The chapter «Кызматкерлер» of the school's manual, word by word, in a browser, against the stub of the registers."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from core.identifiers import Pin
from organizations.enums import Role
from staff.enums import State, Verification
from staff.models import Employment
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import ActingHeadFactory, EmploymentFactory
from tests.stub_process import XROAD_CLIENT

pytestmark = pytest.mark.django_db(transaction=True)

TEACHER = "teacher-school-bishkek-11-1"
LONG_NAME = (
    "Жалал-Абад облусунун Токтогул районундагы Шамшы Калдаяков атындагы жалпы орто билим берүү уюму (мектеп-гимназия)"
)
WORDS = {
    "ky": {
        "title": "Кызматкерлер",
        "add": "Кызматкерди кошуу",
        "pin": "ПН",
        "name": "Аты-жөнү",
        "role": "Ролу",
        "specialist": "Уюмдун адиси",
        "position": "Кызматы",
        "done": "Кошуу",
        "cancel": "Баш тартуу",
        "search": "Издөө",
        "work": "математика мугалими",
        "waiting": "тастыктала элек",
    },
    "ru": {
        "title": "Сотрудники",
        "add": "Добавить сотрудника",
        "pin": "ПИН",
        "name": "ФИО",
        "role": "Роль",
        "specialist": "Специалист организации",
        "position": "Должность",
        "done": "Добавить",
        "cancel": "Отмена",
        "search": "Поиск",
        "work": "учитель математики",
        "waiting": "ещё не подтверждено",
    },
}


@pytest.fixture
def registers(settings, stub_server):
    """The real adapters, speaking to the stub server."""
    settings.XROAD_URL, settings.XROAD_CLIENT = f"{stub_server.url}/xroad", XROAD_CLIENT
    settings.ADAPTERS = settings.ADAPTERS | {
        "person_registry": "integrations.person_registry.combined.CombinedPersonRegistry"
    }
    return stub_server


@pytest.fixture
def head():
    person = UserFactory(last_name="Төлөгөнова-Эсеналиева", first_name="Күлүйпа", middle_name="Мукашовна")
    school = OrganizationFactory(full_name_ky=LONG_NAME, full_name_ru=LONG_NAME)
    return EmploymentFactory(organization=school, person=person, role=Role.HEAD, position="директор")


@pytest.fixture
def enter(open_page, client, head):
    """A function that opens a page as the head, signed in and at work in the school."""

    def enter(path="/staff/", **options):
        sign_in(client, head.person, organization_id=head.organization_id, place_key="test")
        name = django_settings.SESSION_COOKIE_NAME
        return open_page(path, cookies=[{"name": name, "value": client.cookies[name].value}], **options)

    return enter


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_teacher_is_added_as_the_manual_says(enter, inspect, registers, width, language):
    words, teacher = WORDS[language], registers.person(TEACHER)
    page = enter(width=width, language=language)
    expect(page.locator("h1")).to_have_text(words["title"], use_inner_text=True)
    inspect(page, "staff-list")
    page.get_by_role("button", name=words["add"]).click()
    expect(page.locator("h1")).to_have_text(words["add"], use_inner_text=True)
    inspect(page, "staff-add")
    page.get_by_label(words["pin"], exact=True).press_sequentially(teacher["pin"])
    name = page.get_by_role("group", name=words["name"])
    expect(name).to_have_text(f"{teacher['last_name']} {teacher['first_name']}", use_inner_text=True)
    page.get_by_role("group", name=words["role"]).get_by_label(words["specialist"]).check()
    page.get_by_label(words["position"], exact=True).fill(words["work"])
    inspect(page, "staff-add-found")
    page.get_by_role("button", name=words["done"], exact=True).click()
    expect(page.locator("h1")).to_have_text(words["title"], use_inner_text=True)
    expect(page.get_by_role("row").filter(has_text=words["work"]).filter(has_text=teacher["last_name"])).to_have_count(
        1
    )
    inspect(page, "staff-list-added")
    added = Employment.objects.get(role=Role.SPECIALIST)
    assert (added.person.pin, added.verification) == (teacher["pin"], Verification.CONFIRMED)


def test_without_scripts_the_button_brings_the_name(enter, registers):
    words, teacher = WORDS["ky"], registers.person(TEACHER)
    page = enter("/staff/add/", scripts=False)
    page.get_by_label(words["pin"], exact=True).fill(teacher["pin"])
    page.get_by_label(words["position"], exact=True).fill(words["work"])
    page.get_by_role("button", name=words["search"]).click()
    expect(page.locator(".asula-found")).to_have_text(
        f"{teacher['last_name']} {teacher['first_name']}", use_inner_text=True
    )
    assert page.get_by_label(words["position"], exact=True).input_value() == words["work"]
    page.get_by_label(words["specialist"]).check()
    with page.expect_navigation():
        page.get_by_role("button", name=words["done"], exact=True).click()
    assert Employment.objects.get(role=Role.SPECIALIST).person.pin == teacher["pin"]


def test_nobody_is_added_by_the_way_out(enter):
    page = enter("/staff/add/")
    page.get_by_role("link", name=WORDS["ky"]["cancel"], exact=True).click()
    page.wait_for_url("**/staff/")
    expect(page.locator("h1")).to_have_text(WORDS["ky"]["title"], use_inner_text=True)
    assert Employment.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "said"),
    [("person-deceased", "каза болгон"), ("person-pin-blocked", "блоктолгон"), (None, "мындай номердүү адам жок")],
)
def test_each_refusal_stands_beside_the_number(enter, registers, slug, said):
    page = enter("/staff/add/", width=360)
    pin = registers.person(slug)["pin"] if slug else new_pin()
    page.get_by_label("ПН", exact=True).press_sequentially(pin)
    error = page.locator("#person .govuk-error-message")
    error.wait_for()
    expect(error).to_contain_text(said, use_inner_text=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_while_the_registers_are_silent_the_name_is_typed(enter, inspect, settings, registers, width):
    settings.XROAD_URL = "http://127.0.0.1:9"
    page = enter("/staff/add/", width=width)
    page.get_by_label("ПН", exact=True).press_sequentially(new_pin())
    page.get_by_label("Фамилиясы").fill("Үсөналиева")
    page.get_by_label("Аты", exact=True).fill("Өмүркан")
    page.get_by_label("Уюмдун адиси").check()
    page.get_by_label("Кызматы", exact=True).fill("география мугалими")
    inspect(page, "staff-add-by-hand")
    page.get_by_role("button", name="Кошуу", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Үсөналиева Өмүркан")
    expect(row).to_contain_text(WORDS["ky"]["waiting"], use_inner_text=True)


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_staff_is_fit_for_everybody(enter, inspect, head, width, language):
    school = head.organization
    teacher = EmploymentFactory(
        organization=school, last_name="Гладышева-Назаралиева", position="башталгыч класстардын мугалими, класс жетекчи"
    )
    gone = EmploymentFactory(organization=school, state=State.DISMISSED)
    doubtful = EmploymentFactory(
        organization=school, verification=Verification.DIFFERENT, name_in_register=["Асанова", "Бүбүсара", ""]
    )
    appointment = ActingHeadFactory(employment__organization=school)
    pages = {
        "list": "/staff/?state=all",
        "nobody": "/staff/?words=жок",
        "employee": f"/staff/{teacher.pk}/",
        "head": f"/staff/{head.pk}/",
        "doubtful": f"/staff/{doubtful.pk}/",
        "edit": f"/staff/{teacher.pk}/edit/",
        "dismiss": f"/staff/{teacher.pk}/dismiss/",
        "take-back": f"/staff/{gone.pk}/take-back/",
        "permissions": "/staff/permissions/",
        "hand-over": "/staff/head/hand-over/",
        "acting-list": "/staff/acting/",
        "acting-add": "/staff/acting/add/",
        "acting-stop": f"/staff/acting/{appointment.pk}/stop/",
    }
    page = enter(width=width, language=language)
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"staff-{name}")


def test_dismissed_with_a_confirmation_and_taken_back(enter, head):
    teacher = EmploymentFactory(organization=head.organization, person__pin=Pin(new_pin()))
    page = enter(f"/staff/{teacher.pk}/", width=360)
    with page.expect_navigation():
        page.get_by_role("button", name="Иштен бошотуу").click()
    page.get_by_role("textbox").fill("№ 12-к буйрук")
    page.get_by_role("button", name="Иштен бошотуу").click()
    expect(page.locator("h1")).to_have_text("Кызматкерлер", use_inner_text=True)
    page.goto(f"/staff/{teacher.pk}/")
    expect(page.locator(".asula-timeline")).to_contain_text("№ 12-к буйрук", use_inner_text=True)
    for _page in ("of the teacher", "of the question"):
        with page.expect_navigation():
            page.get_by_role("button", name="Кайра алуу").click()
    teacher.refresh_from_db()
    assert teacher.state == State.EMPLOYED
