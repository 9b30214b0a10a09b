"""The administrator's manual, «Администратор тарабынан каралоонун мүмкүнчүлүгү» and «Эксперттердин иши», in a browser:
the draw, the experts' answers on a telephone, the order. And the expert's cabinet after that."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from core.effects import drain
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh
from tests.factories.draw import experts, scheduled
from tests.files import pdf

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = 360
WORDS = {
    "ky": {
        "take": "Кароого алуу",
        "experts": "Арыздын эксперттери",
        "accept": "Эксперт болууга макулмун",
        "decline": "Эксперт болуудан баш тартуу",
        "busy": "Бул мөөнөттө бошумун жок",
        "comment": "Комментарий",
        "agreed": "Макул болгондор: 3төн 3",
        "order": "Тышкы баалоо жүргүзүү жөнүндө буйрук",
        "generate": "Приказ түзүү",
        "upload": "Тышкы баалоо буйругун жүктөө",
        "number": "Буйруктун номери",
        "dated": "Буйруктун датасы",
        "control": "Аткарылышын ким көзөмөлдөйт",
        "calendar": "Мөөнөттү календарыма кошуу",
        "evaluate": "Тышкы баалоо жүргүзүү",
        "move": "Мөөнөттү жылдыруу",
    },
    "ru": {
        "take": "Взять на рассмотрение",
        "experts": "Эксперты заявления",
        "accept": "Согласиться быть экспертом",
        "decline": "Отказаться быть экспертом",
        "busy": "Я занят в этот период",
        "comment": "Комментарий",
        "agreed": "Согласились: 3 из 3",
        "order": "Приказ о проведении внешней оценки",
        "generate": "Сгенерировать приказ",
        "upload": "Загрузить приказ внешней оценки",
        "number": "Номер приказа",
        "dated": "Дата приказа",
        "control": "Кто контролирует исполнение",
        "calendar": "Добавить период в мой календарь",
        "evaluate": "Провести внешнюю оценку",
        "move": "Перенести период",
    },
}


@pytest.fixture(autouse=True)
def _worker_comes_later(monkeypatch):
    """No page waits for a letter or a print: `work` carries them out when the journey says so."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


@pytest.fixture
def application():
    """An application that may be taken, in a country of five experts."""
    return scheduled(Case())


def work():
    """A worker passes by, in a thread of its own as the browser's event loop runs in this one."""

    def carry_out():
        try:
            drain()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(carry_out).result()


