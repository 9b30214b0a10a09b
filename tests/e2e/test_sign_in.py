"""The chapters «Каттоо» and «Авторизация» of the manuals, from the home page to the place of work, in a browser."""

import re
from functools import partial

import pytest
import requests
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils.csp import CSP
from playwright.sync_api import expect

from accounts.models import User
from accounts.places import Place
from core.identifiers import Pin
from tests.stub_process import CLIENT_SECRET, running_stub

HEAD = "head-school-bishkek-11"
WORDS = {
    "ky": {"open": "Кирүү", "esi": "ЕСИ аркылуу кирүү", "admin": "АККФ Админ", "out": "Чыгуу", "gone": "чыктыңыз"},
    "ru": {"open": "Вход", "esi": "Вход через ЕСИ", "admin": "Админ", "out": "Выйти", "gone": "вышли"},
}


def school(request):
    """What the organizations' app declares: the organization of this sign-in."""
    if request.acting.organization_inn:
        yield Place(key="organization", label=request.acting.organization_name, url="/news/", organization_id=1)


def expert(_request):
    yield Place(key="expert", label="Эксперт", detail="3 чакыруу", url="/feedback/")


@pytest.fixture(scope="module")
def esi(tmp_path_factory):
    """A stub that knows the addresses of the live server, whose port is not known before."""
    log = tmp_path_factory.mktemp("stub") / "sign-in.log"
    return lambda site: running_stub(log, sites=site)


@pytest.fixture
def stub(esi, live_server, settings):
    with esi(live_server.url) as stub:
        settings.ESI_ISSUER, settings.ESI_CLIENT_SECRET = stub.url, CLIENT_SECRET
        settings.SECURE_CSP = settings.SECURE_CSP | {"form-action": [CSP.SELF, stub.url]}
        settings.PLACES_OF_WORK = [f"{__name__}.school"]
        yield stub


@pytest.fixture
def visit(open_page, stub):
    """A page that may also visit ЕСИ."""
    return partial(open_page, also=[stub.url])


def choose_entry(page, entry, language="ky"):
    page.get_by_text(WORDS[language]["open"], exact=True).first.click()
    page.locator(".asula-menu").get_by_text(entry, exact=True).click()


def sign_in_at_esi(page, stub, slug, *, simple=False):
    """PIN, password, signature, code: the steps of the manual, on ЕСИ's own pages."""
    account = stub.account(slug)
    page.locator("[name=pin]").fill(account["pin"])
    page.locator("form:has([name=pin]) button").first.click()
    page.locator("[name=password]").fill(account["password"])
    page.locator("form:has([name=password]) button").first.click()
    page.locator("#id_signature_simple" if simple else "[name=signature]:not(#id_signature_simple)").first.check()
    page.locator("[name=channel][value=email]").click()
    page.locator("[name=code]").wait_for()
    page.locator("[name=code]").fill(stub.code(account["email"]))
    page.locator("form:has([name=code]) button").first.click()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [(360, "ky", True), (1280, "ru", True), (1280, "ky", False), (360, "ru", False)],
)
def test_a_director_comes_in_and_goes_out(visit, stub, inspect, width, language, scripts):
    page = visit(width=width, language=language, scripts=scripts)
    choose_entry(page, WORDS[language]["esi"], language)
    page.wait_for_url(f"{stub.url}/identity/**")
    sign_in_at_esi(page, stub, HEAD)
    page.wait_for_url("**/news/")
    person = User.objects.by_pin(Pin(stub.account(HEAD)["pin"])).get()
    page.locator(".asula-account summary").click()
    expect(page.locator(".asula-account__name")).to_have_text(person.get_full_name(), use_inner_text=True)
    expect(page.locator(".asula-account__place")).to_contain_text("№211", use_inner_text=True)
    page.get_by_text(WORDS[language]["out"], exact=True).click()
    page.wait_for_url("**/sign-out/done/")
    expect(page.locator("h1")).to_contain_text(WORDS[language]["gone"], use_inner_text=True)
    if scripts:
        inspect(page, "signed-out")
    page.go_back()
    assert person.last_name not in page.content()
    page.goto("/")
    choose_entry(page, WORDS[language]["esi"], language)
    expect(page.locator("[name=pin]"), "ЕСИ's own session has ended too").to_be_visible()


