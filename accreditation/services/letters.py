"""Letters with a link that needs no sign-in. The secret is made when the letter is written; we keep its digest."""

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accreditation.enums.invitations import InvitationState
from accreditation.models import Expert, Invitation, InvitationLink
from core import outbox

SEND = "invite expert by letter"
_FOLDER = "accreditation/letters"


def send_later(invitation: Invitation, letter: str) -> None:
    """The letter goes out after the caller's transaction, once, however often workers die meanwhile."""
    payload = {"invitation_id": invitation.pk, "letter": letter}
    outbox.put(SEND, payload, key=f"{SEND} {invitation.pk} {letter}")


@transaction.atomic
def send(invitation_id: int, letter: str) -> None:
    """The letter, with a fresh link, is with the mail server, unless the expert has answered meanwhile."""
    invitation = Invitation.objects.select_related("expert__person", "application__organization").get(pk=invitation_id)
    address = address_of(invitation.expert)
    if invitation.state != InvitationState.WAITING or not address:
        return
    with translation.override(invitation.expert.person.language or settings.LANGUAGE_CODE):
        url = settings.SITE_URL + reverse("accreditation:invitation_link", args=[_new_secret(invitation)])
        context = {"invitation": invitation, "application": invitation.application, "url": url}
        subject = " ".join(render_to_string(f"{_FOLDER}/{letter}.subject.txt", context).split())
        body = render_to_string(f"{_FOLDER}/{letter}.txt", context).strip()
    EmailMessage(
        subject=subject,
        body=body,
        to=[address],
        headers={"Message-ID": f"<invitation-{invitation.pk}-{letter}@asula>", "Auto-Submitted": "auto-generated"},
    ).send()


def invitation_of(secret: str) -> Invitation | None:
    """The invitation to which the link leads, while it is valid."""
    links = InvitationLink.objects.filter(digest=_digest(secret), expires_at__gt=timezone.now())
    link = links.select_related("invitation__application__organization", "invitation__expert__person").first()
    return link.invitation if link else None


def address_of(expert: Expert) -> str:
    """What the ministry entered, or what the person told the state's sign-in."""
    return expert.email or expert.person.email


def _new_secret(invitation: Invitation) -> str:
    secret = secrets.token_urlsafe(32)
    last_day = datetime.combine(invitation.due_on + timedelta(days=1), time.min)
    InvitationLink.objects.create(
        invitation=invitation, digest=_digest(secret), expires_at=timezone.make_aware(last_day)
    )
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
