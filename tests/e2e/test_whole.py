"""From the signed order to the QR code in a parent's hand: every hand through which a case goes, in one journey."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, Outcome
from accreditation.enums.replies import ReplyState
from accreditation.models import AgendaItem, Certificate, Rating, Reply, Summary
from accreditation.services import joint_report
from accreditation.tasks import sweep_replies
from core.effects import drain
from integrations.cloud_signature import cloud_signature
from records.files import sealed_of
from records.models import SignerLimit
from tests.acting import sign_in
from tests.e2e.test_collegium import Desk, plan, seat
from tests.e2e.test_signing import ask_for_code, type_code
from tests.factories.accreditation import Case, fresh
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.evaluation import Group, again, counting, sign
from tests.printed import codes_of

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = 360
WORDS = {
    "begin": "Тышкы баалоо жүргүзүү",
    "publish": "Чечимди жарыялоо",
    "sign": "Жыйынтыктоочу отчетко кол коюу",
    "close": "Отчетту кол коюуга берүү",
    "findings": "Корутундуларды окуп, жооп берүү",
    "save": "Сактоо",
    "send": "Жоопту жөнөтүү",
    "vote": "Добушумду ырастоо",
    "conflict": "Бул иште менин кызыкчылыгым кагылышат",
    "no_quorum": "кворум жок",
    "in_force": "Сертификат күчүндө",
    "suspended": "Сертификат убактылуу токтотулган",
}


@pytest.fixture(autouse=True)
def _worker_comes_later(monkeypatch):
    """Nobody waits for a print: `work` carries it out when the journey says so."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


def beside(act):
    """`act` in a thread of its own: the browser's event loop runs in this one."""

    def with_own_connection():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(with_own_connection).result()


def work():
    """A worker passes by."""
    beside(drain)


@pytest.fixture
def enter(open_page):
    """A function that opens a page as this person; everybody has a browser of his own."""

    def enter(user, path, *, width=1280, **signed_in):
        client = Client()
        sign_in(client, user, **signed_in)
        name = django_settings.SESSION_COOKIE_NAME
        return open_page(path, width=width, cookies=[{"name": name, "value": client.cookies[name].value}])

    return enter


def signs(page, person):
    """The paper is printed; the person signs it with his own cloud signature."""
    signer = cloud_signature().add(person.pin)
    work()
    ask_for_code(page)
    page.locator("[name=code]").wait_for()
    type_code(page, signer.code)
    page.locator(".asula-banner").first.wait_for()


def expert_rates_and_publishes(phone, group):
    """The last criterion is rated on the telephone, then the decision is signed."""
    phone.get_by_role("button", name=WORDS["begin"]).click()
    phone.wait_for_url("**/sections/**")
    first, *others = Rating.objects.order_by("answer__place")
    facts = {"mark": "meets", "comment": "Далилдер текшерилди", "revision": 1, "saved_at": timezone.now()}
    Rating.objects.filter(pk__in=[rating.pk for rating in others]).update(**facts)
    phone.locator(f"[name=mark-rating-{first.pk}][value=partly]").check()
    phone.locator(f"[name=text-rating-{first.pk}]").fill("Китепкана толук эмес")
    phone.locator(f"[name=text-rating-{first.pk}]").blur()
    phone.locator(f"[data-answer-state='rating-{first.pk}'][data-state='saved']").wait_for()
    phone.goto(reverse("accreditation:evaluation", args=[group.application.pk]))
    phone.get_by_role("button", name=WORDS["publish"]).click()
    phone.wait_for_url("**/publish/")
    phone.get_by_role("button", name=WORDS["publish"]).click()
    phone.wait_for_url("**/sign/**")
    signs(phone, group.by_second.user)
    evaluation = again(first.evaluation)
    assert evaluation.published_at is not None
    counting(evaluation)
    SignerLimit.objects.all().delete()  # ten minutes later
    group.final(group.by_third, "meets")
    group.final(group.by_chair, "fails")


def school_answers(page, application):
    """The head reads the findings without names, answers on one fact and sends the answer."""
    page.get_by_role("link", name=WORDS["findings"]).click()
    page.locator(".asula-progress-row a").first.click()
    page.locator("main a[href*='/criteria/']").first.click()
    page.locator("[name=text]").fill("Китепкана 2024-жылы ачылган")
    page.get_by_role("button", name=WORDS["save"], exact=True).click()
    expect(page.locator(".asula-banner").first).to_be_visible()
    page.goto(reverse("accreditation:reply", args=[application.pk]))
    page.get_by_role("button", name=WORDS["send"]).click()
    page.wait_for_url("**/send/")
    page.get_by_role("button", name=WORDS["send"]).click()
    expect(page.locator(".asula-banner").first).to_be_visible()
    assert Reply.objects.get().state == ReplyState.SENT


