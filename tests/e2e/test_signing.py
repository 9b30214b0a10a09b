"""The one signing of the whole system in a browser, with the real adapter against the stub of the signature service:
the good way, and each way the service fails. There is one signature or none then, and a page that says what to do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.conf import settings as site
from django.db.models import Q
from django.urls import reverse
from playwright.sync_api import expect

from core.identifiers import Inn, Pin
from records import files, sealing
from records.enums import CeremonyState, DocumentState, Outcome
from records.models import Signature, SignerLimit, SigningCeremony
from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.records import fixed_document, new_document, open_signing, work
from tests.stub_process import SYSTEM_TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = "head-school-bishkek-11"
WORDS = {
    "ky": {"code": "Email аркылуу текшерүү кодун алуу", "signed": "Кол коюлду", "check": "ар ким"},
    "ru": {"code": "Получить код подтверждения по Email", "signed": "Подписано", "check": "каждый может"},
}
FAILED, UNFINISHED, SIGNED = "Болгон жок", "Кол коюу аяктаган жок", WORDS["ky"]["signed"]


def own_documents(acting):
    """What the apps above would let the head read."""
    return Q(organization_id=acting.organization_id)


@pytest.fixture
def stub(stub_server, settings):
    """The site signs through the real adapter, which doesn't wait long."""
    settings.ADAPTERS = settings.ADAPTERS | {"cloud_signature": "integrations.cloud_signature.http.CdsCloudSignature"}
    settings.CDS_URL, settings.CDS_TOKEN, settings.CDS_API = stub_server.url, SYSTEM_TOKEN, "api"
    settings.CDS_USER_AGENT, settings.CDS_TIMEOUTS = "ASULA journeys", ["2", "2", "2.5"]
    settings.DOCUMENT_READERS = [f"{__name__}.own_documents"]
    return stub_server


@dataclass
class Signing:
    """A head who is about to sign one order, at the page of the signing."""

    stub: object
    signature: dict
    ceremony: SigningCeremony
    cookies: list

    @property
    def address(self):
        return reverse("records:sign", args=[self.ceremony.public_id])

    @property
    def document(self):
        return self.ceremony.documents.get()

    @property
    def state(self):
        return SigningCeremony.objects.get(pk=self.ceremony.pk).state

    def code(self):
        person = next(row for row in self.stub.world["people"] if row["pin"] == self.signature["pin"])
        return self.stub.code(person["email"])

    def fails(self, *modes):
        return self.stub.failing("signature", self.signature["slug"], *modes)


@pytest.fixture
def begin(stub, client):
    """A function that opens the signing for the owner of a signature of the stub's world."""

    def begin(slug=GOOD, make=fixed_document):
        signature = next(row for row in stub.world["signatures"] if row["slug"].split("@")[0] == slug)
        person = next(row for row in stub.world["people"] if row["pin"] == signature["pin"])
        head = UserFactory(pin=Pin(person["pin"]))
        ceremony = open_signing(head, Inn(signature["inn"]), make(by=head))
        sign_in(client, head, inn=signature["inn"], organization_id=12)
        session = {"name": site.SESSION_COOKIE_NAME, "value": client.cookies[site.SESSION_COOKIE_NAME].value}
        return Signing(stub, signature, ceremony, [session])

    return begin


def follow(page, place):
    """Press it, and go on when the page that it brings is there."""
    with page.expect_navigation():
        place.click()


def ask_for_code(page):
    follow(page, page.locator("button[name=channel][value=email], form[data-resend] button").first)


def type_code(page, code):
    page.locator("[name=code]").fill(code)
    follow(page, page.locator("form:has([name=code]) button[type=submit]"))


def told(page, title):
    """What the page says under this title, once it is there."""
    banner = page.locator(".asula-banner", has_text=title).first
    banner.wait_for()
    return banner.inner_text()


