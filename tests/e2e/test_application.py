"""The end of the school's manual, word by word, in a browser: from the approved report to the ministry, with the real
signature adapter against the stub; then the way back, when the ministry returns the application."""

import re

import pytest
from django.conf import settings as site
from django.urls import reverse
from playwright.sync_api import expect

from accreditation.enums.applications import Action, State
from accreditation.models import Application
from accreditation.services import intake
from core.identifiers import Inn, Pin
from records.models import Signature
from selfassessment.enums import RevisionKind
from selfassessment.services.answering import write
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.e2e.test_signing import GOOD, ask_for_code, type_code
from tests.factories.accreditation import Case, fresh, steps
from tests.factories.organizations import OrganizationFactory
from tests.factories.selfassessment import World
from tests.stub_process import SYSTEM_TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Токтогул Сатылганов атындагы №11 жалпы билим берүүчү орто мектеп-гимназия муниципалдык мекемеси"
WORDS = {
    "ky": {
        "list": "Аккредитациялардын тизмеси",
        "create": "Аккредитацияга арыз түзүү",
        "creating": "Аккредитацияга арызды түзүү",
        "choose": "Өзүн-өзү баалоону танда:",
        "columns": [
            "ID",
            "Бекитилген күнү: баштап",
            "Бекитилген күнү: чейин",
            "Аккредитациянын түрү",
            "Программалар",
            "Статусу",
        ],
        "save": "Сактоо",
        "back": "Артка",
        "editing": "Аккредитация арызын түзөтүү",
        "paper": "Аккредитация жүргүзүү жөнүндө арыз",
        "open": "Арызды ачуу (PDF)",
        "send": "Кароого жөнөтүү",
        "sent": "Арызга кол коюлду жана кароого жөнөтүлдү",
        "to_application": "Арызга өтүү",
        "correct": "Отчетту оңдоо",
        "prepare": "Арызды даярдоо",
        "changes": "Кайтарылгандан кийин эмне оңдолду",
        "withdraw": "Арызды кайтарып алуу",
    },
    "ru": {
        "list": "Список аккредитаций",
        "create": "Создание заявки на аккредитацию",
        "creating": "Создание заявки на аккредитацию",
        "choose": "Выберите самооценку:",
        "columns": ["ID", "Дата утверждения: от", "Дата утверждения: до", "Вид аккредитации", "Программы", "Статус"],
        "save": "Сохранить",
        "back": "Назад",
        "editing": "Редактирование заявки на аккредитацию",
        "paper": "Заявление о проведении Аккредитации",
        "open": "Открыть заявление (PDF)",
        "send": "Отправить на рассмотрение",
        "sent": "Заявление подписано и отправлено на рассмотрение",
        "to_application": "К заявлению",
        "correct": "Исправить отчёт",
        "prepare": "Подготовить заявление",
        "changes": "Что исправлено после возврата",
        "withdraw": "Отозвать заявление",
    },
}


@pytest.fixture
def stub(stub_server, settings):
    """The site signs through the real adapter."""
    settings.ADAPTERS = settings.ADAPTERS | {"cloud_signature": "integrations.cloud_signature.http.CdsCloudSignature"}
    settings.CDS_URL, settings.CDS_TOKEN, settings.CDS_API = stub_server.url, SYSTEM_TOKEN, "api"
    settings.CDS_USER_AGENT, settings.CDS_TIMEOUTS = "ASULA journeys", ["2", "4", "5"]
    load_reference()
    return stub_server


class Journey:
    """The head of a school, whose signature the stub knows, with an approved report."""

    def __init__(self, stub, client):
        signature = next(row for row in stub.world["signatures"] if row["slug"].split("@")[0] == GOOD)
        self.stub = stub
        self.person = next(row for row in stub.world["people"] if row["pin"] == signature["pin"])
        school = OrganizationFactory(
            inn=Inn(signature["inn"]), full_name_ky=LONG, full_name_ru=LONG, city="Бишкек ш.", street="Киев", house="11"
        )
        self.case = Case(World(school))
        head = self.case.world.head.person
        head.pin = Pin(signature["pin"])
        head.save()
        self.report = self.case.report()
        sign_in(client, head, inn=signature["inn"], organization_id=school.pk, place_key="test", position="директор")
        name = site.SESSION_COOKIE_NAME
        self.cookies = [{"name": name, "value": client.cookies[name].value}]

    def code(self):
        return self.stub.code(self.person["email"])

    @property
    def application(self):
        return fresh(Application.objects.get())


def is_headed(page, words):
    expect(page.locator("h1")).to_have_text(words, use_inner_text=True)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def sign(page, journey, words):
    press(page, words["send"])
    page.wait_for_url("**/sign/**")
    page.locator("button[name=channel][value=email]").wait_for()
    ask_for_code(page)
    page.locator("[name=code]").wait_for()
    type_code(page, journey.code())
    page.locator("a[href$='/sent/']").first.click()
    page.wait_for_url("**/sent/")
    expect(page.locator("main")).to_contain_text(words["sent"], use_inner_text=True)


