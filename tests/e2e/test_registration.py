"""«Каттоо» from the first sentence to the profile, in a browser: the chapter of the school's manual."""

import pytest
from django.conf import settings as site
from playwright.sync_api import expect

from integrations.legal_entity_registry import Address, legal_entity_registry
from organizations.models import Organization
from organizations.services.reference import load_reference
from tests import files
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_inn

LONG_KY = "Чүй облусунун Сокулук районундагы «№3 Үмөт Токтоналиев атындагы орто мектеп» мамлекеттик мекемеси"
LONG_RU = "Государственное учреждение «Средняя школа №3 имени Умёта Токтоналиева» села Жаны-Пахта Сокулукского района"
WORDS = {
    "ky": {
        "sentence": "Сиздин уюм системага катталган эмес, каттоодон өтүүнү суранабыз!",
        "start": "Каттоодон өтүү",
        "home": "Башкы бетке кайтуу",
        "parts": ["Уюм жөнүндө маалымат", "Сиз кошо турган маалымат", "Устав жана күбөлүк"],
        "bank": "Банк реквизиттери (толтуруу милдеттүү эмес)",
        "register": "Каттоо",
        "next": "Сактоо жана улантуу",
        "done": "Уюм катталды",
        "profile": "Уюмдун профили",
    },
    "ru": {
        "sentence": "Ваша организация не зарегистрирована в системе, для получения доступа просим пройти регистрацию!",
        "start": "Пройти регистрацию",
        "home": "Вернуться на главную страницу",
        "parts": ["Сведения об организации", "Ваши дополнения", "Устав и свидетельство"],
        "bank": "Банковские реквизиты (не обязательно для заполнения)",
        "register": "Зарегистрировать",
        "next": "Сохранить и продолжить",
        "done": "Организация зарегистрирована",
        "profile": "Профиль организации",
    },
}


@pytest.fixture
def director(client, transactional_db):
    """The director of an unregistered state school, signed in with its cloud signature."""
    load_reference()
    director, inn = UserFactory(last_name="Журавлёва", first_name="Любовь", middle_name="Павловна"), new_inn()
    legal_entity_registry().add(
        inn,
        LONG_KY,
        full_name_ru=LONG_RU,
        ownership="2",
        head_name=director.get_full_name(),
        head_pin=director.pin,
        address=Address(region="Чуйская область", district="Сокулукский район", village="с. Жаңы-Пахта"),
        phones=("+996 555 200123",),
    )
    sign_in(client, director, inn=inn, organization_name=LONG_RU)
    return {"name": site.SESSION_COOKIE_NAME, "value": client.cookies[site.SESSION_COOKIE_NAME].value}


def fill_additions(page):
    for name, value in (("kind", "secondary_school"),):
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("input[name=instruction_languages][value=ky]").check()
    page.locator("input[name=levels][value=secondary_general]").check()


def choose(page, name):
    scan = {"name": "устав.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}
    page.locator(f"input[type=file][name={name}]").set_input_files(scan)


@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [(360, "ky", True), (1280, "ru", True), (360, "ru", True), (1280, "ky", True), (1280, "ky", False)],
)
def test_a_director_registers_a_state_school(open_page, director, inspect, width, language, scripts):
    words = WORDS[language]

    def look(name):
        if scripts:
            inspect(page, f"register-{name}")

    page = open_page("/organization/register/", width=width, language=language, scripts=scripts, cookies=[director])
    expect(page.locator("h1")).to_have_text(words["sentence"], use_inner_text=True)
    expect(page.get_by_role("button", name=words["home"])).to_be_visible()
    look("start")
    page.get_by_role("button", name=words["start"], exact=True).click()
    look("parts")
    page.locator(".govuk-task-list__link", has_text=words["parts"][0]).click()
    expect(page.get_by_text(LONG_KY).first).to_be_visible()
    look("data")
    page.get_by_role("button", name=words["next"]).click()
    page.locator(".govuk-task-list__link", has_text=words["parts"][1]).click()
    page.get_by_role("button", name=words["next"]).click()
    look("additions-refused")
    fill_additions(page)
    page.get_by_role("button", name=words["next"]).click()
    page.locator(".govuk-task-list__link", has_text=words["parts"][2]).click()
    look("documents")
    choose(page, "charter")
    choose(page, "certificate")
    page.get_by_role("button", name=words["next"]).click()
    look("ready")
    page.get_by_role("button", name=words["register"], exact=True).click()
    look("section")
    expect(page.locator("input[name=sections]")).to_have_count(1)
    page.get_by_role("button", name=words["next"]).click()
    expect(page.locator("h1")).to_have_text(words["done"], use_inner_text=True)
    look("done")
    page.locator(".asula-cabinet__link", has_text=words["profile"]).click()
    expect(page.locator("h1")).to_have_text(words["profile"], use_inner_text=True)
    look("profile")
    school = Organization.objects.get()
    assert (school.full_name_ky, school.sections, school.district.code) == (
        LONG_KY,
        ["accreditation"],
        "41708222000000",
    )