@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [(360, "ky", True), (1280, "ru", True), (1280, "ky", False)],
)
def test_a_document_is_shown_signed_verified_and_sealed(begin, open_page, inspect, width, language, scripts):
    signing, words = begin(), WORDS[language]
    page = open_page(signing.address, width=width, language=language, scripts=scripts, cookies=signing.cookies)
    text = page.locator("main").inner_text()
    for shown in (signing.document.sha256, signing.ceremony.organization_inn.masked, "Т******л а******ы м****п"):
        assert shown in text
    assert signing.signature["inn"] not in page.content()
    expect(page.get_by_role("button", name=words["code"])).to_be_visible()
    pdf = page.request.get(page.locator("a[target=_blank]").get_attribute("href"))
    assert files.digest(pdf.body()) == signing.document.sha256, "what is shown is what is signed"
    scripts and inspect(page, "sign-open")
    ask_for_code(page)
    scripts and inspect(page, "sign-code")
    type_code(page, signing.code())
    told(page, words["signed"])
    assert_signed_once(signing)
    work()
    page.reload()
    scripts and inspect(page, "sign-done")
    document = signing.document
    sealed = files.sealed_of(document)
    assert document.state == DocumentState.SEALED
    with ThreadPoolExecutor() as beside:  # the browser's event loop runs in this thread
        assert beside.submit(sealing.check, sealed).result().good
    assert files.digest(sealed[: document.length]) == Signature.objects.get().hash_sent
    page.goto(reverse("records:document", args=[document.public_id]))
    scripts and inspect(page, "sign-document")
    page.get_by_role("link", name=words["check"]).click()
    page.wait_for_url("**/verify/**")
    expect(page.locator("main")).to_contain_text(document.sealed_sha256, use_inner_text=True)
    scripts and inspect(page, "sign-verify")


def assert_signed_once(signing):
    """One signature, with everything that proves it, over the bytes that were shown."""
    signature, signed = Signature.objects.get(), signing.document
    assert signing.state == CeremonyState.COMPLETED
    assert (signature.signer_pin, signature.organization_inn) == (signing.signature["pin"], signing.signature["inn"])
    assert signature.hash_sent == signed.sha256 == files.digest(files.original_of(signed))
    assert (signature.length, signature.verification["verified"]) == (signed.length, True)
    assert signature.certificate_from < signature.signed_at < signature.certificate_until
    assert all((signature.sign_b64, signature.certificate["raw"], signature.answer["raw"], signature.certificate_key))
    assert signature.ip
    assert "Chrome" in signature.user_agent


def arrive(begin, open_page, **options):
    """A head at the page of a signing, on a telephone."""
    signing = begin()
    return signing, open_page(signing.address, width=360, cookies=signing.cookies, **options)


def another_code(code):
    return "000000" if code != "000000" else "000001"


def test_after_a_wrong_code_the_right_one_signs(begin, open_page, inspect):
    signing, page = arrive(begin, open_page)
    ask_for_code(page)
    type_code(page, another_code(signing.code()))
    page.get_by_text("Код туура эмес").first.wait_for()
    inspect(page, "sign-wrong-code")
    assert Signature.objects.count() == 0
    type_code(page, signing.code())
    told(page, SIGNED)
    assert_signed_once(signing)


def test_the_last_wrong_code_locks_and_the_page_says_for_how_long(begin, open_page, inspect):
    signing, page = arrive(begin, open_page)
    ask_for_code(page)
    for _time in range(3):
        page.wait_for_timeout(1100)  # a second press within a second counts as a slip
        type_code(page, another_code(signing.code()))
    assert "15" in told(page, FAILED)
    inspect(page, "sign-locked")
    page.wait_for_timeout(1100)
    type_code(page, signing.code())
    told(page, FAILED)
    assert (signing.state, Signature.objects.count()) == (CeremonyState.CODE_SENT, 0)


def test_while_the_service_is_down_the_page_waits_with_the_person(begin, open_page, inspect):
    signing, page = arrive(begin, open_page)
    with signing.stub.failing("service", "cds", "html-502"):
        ask_for_code(page)
        assert "жооп бербей жатат" in told(page, FAILED)
        inspect(page, "sign-service-down")
        assert "nginx" not in page.content()
    page.wait_for_timeout(1100)
    ask_for_code(page)
    with signing.stub.failing("service", "cds", "html-502"):
        type_code(page, signing.code())
        told(page, FAILED)
        assert signing.state == CeremonyState.CODE_SENT
    page.wait_for_timeout(1100)
    type_code(page, signing.code())
    told(page, SIGNED)
    assert_signed_once(signing)


