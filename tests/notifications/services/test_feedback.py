from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from accounts.acting import Acting
from core import effects
from core.models import OutboxEntry
from notifications.models import Feedback
from notifications.services import feedback as services
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.notifications import FeedbackFactory

pytestmark = pytest.mark.django_db
DATA = {"last_name": "Үсөнова", "first_name": "Гүлнара", "email": "g@mail.example", "phone": "", "text": "Кантип?"}


@pytest.fixture
def administrator():
    return Acting(user=UserFactory(is_administrator=True))


@pytest.mark.parametrize("known", [True, False])
def test_anybody_writes_in_his_language(known):
    acting = Acting(user=UserFactory()) if known else None
    with override("ru"):
        letter = services.send_feedback(DATA, acting=acting)
    letter.refresh_from_db()
    assert (letter.text, letter.language, letter.sent_by) == ("Кантип?", "ru", acting.user if acting else None)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [("ky", "АСУЛАга жазган билдирүүңүзгө жооп", "Урматтуу"), ("ru", "Ответ на ваше сообщение", "Здравствуйте")],
)
def test_the_answer_goes_once_by_mail_in_the_writers_language(administrator, language, subject, words):
    letter = FeedbackFactory(language=language, text='"Кантип" <катталам>?')
    answered = services.answer_feedback(letter.pk, "Башкы беттен & кириңиз.", by=administrator)
    assert (answered.answer, answered.answered_by) == ("Башкы беттен & кириңиз.", administrator.user)
    assert mail.outbox == []
    effects.drain()
    services.send_answer(letter.pk)
    (sent,) = mail.outbox
    assert sent.to == [letter.email]
    assert sent.subject.startswith(subject)
    for part in (words, "Башкы беттен & кириңиз.", '"Кантип" <катталам>?'):
        assert part in sent.body
    assert JournalEntry.objects.get().action == "feedback_answered"
    assert "Кантип" not in str(JournalEntry.objects.get().changes)


def test_a_mail_server_that_is_away_is_asked_again(administrator, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.notifications.services.test_messages.AwayBackend"}}
    letter = FeedbackFactory()
    services.answer_feedback(letter.pk, "Жооп", by=administrator)
    effects.drain()
    assert OutboxEntry.objects.get().last_error == SMTPServerDisconnected.__name__
    assert Feedback.objects.get().emailed_at is None


def test_what_is_answered_is_not_answered_again(administrator):
    letter = FeedbackFactory(answered=True)
    with pytest.raises(PermissionDenied):
        services.answer_feedback(letter.pk, "Дагы", by=administrator)


def test_a_deleted_letter_is_gone_and_the_journal_says_why(administrator):
    letter = FeedbackFactory()
    services.delete_feedback(letter.pk, "жарнама", by=administrator)
    assert not Feedback.objects.exists()
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_id, entry.object_name) == ("feedback_deleted", str(letter.pk), f"№ {letter.pk}")
    assert entry.changes["reason"] == "жарнама"
    assert letter.email not in str(entry.changes)


def test_an_answer_to_a_letter_that_is_gone_is_no_failure():
    services.send_answer(404)
    assert mail.outbox == []


def test_only_the_ministry_answers_and_deletes():
    anybody, letter = Acting(user=UserFactory()), FeedbackFactory()
    for act in (
        lambda: services.answer_feedback(letter.pk, "x", by=anybody),
        lambda: services.delete_feedback(letter.pk, "x", by=anybody),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Feedback.objects.get().answer == ""
