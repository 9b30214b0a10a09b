"""Organizations registered while the register was silent: it is asked again until it answers."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import outbox
from core.uploads.storing import discard
from notifications.services import notify
from organizations import register
from organizations.enums import Act, Outcome
from organizations.models import Organization, Registration
from organizations.services.answers import CONFIRM, keep_answer
from organizations.services.profile import take_over

log = structlog.get_logger(__name__)

_JOB = "organization-check"


class StillSilent(Exception):
    """The register did not answer this time either: the outbox comes back."""


@transaction.atomic
def confirm(organization_id: int) -> None:
    """The organization's data are the register's, and who registered it is told what differed from what was typed."""
    organization = Organization.objects.filter(pk=organization_id, register_answered_at=None).first()
    if organization is None:
        return
    answer = register.ask(organization.inn, on_behalf_of=_JOB, case="confirmation")
    if answer.outcome == Outcome.UNAVAILABLE:
        raise StillSilent(organization_id)
    locked = Organization.objects.select_for_update(of=("self",)).get(pk=organization_id)
    if answer.outcome == Outcome.NOT_FOUND:
        log.warning("organization unknown to the register", organization=organization_id)
        Organization.objects.filter(pk=organization_id).update(register_asked_at=timezone.now())
        return
    changes = take_over(locked, keep_answer(answer, organization=locked), act=Act.CONFIRMED, by=None)
    if changes:
        context = {"organization": locked, "fields": len(changes)}
        url = reverse("organization_profile")
        notify([locked.registered_by], "organizations/messages/confirmed", context, url=url)


def sweep_unconfirmed() -> int:
    """Each organization that waits for the register is asked about once more today."""
    waiting = Organization.objects.awaiting_register().values_list("pk", flat=True)
    for pk in waiting:
        outbox.put(CONFIRM, {"organization_id": pk}, key=f"{CONFIRM}-{pk}-{timezone.localdate()}")
    return len(waiting)


def drop_abandoned() -> int:
    """Registrations that nobody touched for settings.REGISTRATION_DAYS are gone with their files."""
    deadline = timezone.now() - timedelta(days=settings.REGISTRATION_DAYS)
    abandoned = Registration.objects.filter(changed_at__lt=deadline).values_list("pk", flat=True)
    return sum(_dropped(pk) for pk in abandoned)


@transaction.atomic
def _dropped(pk: int) -> bool:
    registration = Registration.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if registration is None:
        return False
    registration.head_proofs.all().delete()
    for document in registration.documents.all():
        discard(document)
    registration.answers.all().delete()
    registration.delete()
    return True