@pytest.mark.parametrize("mode", ["sign-delay", "sign-reset"])
def test_a_lost_answer_is_settled_without_a_second_code(begin, open_page, inspect, mode):
    signing, page = arrive(begin, open_page)
    ask_for_code(page)
    with signing.fails(mode):
        type_code(page, signing.code())
        told(page, UNFINISHED)
    inspect(page, "sign-unknown")
    assert (signing.state, Signature.objects.count()) == (CeremonyState.UNKNOWN, 0)
    assert signing.ceremony.attempts.filter(outcome=Outcome.UNKNOWN).count() == 1
    page.goto(signing.address)
    told(page, UNFINISHED)
    page.locator("form[action$='/go-on/'] button").click()
    told(page, SIGNED)
    assert_signed_once(signing)


REFUSALS = {  # how the signature fails → what the page says
    "inactive": "тейлөө борборунан",
    "locked": "15 мүнөттөн кийин",
    "code-expired": "Жаңы код",
    "other-person": "башка адамга",
    "no-certificate": "тейлөө борборунан",
    "expired": "тейлөө борборунан",
    "sign-refused": "Подписание отклонено",
    "not-verified": "Жаңы код",
}


def test_after_each_refusal_nothing_is_signed_and_a_new_start_is_there(begin, open_page, inspect):
    signing, page = arrive(begin, open_page)
    for mode, advice in REFUSALS.items():
        SignerLimit.objects.all().delete()  # another minute has passed
        page.goto(signing.address)
        with signing.fails(mode):
            ask_for_code(page)
            if mode not in {"inactive", "locked"}:
                type_code(page, signing.code())
            said = page.locator(".asula-banner--error, .govuk-error-message").first
            said.wait_for()
            expect(said, mode).to_contain_text(advice, use_inner_text=True)
        inspect(page, f"sign-{mode}")
        assert (Signature.objects.count(), signing.document.state) == (0, DocumentState.FIXED), mode
    SignerLimit.objects.all().delete()
    ask_for_code(page)
    type_code(page, signing.code())
    told(page, SIGNED)
    assert_signed_once(signing)


def test_a_reload_anywhere_loses_nothing(begin, open_page):
    signing, page = arrive(begin, open_page)
    page.reload()
    ask_for_code(page)
    page.locator("[name=code]").wait_for()
    page.reload()
    type_code(page, signing.code())
    told(page, SIGNED)
    page.reload()
    told(page, SIGNED)
    page.go_back()
    page.goto(signing.address)
    told(page, SIGNED)
    assert_signed_once(signing)


def test_two_tabs_sign_once(begin, open_page, settings):
    settings.CDS_TIMEOUTS = ["2", "8", "9"]
    signing, page = arrive(begin, open_page)
    other = open_page(signing.address, width=360, cookies=signing.cookies)
    ask_for_code(page)
    page.locator("[name=code]").wait_for()
    ask_for_code(other)
    told(other, FAILED)
    code = signing.code()
    other.locator("[name=code]").fill(code)
    page.locator("[name=code]").fill(code)
    with signing.fails("sign-delay"):
        page.evaluate("document.querySelector('form:has([name=code])').requestSubmit()")
        page.wait_for_timeout(700)
        type_code(other, code)
        assert "Башка терезеде" in told(other, FAILED)
        told(page, SIGNED)
    other.goto(signing.address)
    told(other, SIGNED)
    assert_signed_once(signing)


def test_a_tab_that_stayed_behind_learns_that_all_is_signed(begin, open_page):
    signing, page = arrive(begin, open_page)
    ask_for_code(page)
    page.locator("[name=code]").wait_for()
    other = open_page(signing.address, width=360, cookies=signing.cookies)
    type_code(page, signing.code())
    told(page, SIGNED)
    type_code(other, signing.code())
    told(other, SIGNED)
    assert_signed_once(signing)


def test_while_the_document_is_printed_the_page_waits_and_goes_on_by_itself(begin, open_page, inspect, monkeypatch):
    with monkeypatch.context() as nobody:
        nobody.setattr("core.effects.drain", lambda *_args: 0)
        signing = begin(make=new_document)
        page = open_page(signing.address, width=360, cookies=signing.cookies)
        expect(page.locator("[role=status] .asula-waiting")).to_be_visible()
        inspect(page, "sign-progress")
    work()
    page.locator("button[name=channel][value=email]").wait_for()
    expect(page.locator("main")).to_contain_text(signing.document.sha256, use_inner_text=True)
