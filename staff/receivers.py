from typing import Any

from django.dispatch import receiver

from accounts.acting import Acting
from accounts.models import User
from accounts.signals import signed_in
from organizations.models import HeadProof, Organization
from organizations.signals import head_proof_judged, organization_changed, organization_registered
from staff.services import checks, recognition


@receiver(signed_in)
def know_who_signed_in(user: User, acting: Acting, **_kwargs: Any) -> None:
    """The state has just named the person: entries typed by hand are confirmed, a head is recognised."""
    checks.confirm_by_sign_in(user)
    recognition.recognise_by_number(user)
    if acting.organization_inn and (organization := Organization.objects.by_inn(acting.organization_inn).first()):
        recognition.recognise_by_signature(acting, organization)


@receiver(organization_registered)
def know_who_registered(organization: Organization, acting: Acting, **_kwargs: Any) -> None:
    """An organization begins with its head."""
    recognition.recognise_by_signature(acting, organization)


@receiver(organization_changed)
def know_the_new_head(organization: Organization, changes: dict[str, Any], **_kwargs: Any) -> None:
    """The register names another head: the former one has the role no more."""
    if "head_pin" in changes:
        recognition.follow_the_register(organization)


@receiver(head_proof_judged)
def know_the_verdict(proof: HeadProof, **_kwargs: Any) -> None:
    """What the ministry says of a proof holds at once."""
    recognition.follow_the_ministry(proof)
