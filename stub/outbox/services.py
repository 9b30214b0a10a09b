"""Puts messages into the mailbox and the SMS outbox, where people and tests read them."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from stub.outbox.models import Channel, Message


def deliver(channel: Channel, *, to: str, sender: str = "", subject: str = "", body: str = "") -> Message:
    """The message lies in the recipient's box."""
    return Message.objects.create(channel=channel, to=to, sender=sender, subject=subject, body=body)


def receive_letter(source: bytes, *, sender: str, recipients: list[str]) -> list[Message]:
    """A letter that came over SMTP lies in the box of each of its recipients."""
    letter = message_from_bytes(source, policy=policy.default)
    return [
        Message.objects.create(
            channel=Channel.EMAIL,
            sender=sender,
            to=recipient,
            subject=str(letter["subject"] or ""),
            body=readable_text(letter),
            source=source,
        )
        for recipient in recipients
    ]


def readable_text(letter: EmailMessage) -> str:
    """The plain part of a letter; without one, the HTML as it is."""
    part = letter.get_body(preferencelist=("plain", "html"))
    return part.get_content() if part else ""
