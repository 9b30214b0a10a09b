"""The public pages as people meet them: any screen, either language, with and without scripts."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.e2e.conftest import LANGUAGES, WIDTHS

PAGES = {
    "home": "/",
    "licences": "/licences/",
    "accreditations": "/accreditations/",
    "news": "/news/",
    "feedback": "/feedback/",
    "accessibility": "/accessibility/",
    "sign-in": "/sign-in/",
    "not-found": "/nowhere/",
}
FIRST_LOAD, LATER_LOAD = 100_000, 20_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_public_page_is_fit_for_everybody(open_page, inspect, width, language):
    page = open_page(width=width, language=language)
    for name, path in PAGES.items():
        page.goto(path)
        inspect(page, name)
        assert page.get_attribute("html", "lang") == language


def test_pages_fit_on_the_narrowest_screen(open_page, inspect):
    page = open_page(width=320)
    for name, path in PAGES.items():
        page.goto(path)
        inspect(page, name)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_sign_in_menu_has_the_entries_of_the_manual(open_page, width, scripts):
    page = open_page(width=width, scripts=scripts)
    page.get_by_text("Кирүү", exact=True).click()
    entries = page.locator(".asula-menu__link")
    assert entries.all_inner_texts() == ["АККФ Админ", "Рутокен аркылуу кирүү - юр. жак", "ЕСИ аркылуу кирүү"]
    assert all(entry.is_visible() and entry.bounding_box()["x"] >= 0 for entry in entries.all())


def test_escape_closes_the_menu_and_returns_the_keyboard(page):
    summary = page.get_by_text("Кирүү", exact=True)
    summary.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".asula-menu__list")).to_be_hidden()
    assert summary.evaluate("node => node === document.activeElement")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_switch_keeps_the_page(open_page, scripts):
    page = open_page("/news/?page=2", scripts=scripts)
    page.get_by_role("button", name="Русский").click()
    page.wait_for_url("**/news/?page=2")
    expect(page.locator("h1")).to_have_text("Сообщения", use_inner_text=True)
    expect(page.locator("[aria-current=true]")).to_have_text("Русский", use_inner_text=True)


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#content"
    seen = 0
    while page.evaluate("document.activeElement !== document.body") and seen < 60:
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
        seen += 1
    assert seen > 15


def test_the_first_load_is_light_and_later_ones_lighter(page):
    page.wait_for_load_state("networkidle")
    first = page.watch.weights()
    assert sum(first.values()) <= FIRST_LOAD, first
    page.get_by_role("navigation").get_by_text("Аккредитациялар", exact=True).click()
    page.wait_for_url("**/accreditations/", wait_until="networkidle")
    later = {url: size for url, size in page.watch.weights().items() if url not in first}
    assert sum(later.values()) <= LATER_LOAD, later


@pytest.mark.parametrize("width", WIDTHS)
def test_a_signed_in_person_finds_the_own_name_and_the_way_out(open_page, inspect, session_of, width):
    person = User.objects.create_user(
        last_name="Абдыкадырова-Токтосунова", first_name="Гүлмайрам", middle_name="Кубанычбековна"
    )
    page = open_page(width=width, cookies=session_of(person))
    page.locator(".asula-account summary").click()
    inspect(page, "signed-in")
    expect(page.get_by_text("Абдыкадырова-Токтосунова Гүлмайрам Кубанычбековна")).to_be_visible()
    page.get_by_role("button", name="Чыгуу").click()
    expect(page.get_by_text("Кирүү", exact=True)).to_be_visible()


def test_wider_spaces_between_letters_and_lines_lose_nothing(open_page, inspect):
    page = open_page(width=360)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;' +
            ' word-spacing: .16em !important }');
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    inspect(page, "home-spaced")


def test_text_of_double_size_loses_nothing(open_page, inspect):
    page = open_page(width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    inspect(page, "home-double")
