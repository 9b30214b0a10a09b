"""What an expert has signed is published, and the joint report goes on, in the transaction of the last signature."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accreditation.models import Evaluation, Summary
from accreditation.selectors.evaluation import PURPOSE, SUMMARY_PURPOSE
from accreditation.services import evaluation, joint_report
from records.models import Document, SigningCeremony
from records.signals import documents_signed, signing_cancelled


@receiver(documents_signed)
def publish(
    ceremony: SigningCeremony, purpose: str, subject: Model | None, documents: list[Document], **_kwargs: Any
) -> None:
    """The decision of one expert, or his signature under the joint report."""
    by = Acting(user=ceremony.signer, position=ceremony.position)
    if purpose == PURPOSE and isinstance(subject, Evaluation):
        evaluation.publish(subject, document=documents[0], by=by)
    elif purpose == SUMMARY_PURPOSE and isinstance(subject, Summary):
        joint_report.sign(subject, by=by)


@receiver(signing_cancelled)
def give_up(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """The paper of an expert who did not sign is not used. The joint report waits for his signature."""
    if purpose == PURPOSE and isinstance(subject, Evaluation):
        evaluation.give_up(subject, by=Acting(user=ceremony.signer, position=ceremony.position))
