"""The self-assessment of the manual, with its own example values, from the list to the approved report: every name that
is pressed here is printed there. The head signs through the real adapter against the stub of the signature service."""

from datetime import date

import pytest
from django.conf import settings as site
from django.urls import reverse
from playwright.sync_api import expect

from core.identifiers import Inn, Pin
from organizations.models import Programme
from organizations.services.reference import load_reference as load_programmes
from records.enums import DocumentState
from records.models import Signature, SignerLimit
from selfassessment.enums import AccreditationType, OrderKind, OrderState, State
from selfassessment.models import SelfAssessment
from selfassessment.services.planning import set_commission
from selfassessment.services.reference import load_reference
from selfassessment.services.signing import open_signing
from selfassessment.views.parts import part_url
from tests.acting import sign_in
from tests.e2e.test_signing import GOOD, ask_for_code, follow, told, type_code
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.records import work
from tests.factories.selfassessment import World, fill
from tests.factories.staff import acting_for
from tests.stub_process import SYSTEM_TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "ky": {
        "menu": "Өзүн-өзү баалоо",
        "create": "Өзүн-өзү баалоо отчетун түзүү",
        "drafts": "Долбоорлор",
        "finished": "Аякталгандар",
        "empty": "Маалымат жок",
        "steps": ["Комиссия", "Аккредитациянын түрү", "Отчеттор", "Бекитүү"],
        "add": "Кошуу",
        "save": "Сактоо",
        "next": "Кийинки",
        "back": "Артка",
        "type": "Программалык аккредитация. Жалпы билим берүү программалары",
        "programme": "020. Орто жалпы билим берүү",
        "start": "Баштоо күнү",
        "end": "Аяктоо күнү",
        "view": "Буйрукту көрүү",
        "approve": "Буйрукту бекитүү",
        "approval": "Өзүн-өзү баалоону бекитүү жөнүндө буйрукту бекитүү",
        "fields": [
            "Буйрукка берилүүчү номер",
            "Буйруктун бекитилген күнү",
            "Педагогикалык кеңешке берүү датасы",
            "Педагогикалык кеңештин чечиминин номери",
            "Педагогикалык кеңештин чечиминин датасы",
        ],
        "signed": "Кол коюлду",
        "go_on": "Улантуу",
        "pdf": "Документти ачуу (PDF)",
        "apply": "аккредитацияга арыз берет",
    },
    "ru": {
        "menu": "Самооценка",
        "create": "Создать отчет по самооценке",
        "drafts": "Проекты",
        "finished": "Завершенные",
        "empty": "Нет данных",
        "steps": ["Комиссия", "Вид аккредитации", "Отчёты", "Утверждение"],
        "add": "Добавить",
        "save": "Сохранить",
        "next": "Далее",
        "back": "Назад",
        "type": "Программная аккредитация. Общеобразовательные программы",
        "programme": "020. Среднее общее образование",
        "start": "Дата начала",
        "end": "Дата окончания",
        "view": "Посмотреть приказ",
        "approve": "Утвердить приказ",
        "approval": "Утвердить приказ об утверждении самооценки",
        "fields": [
            "Номер приказа",
            "Дата утверждения приказа",
            "Дата представления к Педагогическому совету",
            "Номер решения Педагогического совета",
            "Дата решения Педагогического совета",
        ],
        "signed": "Подписано",
        "go_on": "Продолжить",
        "pdf": "Открыть документ (PDF)",
        "apply": "подает заявление на аккредитацию",
    },
}
DETAILS = ["3454", "2022-09-02", "2022-09-03", "34534", "2022-09-29"]


@pytest.fixture
def stub(stub_server, settings):
    settings.ADAPTERS = settings.ADAPTERS | {"cloud_signature": "integrations.cloud_signature.http.CdsCloudSignature"}
    settings.CDS_URL, settings.CDS_TOKEN, settings.CDS_API = stub_server.url, SYSTEM_TOKEN, "api"
    settings.CDS_USER_AGENT, settings.CDS_TIMEOUTS = "ASULA journeys", ["4", "8", "9"]
    return stub_server


