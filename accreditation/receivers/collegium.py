"""The minutes of a sitting go on in the transaction of a signature under them."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accreditation.models import Sitting
from accreditation.selectors.collegium import MINUTES_PURPOSE
from accreditation.services import minutes
from records.models import SigningCeremony
from records.signals import documents_signed


@receiver(documents_signed)
def sign_minutes(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """The chair or the secretary has signed."""
    if purpose == MINUTES_PURPOSE and isinstance(subject, Sitting):
        minutes.sign(subject, by=Acting(user=ceremony.signer, position=ceremony.position))