def signed_in(page):
    return page.locator("form[action='/sign-out/']").count() > 0


@pytest.mark.django_db(transaction=True)
def test_a_citizen_at_the_ministrys_door_is_told_why_not(visit, stub, inspect):
    page = visit(width=360)
    choose_entry(page, WORDS["ky"]["admin"])
    sign_in_at_esi(page, stub, HEAD, simple=True)
    expect(page.locator("h1")).to_have_text("Сиздин министрликте иштөө ордуңуз жок", use_inner_text=True)
    inspect(page, "not-of-the-ministry")
    page.get_by_text("Өз ишиме өтүү").click()
    expect(page.locator("h1")).to_have_text("Сиздин иштөө ордуңуз азырынча белгисиз", use_inner_text=True)
    inspect(page, "no-place")


@pytest.mark.django_db(transaction=True)
def test_who_breaks_off_is_told_and_may_start_again(visit, stub, inspect):
    page = visit(language="ru")
    choose_entry(page, WORDS["ru"]["esi"], "ru")
    page.locator("form[action$=cancel] button").click()
    expect(page.locator("h1")).to_have_text("Вход отменён", use_inner_text=True)
    inspect(page, "cancelled")
    with stub.failing("service", "esi", "discovery-503"):
        cache.clear()
        page.get_by_text("Войти снова").click()
        page.locator("#esi button").click()
        expect(page.locator("h1")).to_have_text("Государственная система входа сейчас недоступна", use_inner_text=True)
        inspect(page, "away")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, False)])
def test_text_typed_before_the_end_survives_it(visit, stub, settings, inspect, width, scripts):
    settings.PLACES_OF_WORK = [f"{__name__}.school", f"{__name__}.expert"]
    settings.ROOT_URLCONF = "tests.e2e.form_urls"
    page = visit(width=width, scripts=scripts)
    choose_entry(page, WORDS["ky"]["esi"])
    sign_in_at_esi(page, stub, HEAD)
    if scripts:
        inspect(page, "places")
    with page.expect_navigation():
        page.locator("[name=place][value=expert]").click()
    page.goto("/test-form/")
    page.locator("[name=goal]").fill("Жаңы максат: ң ө ү")
    Session.objects.all().delete()
    page.locator("main [type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Жазганыңыз жоголгон жок")
    if scripts:
        inspect(page, "sign-in-kept")
    page.locator("#esi button").click()
    page.wait_for_url(re.compile("/identity/|/test-form/"))
    if "/identity/" in page.url:
        sign_in_at_esi(page, stub, HEAD)
    page.wait_for_url("**/test-form/")
    expect(page.locator("[name=goal]")).to_have_value("Жаңы максат: ң ө ү")
    expect(page.locator("[name=goal]")).to_be_focused()
    if scripts:
        inspect(page, "text-is-back")
    with page.expect_navigation():
        page.locator("main form:has([name=goal]) [type=submit]").click()
    assert page.locator("[name=goal]").input_value() == "Жаңы максат: ң ө ү"
    assert "asula-banner" not in page.content(), "saved at last, nothing waits any more"


