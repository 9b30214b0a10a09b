"""Telling people: rows in the caller's transaction, e-mails after it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from accounts.models import User
from core import outbox
from notifications.models import Message

DELIVER = "deliver message"


def notify(
    recipients: Iterable[User],
    template: str,
    context: dict[str, Any],
    *,
    url: str = "",
    address: str | None = None,
) -> list[Message]:
    """Each recipient has the message in the cabinet when the transaction commits, and an e-mail soon after.

    `template` names two files of the caller's app, `<template>.subject.txt` and `<template>.txt`, which are rendered in
    the recipient's language. `url` is the page of ours that the message is about. `address` takes the place of the
    recipient's own; with an empty one no e-mail is sent. Texts hold no personal numbers.
    """
    return [_write(recipient, template, context, url, address) for recipient in recipients]


def mark_read(message: Message) -> None:
    """The message counts as read from the first time that its recipient said so."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Every message of the person is read; how many were not is returned."""
    return Message.objects.visible_to(user).unread().update(read_at=timezone.now())


def _write(recipient: User, template: str, context: dict[str, Any], url: str, address: str | None) -> Message:
    with translation.override(recipient.language or settings.LANGUAGE_CODE):
        variables = {**context, "recipient": recipient, "url": url and f"{settings.SITE_URL}{url}"}
        subject = " ".join(_plain_text(f"{template}.subject.txt", variables).split())
        body = _plain_text(f"{template}.txt", variables).strip()
    message = Message.objects.create(recipient=recipient, subject=subject, body=body, url=url)
    if recipient.email if address is None else address:
        payload = {"message_id": message.pk} | ({"address": address} if address else {})
        outbox.put(DELIVER, payload, key=f"message-{message.pk}")
    return message


def _plain_text(name: str, variables: dict[str, Any]) -> str:
    """Rendered without escaping for HTML: the message page escapes, an e-mail must not."""
    return Engine.get_default().get_template(name).render(Context(variables, autoescape=False))
