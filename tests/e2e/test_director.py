"""A director of an unregistered school, from the home page through ЕСИ and the register of Justice to the staff's list:
every service is asked over the wire, and nothing of it may stand in the log."""

import pytest
from django.core.cache import cache
from django.utils.csp import CSP
from playwright.sync_api import expect

from integrations.adapters import adapter
from organizations.models import Organization
from organizations.services.reference import load_reference
from tests.e2e.test_registration import WORDS, choose, fill_additions
from tests.e2e.test_sign_in import HEAD, choose_entry, sign_in_at_esi
from tests.stub_process import CLIENT_SECRET, XROAD_CLIENT, running_stub

ENTRY = {"ky": "ЕСИ аркылуу кирүү", "ru": "Вход через ЕСИ"}
STAFF = {"ky": ("Кызматкерлер", "Кызматкерди кошуу"), "ru": ("Сотрудники", "Добавить сотрудника")}


@pytest.fixture
def stub(live_server, settings, tmp_path):
    with running_stub(tmp_path / "stub.log", sites=live_server.url) as stub:
        settings.ESI_ISSUER, settings.ESI_CLIENT_SECRET = stub.url, CLIENT_SECRET
        settings.SECURE_CSP = settings.SECURE_CSP | {"form-action": [CSP.SELF, stub.url]}
        settings.XROAD_URL, settings.XROAD_CLIENT = f"{stub.url}/xroad", XROAD_CLIENT
        settings.ADAPTERS = settings.ADAPTERS | {
            "legal_entity_registry": "integrations.legal_entity_registry.http.JusticeRegistry",
        }
        adapter.cache_clear()
        cache.clear()
        load_reference()
        yield stub


def register(page, language):
    """«Каттоодон өтүү» and what follows, with the answers of a school that has everything at hand."""
    words = WORDS[language]
    expect(page.locator("h1")).to_have_text(words["sentence"], use_inner_text=True)
    page.get_by_role("button", name=words["start"], exact=True).click()
    page.get_by_role("link", name=words["parts"][0]).first.click()
    page.get_by_role("button", name=words["next"]).click()
    page.get_by_role("link", name=words["parts"][1]).first.click()
    fill_additions(page)
    page.get_by_role("button", name=words["next"]).click()
    page.get_by_role("link", name=words["parts"][2]).first.click()
    choose(page, "charter")
    choose(page, "certificate")
    page.get_by_role("button", name=words["next"]).click()
    page.get_by_role("button", name=words["register"], exact=True).click()
    page.get_by_role("button", name=words["next"]).click()
    expect(page.locator("h1")).to_have_text(words["done"], use_inner_text=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [(360, "ky", True), (1280, "ru", True), (1280, "ky", False)],
)
def test_a_director_comes_in_registers_and_finds_the_staff(
    open_page, stub, inspect, caplog, capfd, width, language, scripts
):
    account = stub.account(HEAD)
    secrets = [account["pin"], account["cloud_signatures"][0]["inn"], account["password"]]
    with caplog.at_level("DEBUG"):
        page = open_page(width=width, language=language, scripts=scripts, also=[stub.url])
        choose_entry(page, ENTRY[language], language)
        sign_in_at_esi(page, stub, HEAD)
        register(page, language)
        page.goto(f"{page.url.split('/organization/')[0]}/organization/profile/")
        expect(page.locator("h1")).to_have_text(WORDS[language]["profile"], use_inner_text=True)
        if scripts:
            inspect(page, "director-profile")
        page.get_by_role("link", name=STAFF[language][0]).first.click()
        expect(page.get_by_text(STAFF[language][1]).first, "the head may add people at once").to_be_visible()
    output = capfd.readouterr()
    text = caplog.text + output.out + output.err
    assert "signed in" in text
    assert [secret for secret in [*secrets, stub.code(account["email"]), "eyJ", "code="] if secret in text] == []
    school = Organization.objects.get()
    assert (school.inn, school.unverified) == (account["cloud_signatures"][0]["inn"], [])
