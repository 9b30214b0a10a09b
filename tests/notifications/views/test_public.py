"""The public pages: open to everybody, in the words of the manual and the glossary."""

import pytest
from lxml import html

from accounts.models import User

pytestmark = pytest.mark.django_db
PAGES = {
    "/": ("Башкы бет", "Главная страница"),
    "/licences/": ("Лицензиялар", "Лицензии"),
    "/accreditations/": ("Аккредитациялар", "Аккредитации"),
    "/news/": ("Билдирүүлөр", "Сообщения"),
    "/feedback/": ("Кайтарым байланыш", "Обратная связь"),
    "/accessibility/": ("Жеткиликтүүлүк", "Доступность"),
}
MENU = {
    "ky": ["Лицензиялар", "Аккредитациялар", "Билдирүүлөр", "Кайтарым байланыш"],
    "ru": ["Лицензии", "Аккредитации", "Сообщения", "Обратная связь"],
}
ENTRIES = {
    "ky": ["АККФ Админ", "Рутокен аркылуу кирүү - юр. жак", "ЕСИ аркылуу кирүү"],
    "ru": ["Админ", "Вход с помощью Рутокен ЭЦП – юр. лицо", "Вход через ЕСИ"],
}
FULL_NAMES = {
    "ky": "Лицензиялоону жана аккредитациялоону башкаруунун автоматташтырылган системасы (АСУЛА)",
    "ru": "Автоматизированная система управления лицензированием и аккредитацией (АСУЛА)",
}


def visit(client, path, language=None, **headers):
    if language:
        client.cookies["language"] = language
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(page, path):
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_everybody_may_read_the_public_pages(client, path, language):
    page = visit(client, path, language)
    expected = PAGES[path][language == "ru"]
    assert page.xpath("//title/text()") == [f"{expected} – АСУЛА"]
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_home_page_has_the_names_that_the_manual_prints(client, language):
    page = visit(client, "/", language)
    assert texts(page, "//h1") == [FULL_NAMES[language]]
    assert texts(page, "//*[@class='asula-nav__link']") == MENU[language]
    assert texts(page, "//*[@class='asula-menu__link']") == ENTRIES[language]


def test_no_link_of_the_home_page_is_dead(client):
    page = visit(client, "/")
    own = {link.split("#")[0] for link in page.xpath("//a/@href") if link.startswith("/")}
    assert len(own) >= 7
    for path in own:
        visit(client, path)


def test_an_anchor_leads_to_a_place_that_exists(client):
    page = visit(client, "/")
    for link in {link for link in page.xpath("//a/@href") if "#" in link}:
        path, place = link.split("#")
        assert visit(client, path or "/").get_element_by_id(place) is not None


def test_the_menu_shows_where_the_person_is(client):
    assert texts(visit(client, "/news/"), "//nav[@class='asula-nav']//*[@aria-current='page']") == ["Билдирүүлөр"]


def test_a_language_is_called_in_that_language(client):
    page = visit(client, "/", "ru")
    assert texts(page, "//button[@name='language']") == ["Кыргызча", "Русский", "English"]
    assert page.xpath("//button[@name='language']/@lang") == ["ky", "ru", "en"]
    assert texts(page, "//button[@aria-current]") == ["Русский"]


def test_the_state_language_comes_first_whatever_the_browser_prefers(client):
    assert visit(client, "/", **{"accept-language": "en-US,en"}).get("lang") == "ky"


def test_an_unknown_language_is_the_state_language(client):
    assert visit(client, "/", "xx").get("lang") == "ky"


def test_choosing_a_language_keeps_the_page(client):
    response = client.post("/language/", {"language": "ru", "next": "/news/?page=2"})
    assert (response.status_code, response.url) == (302, "/news/?page=2")
    assert visit(client, "/news/").get("lang") == "ru"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "/\\evil.test", "https:evil.test"])
def test_choosing_a_language_leads_nowhere_else(client, elsewhere):
    response = client.post("/language/", {"language": "ru", "next": elsewhere})
    assert response.url == "/"


def test_contacts_come_from_the_settings(client, settings):
    settings.MINISTRY_NAME = {"ky": "Жаңы министрлик", "ru": "", "en": ""}
    settings.MINISTRY_PHONE = "(+996 312) 00-00-00"
    page = visit(client, "/feedback/", "ru")
    assert page.xpath("//main//a[starts-with(@href, 'tel:')]/@href") == ["tel:+996312000000"]
    assert "© Жаңы министрлик" in texts(page, "//footer//p")


@pytest.mark.parametrize("address", ["", "https://licences.test/"])
def test_the_page_on_licences_names_the_other_system_where_there_is_one(client, settings, address):
    settings.LICENSING_URL = address
    assert visit(client, "/licences/").xpath(f"//main//a[@href='{address}']/text()") == ([address] if address else [])


def test_a_page_is_built_without_any_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        visit(client, "/")


@pytest.mark.parametrize("path", ["/", "/accreditations/"])
def test_the_start_button_leads_to_the_own_work_once_signed_in(client, path):
    start = (
        "//main//a[contains(@class, 'govuk-button--start')]/@href | //*[@class='asula-hero']//a[@role='button']/@href"
    )
    assert visit(client, path).xpath(start) == ["/sign-in/"]
    client.force_login(User.objects.create_user(last_name="Асанова"))
    assert visit(client, path).xpath(start) == ["/work/"]