@pytest.mark.django_db(transaction=True)
def test_before_the_end_there_is_time_to_stay(visit, stub, settings, inspect):
    settings.SESSION_COOKIE_AGE = 200
    page = visit()
    choose_entry(page, WORDS["ky"]["esi"])
    sign_in_at_esi(page, stub, HEAD)
    panel = page.locator("[data-session]")
    panel.get_by_text("4 мүнөттөн кийин").wait_for()
    inspect(page, "session-ends-soon")
    page.goto("/sessions/")
    inspect(page, "sessions")
    with page.expect_response("**/sessions/keep/") as kept:
        panel.get_by_role("button").click()
    assert kept.value.status == 204
    assert signed_in(page)
    Session.objects.all().delete()
    page.wait_for_timeout(1100)  # a second press within a second counts as a slip
    panel.get_by_role("button").click()
    page.get_by_text("узартуу мүмкүн болгон жок").wait_for()


@pytest.fixture
def reader(stub, settings, tmp_path):
    """The site trusts the stub's certification centre and takes tokens of software."""
    roots = tmp_path / "roots.pem"
    roots.write_bytes(requests.get(f"{stub.url}/pki/root.pem", timeout=15).content)
    settings.TOKEN_ROOTS, settings.SOFT_TOKEN_URL = str(roots), stub.url
    settings.ADAPTERS = settings.ADAPTERS | {
        "token_signature": "integrations.token_signature.verifier.CmsTokenSignature"
    }
    settings.SECURE_CSP = settings.SECURE_CSP | {"connect-src": [CSP.SELF, stub.url]}

    def insert(*tokens):
        address = f"{stub.url}/softtoken/readers/default/tokens"
        assert requests.put(address, json={"tokens": tokens}, timeout=15).ok

    yield insert
    insert("token-head")


@pytest.mark.django_db(transaction=True)
def test_a_director_comes_in_with_his_token(visit, stub, reader, inspect):
    reader()
    page = visit(width=360)
    page.get_by_text("Кирүү", exact=True).first.click()
    page.get_by_text("Рутокен аркылуу кирүү - юр. жак", exact=True).first.click()
    page.get_by_text("Токен табылган жок").wait_for()
    inspect(page, "token-none")
    reader("token-head")
    page.locator("[data-token-again]").click()
    password = page.locator("#token-password")
    password.fill("00000000")
    page.locator("[data-token-form] [type=submit]").click()
    page.get_by_text("Токендин сыр сөзү туура эмес").wait_for()
    inspect(page, "token-wrong-password")
    password.fill("12345678")  # as tokens leave the factory
    page.wait_for_timeout(1100)  # a second press within a second counts as a slip
    page.locator("[data-token-form] [type=submit]").click()
    page.wait_for_url("**/news/")
    expect(page.locator(".asula-account__place")).to_contain_text("№211")


@pytest.mark.django_db(transaction=True)
def test_without_the_plug_in_the_page_says_what_to_do(visit, stub, inspect):
    page = visit("/sign-in/token/", language="ru")
    page.get_by_text("В браузере нет расширения для Рутокена").or_(
        page.get_by_text("Рутокен Плагин не установлен")
    ).first.wait_for()
    inspect(page, "token-no-plug-in")
    page = visit("/sign-in/token/", scripts=False)
    assert "Бул кирүү үчүн JavaScript керек" in page.content()


@pytest.mark.django_db(transaction=True)
def test_the_log_of_the_whole_journey_holds_nothing_secret(visit, stub, caplog, capfd):
    account = stub.account(HEAD)
    with caplog.at_level("DEBUG"):
        page = visit()
        choose_entry(page, WORDS["ky"]["esi"])
        sign_in_at_esi(page, stub, HEAD)
        page.wait_for_url("**/news/")
        brought = page.evaluate("performance.getEntriesByType('navigation')[0].name")
        page.locator(".asula-account summary").click()
        page.get_by_text("Чыгуу", exact=True).click()
        page.wait_for_url("**/sign-out/done/")
    output = capfd.readouterr()
    text = caplog.text + output.out + output.err
    assert "signed in" in text
    secrets = [account["pin"], account["cloud_signatures"][0]["inn"], stub.code(account["email"]), account["password"]]
    assert [secret for secret in [*secrets, "eyJ", "code="] if secret in text] == [], brought
