"""Every component in all its states, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import LANGUAGES, WIDTHS

pytestmark = pytest.mark.urls("tests.e2e.gallery_urls")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_fit_for_everybody(open_page, inspect, width, language):
    page = open_page("/ui/", width=width, language=language)
    inspect(page, "gallery")
    page.goto("/ui/refused/")
    inspect(page, "gallery-refused")


def test_a_refused_form_says_so_in_the_title_and_takes_the_keyboard_to_its_summary(open_page):
    page = open_page("/ui/refused/")
    assert page.title().startswith("Ката: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("alert").get_by_role("link").first.press("Enter")
    expect(page.locator("[aria-invalid=true]:focus")).to_have_count(1)


def test_the_counter_counts_letters_as_people_do_and_cuts_nothing_off(open_page):
    page = open_page("/ui/")
    field = page.locator("#id_answer")
    field.fill("Ө" * 499 + "\n" + "😀")
    line = page.locator("#id_answer_count")
    expect(line).to_have_text("Символдордун саны: 501/500: 1 белги ашык", use_inner_text=True)
    assert field.input_value() == "Ө" * 499 + "\n😀"
    field.fill("й")
    expect(line).to_have_text("Символдордун саны: 1/500", use_inner_text=True)


def test_the_button_for_a_new_code_waits(open_page):
    page = open_page("/ui/")
    button = page.get_by_role("button", name="Кодду кайра жөнөтүү")
    assert button.is_disabled()
    expect(page.locator("[data-countdown]")).to_contain_text("өткөндөн кийин", use_inner_text=True)
    assert open_page("/ui/", scripts=False).get_by_role("button", name="Кодду кайра жөнөтүү").is_enabled()


def test_the_saved_indicator_follows_the_events_of_saving(open_page):
    page = open_page("/ui/")
    indicator = page.locator("[data-saved]").first
    page.evaluate("document.dispatchEvent(new CustomEvent('asula:unsaved', {detail: {reason: 'Байланыш үзүлдү'}}))")
    expect(indicator).to_contain_text("Байланыш үзүлдү", use_inner_text=True)
    page.evaluate("document.addEventListener('asula:retry', () => { document.title = 'again' })")
    indicator.get_by_role("button").click()
    expect(page).to_have_title("again")
    page.evaluate("document.dispatchEvent(new CustomEvent('asula:saved', {detail: {time: '14:03'}}))")
    expect(indicator).to_have_text("Сакталды 14:03", use_inner_text=True)


def test_the_language_switch_keeps_what_was_typed(open_page):
    page = open_page("/ui/")
    page.locator("#id_name").fill("Ак-Босого мектеби")
    page.locator("#id_levels_1").check()
    page.locator("#id_code").fill("123456")
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#id_name")).to_have_value("Ак-Босого мектеби")
    expect(page.locator("#id_levels_1")).to_be_checked()
    expect(page.locator("#id_code")).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('asula:typed')") is None


def test_the_file_field_speaks_the_language_of_the_page_and_names_the_chosen_file(open_page, tmp_path):
    charter = tmp_path / "Устав мектеби.pdf"
    charter.write_bytes(b"%PDF-1.7")
    page = open_page("/ui/")
    field = page.get_by_role("button", name="Файл тандалган жок")
    expect(field).to_contain_text("Файлды тандоо", use_inner_text=True)
    page.locator("input[name=charter]").set_input_files(charter)
    expect(page.locator("#id_charter")).to_contain_text("Устав мектеби.pdf", use_inner_text=True)
    plain = open_page("/ui/", scripts=False).locator("#id_charter")
    assert plain.get_attribute("type") == "file"


def test_htmx_is_ours_and_may_run_nothing_that_a_page_brings_in(open_page):
    page = open_page("/ui/")
    page.wait_for_function("window.htmx")
    kept = {"allowEval": False, "allowScriptTags": False, "selfRequestsOnly": True, "historyCacheSize": 0}
    assert (
        page.evaluate("names => Object.fromEntries(names.map(name => [name, htmx.config[name]]))", list(kept)) == kept
    )
    assert page.evaluate("document.querySelectorAll('style').length") == 0