@pytest.mark.parametrize(
    ("width", "language", "scripts"), [(360, "ky", True), (1280, "ru", True), (1280, "ky", True), (360, "ru", False)]
)
def test_the_end_of_the_manual(open_page, inspect, stub, client, width, language, scripts):
    journey, words = Journey(stub, client), WORDS[language]

    def look(name):
        scripts and inspect(page, f"application-{name}")

    page = open_page(
        reverse("selfassessment:self_assessment_list"),
        width=width,
        language=language,
        scripts=scripts,
        cookies=journey.cookies,
    )
    page.goto(page.get_by_role("link", name=words["list"]).first.get_attribute("href"))
    is_headed(page, words["list"])
    look("list-empty")
    page.get_by_role("button", name=words["create"], exact=True).click()
    is_headed(page, words["creating"])
    expect(page.locator("main")).to_contain_text(words["choose"], use_inner_text=True)
    if width > 640:
        shown = page.get_by_role("columnheader").all_inner_texts()
        assert shown == words["columns"]
    expect(page.get_by_role("radio")).to_be_checked()
    look("create")
    press(page, words["save"])
    is_headed(page, words["editing"])
    expect(page.locator("main")).to_contain_text(words["paper"], use_inner_text=True)
    page.reload()
    pdf = page.request.get(page.get_by_role("link", name=words["open"]).get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    look("paper")
    press(page, words["save"])
    expect(page.locator(".asula-banner")).to_have_count(1)
    look("paper-saved")
    sign(page, journey, words)
    look("sent")
    assert (journey.application.state, Signature.objects.count()) == (State.SUBMITTED, 1)
    page.get_by_role("button", name=words["to_application"]).click()
    page.wait_for_url(f"**/{journey.application.pk}/")
    look("submitted")
    page.goto(reverse("accreditation:application_list"))
    expect(page.locator("tbody").get_by_text(f"№ {journey.application.pk}")).to_have_count(1)
    look("list")


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_a_returned_application_is_corrected_and_sent_again(open_page, inspect, stub, client, width, language):
    journey, words = Journey(stub, client), WORDS[language]
    case = journey.case
    application = intake.assign(
        intake.register(
            case.submitted(case.draft(journey.report)),
            number="01-12/345",
            on=journey.report.ends_on,
            by=case.by_administrator,
        ),
        case.specialist,
        by=case.by_administrator,
    )
    answers = list(application.report.answers.exclude(criterion=None)[:2])
    reason = "1.1-критерийде окуу планынын бекитилген датасы жок.\n1.2-критерий боюнча далил тиркелген эмес."
    intake.return_for_correction(application, reason=reason, answers=answers, by=case.by_specialist)
    page = open_page(reverse("accreditation:application_list"), width=width, language=language, cookies=journey.cookies)
    inspect(page, "returned-list")
    page.goto(reverse("accreditation:application", args=[application.pk]))
    expect(page.locator("main")).to_contain_text("1.2-критерий боюнча далил", use_inner_text=True)
    inspect(page, "returned-application")
    page.get_by_role("button", name=words["correct"]).click()
    page.wait_for_url("**/self-assessments/**")
    inspect(page, "returned-report")
    write(
        answers[0],
        "Окуу планы 2026-жылдын 1-сентябрында бекитилген.",
        kind=RevisionKind.SAVED,
        by=case.world.deputy.person,
    )
    case.approve_again(application.report)
    page.goto(reverse("accreditation:application", args=[application.pk]))
    inspect(page, "returned-approved")
    press(page, words["prepare"])
    is_headed(page, words["editing"])
    sign(page, journey, words)
    assert list(steps(application))[-1] == Action.RESUBMIT
    page.goto(reverse("accreditation:application", args=[application.pk]))
    inspect(page, "resubmitted")
    page.get_by_role("link", name=words["changes"]).click()
    expect(page.locator("main")).to_contain_text("2026-жылдын 1-сентябрында", use_inner_text=True)
    inspect(page, "changes")
    page.goto(reverse("accreditation:application", args=[application.pk]))
    page.get_by_role("button", name=words["withdraw"], exact=True).click()
    page.wait_for_url("**/withdraw/")
    inspect(page, "withdraw")
    press(page, words["withdraw"])
    expect(page).to_have_title(re.compile("^(Ката|Ошибка)"))
    inspect(page, "withdraw-refused")
    page.get_by_role("textbox").fill("Башка түрдөгү аккредитациядан өтөбүз")
    press(page, words["withdraw"])
    page.wait_for_url(f"**/{application.pk}/")
    inspect(page, "withdrawn")
    assert journey.application.state == State.WITHDRAWN
