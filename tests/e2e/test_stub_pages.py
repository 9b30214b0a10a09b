"""The stub server's own pages in a real browser: readable on a telephone, accessible, usable without scripts."""

import pytest
from playwright.sync_api import expect

WIDTHS, LANGUAGES = (360, 1280), ("ky", "ru")
HEAD = "head-school-private-long-name"
BUTTONS = {
    "ky": ("Андан ары", "Email аркылуу текшерүү кодун алуу", "Кирүү"),
    "ru": ("Далее", "Получить код подтверждения по Email", "Войти"),
}
LABELS = {
    "ky": ("Персоналдык номер", "Сыр сөз", "Текшерүү коду"),
    "ru": ("Персональный номер", "Пароль", "Код подтверждения"),
}


@pytest.fixture
def visit(browser, stub_server):
    """A function that opens one of the stub's pages; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def visit(path, *, width=1280, language="ky", scripts=True):
        context = browser.new_context(
            base_url=stub_server.url, viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        context.add_cookies([{"name": "stub_language", "value": language, "url": stub_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_step_by_step(visit, inspect, stub_server, width, language):
    account = stub_server.account(HEAD)
    onward, by_email, enter = BUTTONS[language]
    pin, password, code = LABELS[language]
    page = visit("/identity/pin?next=/health", width=width, language=language)
    inspect(page, "esi-pin")
    page.get_by_label(pin).fill("1")
    page.get_by_role("button", name=onward).click()
    inspect(page, "esi-pin-wrong")
    page.get_by_label(pin).fill(account["pin"])
    page.get_by_role("button", name=onward).click()
    inspect(page, "esi-password")
    page.get_by_label(password, exact=True).fill(account["password"])
    page.get_by_role("button", name=onward).click()
    inspect(page, "esi-signature")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name=by_email).click()
    inspect(page, "esi-code")
    page.get_by_label(code).fill(stub_server.code(account["email"]))
    page.get_by_role("button", name=enter).click()
    page.wait_for_url(f"{stub_server.url}/health")


def test_signing_in_without_scripts_by_keyboard(visit, stub_server):
    account = stub_server.account(HEAD)
    page = visit("/identity/pin?next=/health", scripts=False)
    page.get_by_label("Персоналдык номер").press_sequentially(account["pin"])
    page.keyboard.press("Enter")
    page.get_by_label("Сыр сөз", exact=True).press_sequentially(account["password"])
    page.keyboard.press("Enter")
    page.get_by_role("radio").nth(1).press("Space")
    page.get_by_role("button", name="SMS аркылуу").press("Enter")
    page.get_by_label("Текшерүү коду").wait_for()
    page.get_by_label("Текшерүү коду").press_sequentially(stub_server.code(account["phone"]))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{stub_server.url}/health")


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "stub-home"),
        ("/identity/card", "esi-card"),
        ("/connect/authorize", "esi-refused-request"),
        ("/outbox/", "stub-mailbox"),
        ("/outbox/sms", "stub-sms"),
        ("/scenarios/", "stub-people"),
        ("/scenarios/organization/school-private-long-name", "stub-organization"),
        ("/scenarios/signature/", "stub-signatures"),
        ("/scenarios/service/", "stub-services"),
        ("/softtoken/", "stub-token"),
    ],
)
def test_every_other_page(visit, inspect, stub_server, path, name, width, language):
    inspect(visit(path, width=width, language=language), name)


def test_the_language_switch_keeps_the_page(visit):
    page = visit("/identity/pin?next=/health")
    page.get_by_role("button", name="Русский").click()
    expect(page.get_by_label("Персональный номер")).to_be_visible()
    assert page.get_attribute("html", "lang") == "ru"


def test_the_script_of_the_token_shows_what_the_plug_in_sees(visit, stub_server):
    page = visit("/softtoken/")
    devices = page.locator("#devices")
    devices.filter(has_text="1.2.643.100.4=").wait_for()
    inn = stub_server.organization("school-bishkek-11")["inn"]
    expect(devices).to_contain_text(f"1.2.643.100.4={inn}", use_inner_text=True)
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Окугучка ушуларды салуу").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
