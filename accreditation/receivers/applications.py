"""An application that was signed is sent in the transaction that completes the signing."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from accounts.acting import Acting
from accounts.enums import Signature
from accreditation.models import Application
from accreditation.selectors.signing import PURPOSE
from accreditation.services import applying, papers
from records.models import Document, SigningCeremony
from records.signals import documents_signed, documents_to_be_signed, signing_cancelled


@receiver(documents_to_be_signed)
def ask(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """Refused when the application could not be sent any more."""
    if purpose == PURPOSE and isinstance(subject, Application):
        papers.check(subject, by=_signer(ceremony))


@receiver(documents_signed)
def send(
    ceremony: SigningCeremony, purpose: str, subject: Model | None, documents: list[Document], **_kwargs: Any
) -> None:
    """The ministry has the application from now on."""
    if purpose == PURPOSE and isinstance(subject, Application):
        applying.submit(subject, document=documents[0], by=_signer(ceremony))


@receiver(signing_cancelled)
def give_up(ceremony: SigningCeremony, purpose: str, subject: Model | None, **_kwargs: Any) -> None:
    """The paper that was fixed for the signature is not used."""
    if purpose == PURPOSE and isinstance(subject, Application):
        papers.give_up(subject, by=_signer(ceremony))


def _signer(ceremony: SigningCeremony) -> Acting:
    return Acting(
        user=ceremony.signer,
        signature=Signature.CLOUD,
        organization_inn=ceremony.organization_inn,
        organization_name=ceremony.organization_name,
        position=ceremony.position,
        organization_id=ceremony.organization_id,
    )