def link_of(expert):
    """Where the newest letter of the expert leads."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [expert.email])
    return urlsplit(re.search(r"https?://\S+/invitations/\S+", letter.body).group()).path


def live(application):
    rows = application.invitations.live().select_related("expert__person")
    return list(rows.order_by("seat"))


def administrator_takes(page, words, application, inspect):
    """«Кароого алуу»: three experts are drawn and written to, and the application leaves the requests."""
    page.get_by_role("button", name=words["take"], exact=True).click()
    expect(page.get_by_role("heading", name=words["take"])).to_be_visible()
    page.get_by_role("button", name=words["take"], exact=True).click()
    expect(page.get_by_role("link", name=words["experts"])).to_be_visible()
    assert fresh(application).state == State.INVITING
    work()


def expert_answers(page, words, invitation, inspect, *, declines=False):
    """On a telephone, from the link in the letter, without signing in."""
    page.goto(link_of(invitation.expert))
    inspect(page, "draw-letter-link")
    if declines:
        page.get_by_role("button", name=words["decline"]).click()
        page.get_by_role("radio", name=words["busy"]).check()
        page.get_by_label(words["comment"]).fill("Командировкадамын")
        inspect(page, "draw-letter-decline")
        page.get_by_role("button", name=words["decline"]).click()
        expect(page.get_by_label(words["comment"])).to_have_count(0)
    else:
        page.get_by_role("button", name=words["accept"]).click()
    expect(page.get_by_role("button", name=words["accept"])).to_have_count(0)
    inspect(page, "draw-letter-declined" if declines else "draw-letter-accepted")
    work()


def administrator_orders(page, words, paper, inspect):
    """«Приказ түзүү» → view → «Тышкы баалоо буйругун жүктөө»."""
    page.get_by_role("link", name=words["experts"]).click()
    expect(page.get_by_text(words["agreed"])).to_be_visible()
    inspect(page, "draw-agreed")
    page.get_by_role("link", name=words["move"]).click()
    expect(page.get_by_role("button", name=words["move"])).to_be_visible()
    inspect(page, "draw-period")
    page.go_back()
    expect(page.get_by_role("button", name=words["upload"])).to_be_disabled()
    page.get_by_role("button", name=words["generate"]).click()
    page.get_by_label(words["number"]).fill("418/1")
    page.get_by_label(words["dated"]).fill(timezone.localdate().isoformat())
    page.get_by_label(words["control"]).fill("Сыдыкова Б., башкы адис")
    page.get_by_role("button", name=words["generate"]).click()
    expect(page.get_by_role("button", name=words["upload"])).to_be_visible()
    work()
    inspect(page, "draw-order")
    page.get_by_role("link", name=words["order"]).click()
    expect(page.locator("a[href$='/file/']")).to_be_visible()
    inspect(page, "draw-order-paper")
    page.go_back()
    page.get_by_role("button", name=words["upload"]).click()
    expect(page.locator("h1")).to_have_text(words["upload"])
    page.locator("input[type=file]").set_input_files(paper)
    inspect(page, "draw-order-upload")
    page.get_by_role("button", name=words["upload"]).click()
    expect(page.get_by_role("link", name=paper.name)).to_be_visible()
    inspect(page, "draw-ordered")
    work()


def expert_reads(page, words, application, paper, inspect):
    """The list → the case with its documents → the period for the calendar."""
    page.goto("/expert/")
    inspect(page, "draw-cabinet")
    expect(page.locator(".asula-numbered__link")).to_have_count(1)
    page.get_by_role("link", name=str(application.pk), exact=True).click()
    expect(page.get_by_role("button", name=words["evaluate"])).to_be_visible()
    inspect(page, "draw-case")
    with page.expect_download() as download:
        page.get_by_role("link", name=words["calendar"]).click()
    calendar = download.value.path().read_text()
    assert f"DTSTART;VALUE=DATE:{application.evaluation_starts_on:%Y%m%d}" in calendar
    scan = page.get_by_role("link", name=words["order"]).get_attribute("href")
    assert page.request.get(scan).body() == paper.read_bytes()
    page.goto("/expert/?tab=history")
    inspect(page, "draw-history")


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_experts_are_drawn_answer_and_are_ordered(
    application, open_page, session_of, inspect, tmp_path, width, language
):
    words, paper = WORDS[language], tmp_path / "буйрук.pdf"
    paper.write_bytes(pdf())
    for expert in experts(5):
        type(expert.person).objects.filter(pk=expert.person_id).update(language=language)
    administrator = session_of(UserFactory(is_administrator=True))
    desk = f"/ministry/accreditations/{application.pk}/"
    ministry = open_page(desk, width=width, language=language, cookies=administrator)
    administrator_takes(ministry, words, application, inspect)

    phone = open_page(width=PHONE, language=language)
    first, second, third = live(application)
    expert_answers(phone, words, first, inspect)
    expert_answers(phone, words, second, inspect, declines=True)
    alternate = next(each for each in live(application) if each.state == InvitationState.WAITING and each != third)
    for invitation in (third, alternate):
        expert_answers(phone, words, invitation, inspect)
    assert fresh(application).state == State.AGREED

    ministry.goto(desk)
    administrator_orders(ministry, words, paper, inspect)
    assert fresh(application).state == State.ORDERED

    cabinet = open_page(width=width, language=language, cookies=session_of(alternate.expert.person))
    expert_reads(cabinet, words, fresh(application), paper, inspect)
