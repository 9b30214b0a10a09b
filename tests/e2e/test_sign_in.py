"""The chapters «Каттоо» and «Авторизация» of the manuals, from the home page to the place of work, in a browser."""

from urllib.parse import urlsplit

import pytest
from django.utils.csp import CSP

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
    pages = []

    def visit(*args, **options):
        pages.append(open_page(*args, **options))
        return pages[-1]

    yield visit
    for page in pages:
        page.watch.foreign -= {urlsplit(stub.url).netloc}


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
    assert page.url.startswith(f"{stub.url}/identity/")
    sign_in_at_esi(page, stub, HEAD)
    assert urlsplit(page.url).path == "/news/"
    person = User.objects.by_pin(Pin(stub.account(HEAD)["pin"])).get()
    assert page.locator(".asula-account__name").inner_text() == person.get_full_name()
    assert page.locator(".asula-account__place").inner_text() == "СОШ №211" or "211" in page.content()
    page.get_by_text(WORDS[language]["out"], exact=True).click()
    assert urlsplit(page.url).path == "/sign-out/done/"
    assert WORDS[language]["gone"] in page.locator("h1").inner_text()
    if scripts:
        inspect(page, "signed-out")
    page.go_back()
    assert person.last_name not in page.content()
    page.goto("/")
    choose_entry(page, WORDS[language]["esi"], language)
    assert page.locator("[name=pin]").is_visible(), "ЕСИ's own session has ended too"
