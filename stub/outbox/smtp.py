"""A small mail server on the loopback address: whatever the application sends ends in the mailbox page."""

import asyncio
import logging

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections

from stub.outbox.services import receive_letter
from stub.registry.models import Person
from stub.registry.modes import PersonMode

logger = logging.getLogger(__name__)
REFUSED = "550 5.1.1 The mailbox is unavailable"
BUSY = "451 4.2.1 The mailbox is busy, try again later"


class Mailbox:
    """Accepts every recipient whose mailbox works, and stores the letter for him."""

    async def handle_RCPT(  # noqa: N802 -- the name and the arguments are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await asyncio.to_thread(_refusal, address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- see above
        await asyncio.to_thread(_store, envelope)
        return "250 Message accepted for delivery"


def _refusal(address: str) -> str | None:
    close_old_connections()
    person = Person.objects.filter(email__iexact=address).first()
    close_old_connections()
    if person is None:
        return None
    if person.has(PersonMode.MAIL_REFUSED):
        return REFUSED
    return BUSY if person.has(PersonMode.MAIL_BUSY) else None


def _store(envelope: Envelope) -> None:
    close_old_connections()
    receive_letter(envelope.content or b"", sender=envelope.mail_from or "", recipients=envelope.rcpt_tos)
    close_old_connections()


def start(port: int) -> Controller:
    """The mail server listens in a thread of its own; `stop()` of the answer ends it."""
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    return controller
