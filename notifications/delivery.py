"""E-mails that the outbox hands over, each sent once."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from notifications.models import Message


@transaction.atomic
def deliver_message(message_id: int, address: str = "") -> None:
    """The message is with the mail server, now or already; raises when that refuses, so that the outbox tries again.

    It goes to `address`, or else to the recipient's own.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("recipient").filter(pk=message_id).first()
    if message is None or message.emailed_at:
        return
    receiver = address or message.recipient.email
    if not receiver:
        return
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[receiver],
        headers={"Message-ID": f"<message-{message.pk}@asula>", "Auto-Submitted": "auto-generated"},
    ).send()
    message.emailed_at = timezone.now()
    message.save(update_fields=["emailed_at"])
