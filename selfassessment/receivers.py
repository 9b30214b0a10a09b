"""Orders that were signed move their self-assessment on, in the transaction that completes the signing."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accounts.enums import Signature
from records.enums import CeremonyState
from records.models import Document, SigningCeremony
from records.signals import documents_signed, documents_to_be_signed, signing_cancelled
from selfassessment.enums import OrderKind
from selfassessment.models import Order
from selfassessment.services import signing


@receiver(documents_to_be_signed)
def ask(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """Refused when the order could not come into force any more: the commission or the head may have changed."""
    if _is_ours(purpose, subject):
        signing.check(subject, by=_signer(ceremony))


@receiver(documents_signed)
def go_on(
    ceremony: SigningCeremony, purpose: str, subject: Model | None, documents: list[Document], **_kwargs: Any
) -> None:
    """The first document is the order itself."""
    if _is_ours(purpose, subject):
        signing.finish(subject, documents[0], by=_signer(ceremony))


@receiver(signing_cancelled)
def open_again(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """What the order says may be changed again; a signed paper that had no effect is not used."""
    if _is_ours(purpose, subject):
        signing.give_up(subject, by=_signer(ceremony))
        if ceremony.state == CeremonyState.VOID:
            signing.tell_signer(subject, refusal=ceremony.refusal, by=_signer(ceremony))


def _is_ours(purpose: str, subject: Model | None) -> bool:
    return isinstance(subject, Order) and purpose == OrderKind(subject.kind).purpose


def _signer(ceremony: SigningCeremony) -> Acting:
    """The signer as he was when he opened the signing: this may be another process, long after his session."""
    return Acting(
        user=ceremony.signer,
        signature=Signature.CLOUD,
        organization_inn=ceremony.organization_inn,
        organization_name=ceremony.organization_name,
        position=ceremony.position,
        organization_id=ceremony.organization_id,
    )
