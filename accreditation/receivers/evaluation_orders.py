"""An order on external evaluation that was signed in the system is in force from the moment of the signature."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accreditation.models import EvaluationOrder
from accreditation.selectors.evaluation_orders import PURPOSE
from accreditation.services import evaluation_orders
from records.enums import CeremonyState
from records.models import SigningCeremony
from records.signals import documents_signed, signing_cancelled


@receiver(documents_signed)
def put_in_force(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """The same happens as when the signed order is uploaded."""
    if purpose == PURPOSE and isinstance(subject, EvaluationOrder):
        by = Acting(user=ceremony.signer, position=ceremony.position)
        evaluation_orders.sign(subject, ceremony=ceremony, by=by)


@receiver(signing_cancelled)
def put_aside(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """An order signed without effect is not used: another can be generated. An unsigned one still waits."""
    if purpose == PURPOSE and isinstance(subject, EvaluationOrder) and ceremony.state == CeremonyState.VOID:
        by = Acting(user=ceremony.signer, position=ceremony.position)
        evaluation_orders.put_aside(subject.application, reason=ceremony.refusal, by=by)
