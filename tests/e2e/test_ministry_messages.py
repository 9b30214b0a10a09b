"""The administrator's «Билдирүүлөр (А)», «Кайтарым байланыш» and the working calendar; what the public sees of them."""

import re

import pytest
from playwright.sync_api import expect

from notifications.models import Feedback, Publication
from tests.e2e.conftest import unfold_menu
from tests.factories.accounts import UserFactory
from tests.factories.calendar import DayExceptionFactory
from tests.factories.notifications import FeedbackFactory, PublicationFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "ky": {
        "menu": "Билдирүүлөр (А)",
        "tabs": ["Администрациянын билдирүүлөрү", "Жаңылыктар", "Суроо-жооп", "Нускамалар"],
        "add": "Кошуу",
        "save": "Сактоо",
        "publish": "Жарыялоо",
        "feedback": "Кайтарым байланыш",
        "answer": "Электрондук почта аркылуу жооп берүү",
        "send": "Жөнөтүү",
    },
    "ru": {
        "menu": "Сообщения (А)",
        "tabs": ["Уведомление администрации", "Новости", "Вопросы и ответы", "Инструкции"],
        "add": "Добавить",
        "save": "Сохранить",
        "publish": "Опубликовать",
        "feedback": "Обратная связь",
        "answer": "Ответить по электронной почте",
        "send": "Отправить",
    },
}
LONG = "Жалпы билим берүү уюмдарынын институционалдык аккредитациясынын жаңы тартиби жөнүндө маалымат"


@pytest.fixture
def administrator():
    return UserFactory(is_administrator=True, last_name="Сатыбалдиева", first_name="Нургүл")


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_news_are_added_and_published(open_page, inspect, session_of, administrator, width, language):
    words = WORDS[language]
    PublicationFactory(title_ky=LONG, title_ru=LONG)
    page = open_page("/ministry/", width=width, language=language, cookies=session_of(administrator))
    unfold_menu(page)
    page.get_by_role("navigation").get_by_role("link", name=words["menu"]).click()
    page.wait_for_url("**/ministry/messages/**")
    tabs = page.get_by_role("main").locator(".asula-tabs__link")
    assert [tab.inner_text().split("\n")[0].rstrip(" 01") for tab in tabs.all()] == words["tabs"]
    tabs.nth(1).click()
    expect(tabs.nth(1)).to_have_attribute("aria-current", "page")
    inspect(page, "ministry-news")
    page.get_by_role("button", name=words["add"], exact=True).click()
    inspect(page, "ministry-news-add")
    for name in ("title_ky", "text_ky", "title_ru", "text_ru"):
        page.locator(f"[name={name}]").fill(f"{LONG} {name}"[:180])
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url(re.compile(r"/messages/\d+/$"))
    inspect(page, "ministry-news-draft")
    page.get_by_role("button", name=words["publish"]).click()
    page.wait_for_url("**/publish/")
    inspect(page, "ministry-news-publish")
    page.get_by_role("button", name=words["publish"]).click()
    page.wait_for_url(re.compile(r"/messages/\d+/$"))
    page.goto("/news/")
    inspect(page, "news")
    page.get_by_role("link", name=LONG).first.click()
    expect(page.locator("h1")).to_contain_text(LONG[:40], use_inner_text=True)
    inspect(page, "news-one")
    assert Publication.objects.exclude(published_at=None).count() == 1


@pytest.mark.parametrize(("width", "language", "scripts"), [(360, "ru", False), (1280, "ky", True)])
def test_a_letter_is_sent_and_answered(open_page, inspect, session_of, administrator, width, language, scripts):
    words = WORDS[language]
    page = open_page("/feedback/", width=width, language=language, scripts=scripts)
    if scripts:
        inspect(page, "feedback")
    letter = {"last_name": "Үсөнова", "first_name": "Гүлнара", "email": "g@mail.example", "text": LONG}
    for name, value in letter.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("main").get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/feedback/sent/")
    FeedbackFactory(text=LONG * 10)
    page = open_page("/ministry/feedback/", width=width, language=language, cookies=session_of(administrator))
    inspect(page, "ministry-feedback")
    page.get_by_role("link", name="Үсөнова").first.click()
    page.locator("[name=answer]").fill("Башкы беттен башта.")
    inspect(page, "ministry-feedback-letter")
    page.get_by_role("button", name=words["answer"]).click()
    page.wait_for_url("**/ministry/feedback/")
    assert Feedback.objects.answered().count() == 1


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_the_calendar_and_the_terms(open_page, inspect, session_of, administrator, width, language):
    DayExceptionFactory(day="2026-09-08", note=LONG)
    cookies = session_of(administrator)
    page = open_page("/ministry/calendar/?year=2026", width=width, language=language, cookies=cookies)
    inspect(page, "ministry-calendar")
    page.goto("/ministry/calendar/add/")
    inspect(page, "ministry-calendar-add")
    page.goto("/ministry/terms/")
    inspect(page, "ministry-terms")