def chair_sums_up_and_three_sign(phone, group):
    """The chair answers every rating and the school, and gives the joint report for signing; all three sign it."""
    key = group.application.pk
    for box in phone.locator("textarea[name^=text-]").all():
        box.fill("Макулмун")
    phone.locator("[name^=mark-remark-][value=accepted]").check()
    phone.locator("[data-part-progress]", has_text="5 / 5").wait_for()
    phone.goto(reverse("accreditation:joint_report", args=[key]))
    for name in ("strengths", "weaknesses", "recommendations"):
        phone.locator(f"[name=text-{name}-{key}]").fill("Мугалимдер билимдүү, китепкана эски")
    phone.locator(f"[name=mark-recommendations-{key}][value=conditional]").check()
    phone.locator("[data-part-progress]", has_text="4 / 4").wait_for()
    phone.get_by_role("button", name=WORDS["close"]).click()
    phone.get_by_role("button", name=WORDS["sign"]).click()
    phone.wait_for_url("**/sign/**")
    signs(phone, group.by_chair.user)
    for by in (group.by_second, group.by_third):
        ceremony = joint_report.open_signing(fresh(group.application), by=by, return_url="/")
        beside(lambda ceremony=ceremony: sign(Client(), ceremony))
    assert Summary.objects.get().finished_at is not None


def member_has_a_conflict(page, item):
    """He says so on the page of the case, and finds it there no more."""
    page.get_by_role("link", name=f"№ {item.sitting_id}").click()
    page.get_by_role("link", name=f"№ {item}").click()
    page.get_by_role("link", name=WORDS["conflict"]).click()
    page.locator("[name=note]").fill("Бир тууганым бул мектепте мугалим")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{item.sitting.get_absolute_url()}")
    expect(page.get_by_role("link", name=f"№ {item}")).to_have_count(0)


def member_votes(phone, item):
    phone.locator(f"input[value={Choice.FOR}]").check()
    phone.get_by_role("button", name=WORDS["vote"]).click()
    expect(phone.locator(".asula-banner").first).to_be_visible()
    assert item.votes.count() == 1


def collegium_decides(desk, second, hall, enter):
    """Nine members of whom one has a conflict, a quorum missed and then met, a draft, a second person."""
    sitting = plan(desk, hall)
    item, where = sitting.items.get(), (sitting.pk, 1)
    member_has_a_conflict(enter(hall.members[8].person, "/collegium/"), item)
    seat(desk, sitting, hall.members[:3])
    desk.go("agenda_item", *where)
    expect(desk.page.locator("main")).to_contain_text(WORDS["no_quorum"])
    desk.page.go_back()
    seat(desk, sitting, hall.members[:8])
    desk.go("agenda_item", *where)
    desk.go("agenda_item_motion", *where)
    desk.page.locator(f"[value={Outcome.CONDITIONAL}]").check()
    desk.press()
    item = AgendaItem.objects.get()
    case = reverse("accreditation:collegium_case", args=where)
    member_votes(enter(hall.members[0].person, case, width=PHONE), item)
    hall.vote(item, " ++++++-")
    desk.page.reload()
    desk.go("decision_draft", *where)
    desk.page.locator("[name=conditions_ky]").fill("Китепкананы толуктоо")
    desk.page.locator("[name=until]").fill(WORDINGS[Outcome.CONDITIONAL].until.isoformat())
    desk.press()
    second.page.goto(reverse("ministry:agenda_item", args=where))
    second.go("decision_confirm", *where)
    second.press()


def parent_checks(phone, certificate):
    """The QR code is read from the printed certificate, and opened; then the way from the register."""
    certificate.document.refresh_from_db()
    assert certificate.document.sealed_at is not None
    [code] = codes_of(sealed_of(certificate.document))
    address = urlsplit(code)
    phone.goto(f"{address.path}?{address.query}")
    expect(phone.locator(".asula-verdict--good")).to_contain_text(WORDS["in_force"])
    phone.goto(reverse("accreditation:register_list"))
    phone.get_by_role("link", name=certificate.printed_number).click()
    expect(phone.locator("h1")).to_contain_text(certificate.printed_number)


def ministry_suspends(page, certificate):
    page.goto(reverse("ministry:certificate", args=[certificate.pk]))
    page.locator("main a[href$='/suspend/']").click()
    page.locator("[name=order_number]").fill("77-б")
    page.locator("[name=ordered_on]").fill(timezone.localdate().isoformat())
    page.locator("[name=reason]").fill("Шарттар аткарылган жок")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{reverse('ministry:certificate', args=[certificate.pk])}")


def test_from_the_signed_order_to_the_code_in_a_parents_hand(open_page, enter, inspect):
    group, hall = Group(Case(), criteria=2), Hall()
    application = group.application
    overview = reverse("accreditation:evaluation", args=[application.pk])
    expert_rates_and_publishes(enter(group.by_second.user, overview, width=PHONE), group)
    beside(sweep_replies)
    head, school = group.case.world.head.person, group.case.school
    place = {"inn": school.inn, "organization_id": school.pk, "place_key": "test"}
    case = reverse("accreditation:application", args=[application.pk])
    school_answers(enter(head, case, width=PHONE, **place), application)
    together = reverse("accreditation:evaluation_group", args=[application.pk])
    chair_sums_up_and_three_sign(enter(group.by_chair.user, together, width=PHONE), group)
    assert fresh(application).state == State.EVALUATED

    sittings = reverse("ministry:sitting_list")
    desk, second = (Desk(enter(by.user, sittings), inspect=lambda *_args: None) for by in (hall.secretary, hall.second))
    collegium_decides(desk, second, hall, enter)
    assert fresh(application).state == State.ACCREDITED
    certificate = Certificate.objects.get()
    assert certificate.is_conditional
    work()

    parent = open_page("/", width=PHONE)
    parent_checks(parent, certificate)
    ministry_suspends(second.page, certificate)
    parent.reload()
    expect(parent.locator(".asula-verdict")).to_contain_text(WORDS["suspended"])
    inspect(parent, "whole-suspended")
