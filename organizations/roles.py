"""What a person is in an organization: by its signature and the register, or by what the app of the employees says."""

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.acting import Acting
from accounts.enums import Signature
from organizations.enums import ProofState, Role
from organizations.heads import is_head
from organizations.models import Organization


def role_in(acting: Acting, organization: Organization) -> Role | None:
    """The person's role in this organization now; None for a stranger.

    settings.ORGANIZATION_ROLE names the function (user, organization_id) that knows the employees.
    """
    if signs_as_head(acting, organization):
        return Role.HEAD
    if not settings.ORGANIZATION_ROLE:
        return None
    role: Role | None = import_string(settings.ORGANIZATION_ROLE)(acting.user, organization.pk)
    return role


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
