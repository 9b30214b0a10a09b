"""An order on external evaluation that was signed in the system is in force from the moment of the signature."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accreditation.models import EvaluationOrder
from accreditation.selectors.evaluation_orders import PURPOSE
from accreditation.services import evaluation_orders
from records.models import SigningCeremony
from records.signals import documents_signed


@receiver(documents_signed)
def put_in_force(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """The same happens as when the signed order is uploaded."""
    if purpose == PURPOSE and isinstance(subject, EvaluationOrder):
        by = Acting(user=ceremony.signer, position=ceremony.position)
        evaluation_orders.sign(subject, ceremony=ceremony, by=by)