class School:
    """The school of the stub's world with its people, and the head at his browser."""

    def __init__(self, stub, client, words):
        signature = next(row for row in stub.world["signatures"] if row["slug"].split("@")[0] == GOOD)
        self.stub, self.words = stub, words
        self.person = next(row for row in stub.world["people"] if row["pin"] == signature["pin"])
        load_programmes()
        load_reference()
        self.world = World(OrganizationFactory(inn=Inn(signature["inn"])))
        self.world.head.person = UserFactory(pin=Pin(self.person["pin"]))
        self.world.head.save()
        inn, school = signature["inn"], self.world.school
        sign_in(client, self.world.head.person, inn=inn, organization_id=school.pk, organization_name=str(school))
        self.cookies = [{"name": site.SESSION_COOKIE_NAME, "value": client.cookies[site.SESSION_COOKIE_NAME].value}]

    @property
    def members(self):
        """The head sits in the commission, too, and writes."""
        return [self.world.head, self.world.deputy, self.world.teachers[0]]

    @property
    def report(self):
        return SelfAssessment.objects.get()

    def sign(self, page):
        """The window of the cloud signature: code by e-mail, then «Бекитүү»."""
        SignerLimit.objects.all().delete()  # another minute has passed
        ask_for_code(page)
        type_code(page, self.stub.code(self.person["email"]))
        told(page, self.words["signed"])
        press(page, self.words["go_on"])


def press(page, name):
    """The button or link that the manual names."""
    main = page.locator("main")
    named = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
    follow(page, named.first)


def open_tab(page, name):
    follow(page, page.locator(".asula-tabs").get_by_role("link", name=name))


def choose_commission(page, school, see):
    """Кадам 1: employees are ticked and added, one sits in the chair."""
    see("commission-empty")
    for employment in school.members:
        page.get_by_label(f"{employment.name}, {employment.position}").check()
    press(page, school.words["add"])
    see("commission")
    page.get_by_role("radio", name=school.world.deputy.name).check()
    press(page, school.words["save"])
    see("commission-saved")
    press(page, school.words["next"])


def plan(page, school, see):
    """Кадам 2: type, dates and programme as the manual shows them."""
    words = school.words
    see("plan-empty")
    page.get_by_role("radio", name=words["type"]).check()
    page.get_by_label(words["programme"]).check()
    page.get_by_label(words["start"]).fill("2022-09-01")
    page.get_by_label(words["end"]).fill("2022-09-03")
    press(page, words["save"])
    see("plan-saved")


def look_at_the_order(page, school, see):
    press(page, school.words["view"])
    page.wait_for_url("**/paper/**")
    work()
    page.reload()
    see("order-paper")
    address = page.get_by_role("button", name=school.words["pdf"]).get_attribute("href")
    assert page.request.get(address).body().startswith(b"%PDF")
    page.go_back()
    if "/paper/" in page.url:
        page.go_back()


def approve_the_order(page, school, details, see, *, scripts):
    """The window: while a field is empty the button waits and says for what."""
    words = school.words
    see("order-empty")
    names = words["fields"] if len(details) == 5 else [name for name in words["fields"] if name != words["fields"][2]]
    button = page.get_by_role("button", name=words["approve"], exact=True)
    for name, value in zip(names, details, strict=True):
        if scripts:
            expect(button).to_have_attribute("aria-disabled", "true")
            expect(page.locator("[data-needs-told]")).to_contain_text(name, use_inner_text=True)
        page.get_by_label(name).fill(value)
    if scripts:
        expect(button).to_have_attribute("aria-disabled", "false")
    see("order-filled")
    button.click()
    page.wait_for_url("**/sign/**")
    work()
    page.reload()
    see("order-sign")
    school.sign(page)


def write(page, school, see):
    """Кадам 3: the introduction and the first criterion; the commission writes the others elsewhere."""
    words, report = school.words, school.report
    page.goto(part_url(report, 1))
    for text in ("Киришүү: мектеп 1952-жылы ачылган.", "Окуу планы стандартка ылайык келет."):
        page.locator("textarea").first.fill(text)
        press(page, words["save"])
        page.locator("textarea", has_text=text).wait_for()
        assert report.answers.filter(text=text).count() == 1
        see(f"part-{report.answers.filter(version__gte=1).count()}")
        press(page, words["next"])


