"""What a person is in an organization: what the app of the employees says, else by its signature and the register."""

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.acting import Acting
from accounts.enums import Signature
from organizations.enums import ProofState, Role
from organizations.heads import is_head
from organizations.models import Organization


def role_in(acting: Acting, organization: Organization) -> Role | None:
    """The person's role in this organization now; None for a stranger.

    The employees are asked first (settings.ORGANIZATION_ROLE). The signature makes a head only where nobody holds that
    role: whoever handed it over may still be named by the register, and may still have his certificate.
    """
    role: Role | None = import_string(settings.ORGANIZATION_ROLE)(acting.user, organization.pk)
    if role is None and signs_as_head(acting, organization) and not _is_led(organization):
        return Role.HEAD
    return role


def _is_led(organization: Organization) -> bool:
    """Whether somebody is recognised as the head."""
    led: bool = import_string(settings.ORGANIZATION_LED)(organization.pk)
    return led


def signs_for(acting: Acting, organization: Organization) -> bool:
    """Whether the person signed in with the organization's own signature."""
    return acting.signature is not Signature.SIMPLE and acting.organization_inn == organization.inn


def signs_as_head(acting: Acting, organization: Organization) -> bool:
    """Whether the person signed in with the organization's signature and is its head: the register says so, or his
    proof stands, or the register has not said anything yet and it was he who registered."""
    if not signs_for(acting, organization):
        return False
    known = is_head(organization, acting.user)
    if known is None:
        return organization.registered_by_id == acting.user.pk
    return known or has_proof(acting, organization)


def has_proof(acting: Acting, organization: Organization) -> bool:
    """Whether the person gave a proof that no specialist refused."""
    return organization.head_proofs.filter(person=acting.user).exclude(state=ProofState.REFUSED).exists()
