import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from core import effects
from notifications.models import Feedback
from tests.factories.notifications import FeedbackFactory

LIST = "/ministry/feedback/"


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_letters_wait_the_oldest_first_with_what_the_manual_shows(ministry):
    first, second = FeedbackFactory(last_name="Биринчи"), FeedbackFactory(last_name="Экинчи")
    FeedbackFactory(last_name="Жооптуу", answered=True)
    page = html.fromstring(ministry.get(LIST).content)
    assert page.xpath("//tbody//th//a/text()") == ["Биринчи", "Экинчи"]
    columns = [" ".join(head.text_content().split()) for head in page.xpath("//thead//th")]
    assert columns == ["Surname", "First name", "Sent on", "Message", "E-mail address", "Telephone number"]
    assert first.email in text(ministry.get(LIST))
    assert "Жооптуу" in text(ministry.get(f"{LIST}?tab=answered"))
    assert second.pk


@pytest.mark.parametrize(("tab", "words"), [("", "No letter waits"), ("answered", "No letter was answered yet")])
def test_an_empty_list_says_what_will_stand_there(ministry, tab, words):
    assert words in text(ministry.get(f"{LIST}?tab={tab}"))


def test_a_letter_is_answered_by_mail(ministry):
    letter = FeedbackFactory()
    page = ministry.post(reverse("ministry:feedback", args=[letter.pk]), {"answer": "Мындай."}, follow=True)
    assert f"on its way to {letter.email}" in text(page)
    effects.drain()
    assert [sent.to for sent in mail.outbox] == [[letter.email]]
    shown = html.fromstring(ministry.get(reverse("ministry:feedback", args=[letter.pk])).content)
    assert "Мындай." in shown.text_content()
    assert not shown.xpath("//textarea")
    assert ministry.post(reverse("ministry:feedback", args=[letter.pk]), {"answer": "x"}).status_code == 403


def test_an_empty_answer_is_refused(ministry):
    letter = FeedbackFactory()
    assert ministry.post(reverse("ministry:feedback", args=[letter.pk]), {"answer": " "}).status_code == 422
    assert Feedback.objects.get().answered_at is None


def test_a_letter_is_deleted_for_a_reason(ministry):
    letter = FeedbackFactory()
    url = reverse("ministry:feedback_delete", args=[letter.pk])
    assert ministry.post(url, {"reason": ""}).status_code == 422
    assert Feedback.objects.exists()
    assert "The letter is deleted." in text(ministry.post(url, {"reason": "жарнама"}, follow=True))
    assert not Feedback.objects.exists()


def test_the_list_costs_the_same_for_any_number(ministry):
    counts = set()
    for wanted in (1, 3, 40):
        FeedbackFactory.create_batch(wanted)
        with CaptureQueriesContext(connection) as captured:
            ministry.get(LIST)
        counts.add(len(captured))
    assert len(counts) == 1