@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [(360, "ky", True), (1280, "ru", True), (1280, "ky", False)],
)
def test_the_chapter_of_the_manual(client, stub, open_page, inspect, width, language, scripts):
    words = WORDS[language]
    school = School(stub, client, words)

    def see(name):
        if scripts:
            inspect(page, f"sa-{name}")

    page = open_page("/news/", width=width, language=language, scripts=scripts, cookies=school.cookies)
    page.goto(reverse("selfassessment:self_assessment_list"))
    open_tab(page, words["drafts"])
    expect(page.get_by_text(words["empty"])).to_be_visible()
    see("list-empty")
    press(page, words["create"])
    expect(page.locator(".asula-steps")).to_be_visible()
    assert [step.split("\n")[-1] for step in page.locator(".asula-steps li").all_inner_texts()] == words["steps"]
    choose_commission(page, school, see)
    plan(page, school, see)
    look_at_the_order(page, school, see)
    press(page, words["approve"])
    approve_the_order(page, school, DETAILS, see, scripts=scripts)
    see("plan-ordered")
    assert_ordered(school.report)
    press(page, words["next"])
    see("report")
    write(page, school, see)
    fill(school.report.answers.filter(version=0), by=school.world.deputy.person)
    page.goto(reverse("selfassessment:self_assessment_approval", args=[school.report.pk]))
    see("approval")
    press(page, words["approval"])
    approve_the_order(page, school, [DETAILS[0], "2022-09-30", *DETAILS[3:]], see, scripts=scripts)
    expect(page.locator("main")).to_contain_text(words["apply"], use_inner_text=True)
    see("approved")
    assert_approved(school.report, school.world)
    page.goto(reverse("selfassessment:self_assessment_list"))
    open_tab(page, words["finished"])
    see("list-finished")
    expect(page.locator("main")).to_contain_text(words["programme"], use_inner_text=True)


def assert_ordered(report):
    order = report.orders.get()
    assert (report.state, order.state) == (State.ORDERED, OrderState.SIGNED)
    assert (report.starts_on, report.ends_on) == (date(2022, 9, 1), date(2022, 9, 3))
    assert list(report.programmes.all()) == [Programme.objects.get(code="020")]
    assert (order.number, order.dated_on, order.submitted_on) == ("3454", date(2022, 9, 2), date(2022, 9, 3))
    assert (order.council_number, order.council_on) == ("34534", date(2022, 9, 29))


def assert_approved(report, world):
    order = report.orders.get(kind=OrderKind.APPROVE)
    assert (report.state, report.approved_by) == (State.APPROVED, world.head.person)
    assert report.answers.filter(text="Окуу планы стандартка ылайык келет.").exists()
    assert {order.document.state, order.report_document.state} <= {DocumentState.SIGNED, DocumentState.SEALED}
    assert {signature.signer for signature in Signature.objects.all()} == {world.head.person}


# Beside the manual ----------------------------------------------------------------------------------------------------

LONG = "Аккредитациялоонун мөөнөтү узартылгандыктан жана комиссиянын мүчөсү алмашкандыктан. " * 5


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])
def test_the_ways_beside_the_manual(client, stub, open_page, inspect, width, language):
    """A new order, gaps, an earlier report, a second one of the type, a report taken back, a draft deleted."""
    school = School(stub, client, WORDS[language])
    world = school.world
    world.by_head = acting_for(world.head, signs=True)
    approved = world.approved()
    unfinished = world.ordered()
    page = open_page("/news/", width=width, language=language, cookies=school.cookies)

    def visit(name, report=None):
        page.goto(reverse(f"selfassessment:{name}", args=[report.pk] if report else []))
        inspect(page, f"sa-beside-{name.removeprefix('self_assessment_')}")

    visit("self_assessment_approval", unfinished)
    page.locator("main .asula-banner a").first.click()
    page.wait_for_url("**#answer-*")  # the way to what is missing
    visit("self_assessment_order_replace", unfinished)
    page.locator("textarea").fill(LONG[:500])
    follow(page, page.locator("main form button"))
    inspect(page, "sa-beside-plan-replacing")
    visit("self_assessment_order_withdraw", unfinished)
    follow(page, page.locator("main form button"))
    visit("self_assessment_return", approved)
    visit("self_assessment_list")
    visit("self_assessment_create")
    with page.expect_navigation():
        press(page, {"ky": "Дагы бир отчет түзүү", "ru": "Создать еще один отчет"}[language])
    second = SelfAssessment.objects.get(type="")
    page.goto(reverse("selfassessment:self_assessment_plan", args=[second.pk]))
    page.locator("[name=type][value=inst_gen]").check()
    press(page, WORDS[language]["save"])
    inspect(page, "sa-beside-plan-known")
    follow(page, page.locator("button[name=second]"))
    inspect(page, "sa-beside-plan-second")
    order = world.order(world.plan(planning_of(world, second), AccreditationType.INST_GEN))
    open_signing(order, by=world.by_head, return_url="/")
    visit("self_assessment_plan", second)
    follow(page, page.locator("form[action$='/signing/cancel/'] button"))
    visit("self_assessment_delete", second)
    page.locator("main form button").click()
    page.wait_for_url("**/self-assessments/")
    assert not SelfAssessment.objects.filter(pk=second.pk).exists()


def planning_of(world, report):
    return set_commission(report, world.commission, chair=world.deputy, by=world.by_deputy)
