from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.models import User
from core import effects
from core.models import OutboxEntry
from notifications import delivery, services
from notifications.models import Message

SCHOOL = "№ 5 «Өзгөн» <b>мектеби</b>"


def person(**fields):
    return User.objects.create_user(
        **{"first_name": "Айгүл", "email": "aigul@school.example", "language": "ky"} | fields
    )


@pytest.fixture
def aigul(db):
    return person()


@pytest.mark.django_db(transaction=True)
def test_a_person_is_told_in_the_cabinet_and_by_mail_once():
    aigul = person()
    services.notify([aigul], "tests/told", {"school": SCHOOL}, url="/application/7/")
    message = Message.objects.get()
    assert (message.subject, message.recipient) == (f"{SCHOOL} — Ооба", aigul)
    assert message.body == f"Айгүл: {SCHOOL} https://testserver/application/7/"
    assert [(letter.subject, letter.body, letter.to) for letter in mail.outbox] == [
        (message.subject, message.body, ["aigul@school.example"])
    ]
    delivery.deliver_message(message.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("language", "yes"), [("ky", "Ооба"), ("ru", "Да"), ("en", "Yes")])
def test_each_is_told_in_his_own_language(db, language, yes):
    services.notify([person(language=language)], "tests/told", {"school": "x"})
    assert Message.objects.get().subject == f"x — {yes}"


def test_without_an_address_the_cabinet_has_it_and_no_letter_waits(db):
    services.notify([person(email="")], "tests/told", {"school": "x"})
    assert Message.objects.count() == 1
    assert not OutboxEntry.objects.exists()


def test_what_a_failed_transaction_told_was_never_told(aigul):
    with transaction.atomic():
        services.notify([aigul], "tests/told", {"school": "x"})
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize("trick", ["x\r\nBcc: other@school.example", "x\nSubject: y", "x\u2028Bcc: z"])
def test_a_name_with_line_breaks_stays_one_subject_line(aigul, trick):
    services.notify([aigul], "tests/told", {"school": trick})
    message = Message.objects.get()
    delivery.deliver_message(message.pk)
    letter = mail.outbox[0].message()
    assert letter["Bcc"] is None
    assert letter["To"] == "aigul@school.example"


def test_a_mail_server_that_is_away_is_asked_again(aigul, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.notifications.services.test_messages.AwayBackend"}}
    services.notify([aigul], "tests/told", {"school": "x"})
    assert effects.drain() == 1
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.last_error, entry.done_at) == (1, "SMTPServerDisconnected", None)
    assert Message.objects.get().emailed_at is None


class AwayBackend(BaseEmailBackend):
    def send_messages(self, email_messages):  # noqa: ARG002 -- the signature of a backend
        raise SMTPServerDisconnected


def test_a_letter_to_a_person_who_is_gone_is_no_failure(db):
    delivery.deliver_message(404)
    assert mail.outbox == []


def test_a_message_is_read_once_and_by_its_recipient(aigul):
    other = person(email="b@school.example")
    services.notify([aigul, other, aigul], "tests/told", {"school": "x"})
    services.mark_read(Message.objects.visible_to(aigul).first())
    assert Message.objects.visible_to(aigul).unread().count() == 1
    first_read = Message.objects.exclude(read_at=None).get()
    services.mark_read(first_read)
    assert Message.objects.get(pk=first_read.pk).read_at == first_read.read_at
    assert services.mark_all_read(aigul) == 1
    assert Message.objects.visible_to(other).unread().count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("own", "given", "sent_to"),
    [
        ("own@school.example", None, ["own@school.example"]),
        ("own@school.example", "other@school.example", ["other@school.example"]),
        ("", "other@school.example", ["other@school.example"]),
        ("own@school.example", "", None),
        ("", None, None),
    ],
)
def test_the_letter_goes_to_the_address_that_the_caller_knows(own, given, sent_to):
    services.notify([person(email=own)], "tests/told", {"school": "x"}, address=given)
    assert Message.objects.count() == 1
    assert [letter.to for letter in mail.outbox] == ([sent_to] if sent_to else [])
