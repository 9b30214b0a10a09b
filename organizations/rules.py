"""Who may do what with an organization; each rule answers with the reason for a refusal."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.enums import Signature
from core.rules import Reason, rule
from organizations.enums import Role, State
from organizations.models import Organization, Registration
from organizations.roles import role_in, signs_for


@rule
def may_register(acting: Acting, _none: None) -> Reason:
    """Only who signed in with a legal entity's own signature registers it."""
    if acting.signature is Signature.SIMPLE or acting.organization_inn is None:
        return _(
            "You signed in with the simple signature of a person. To register an organization, sign out and sign in "
            "again with the cloud signature of the organization."
        )
    return None


@rule
def may_go_on(acting: Acting, registration: Registration) -> Reason:
    """The registration of an organization that exists, by who signs for it."""
    if refusal := may_register.reason(acting, None):
        return refusal
    if acting.organization_inn != registration.inn:
        return _("You signed in with the signature of another organization.")
    if registration.state == State.LIQUIDATED:
        return _("The register of the Ministry of Justice says that the organization is liquidated.")
    return None


@rule
def may_edit(acting: Acting, organization: Organization) -> Reason:
    """The head and the deputies change the profile."""
    if role_in(acting, organization) in {Role.HEAD, Role.DEPUTY}:
        return None
    return _("Only the head of the organization and the deputies change its profile.")


@rule
def may_refresh(acting: Acting, organization: Organization) -> Reason:
    """Who may edit, and whoever signs for the organization: a new director is not yet the head that we know."""
    if signs_for(acting, organization):
        return None
    return may_edit.reason(acting, organization)


@rule
def may_prove(acting: Acting, organization: Organization) -> Reason:
    """Whoever signs with the organization's signature may prove that he heads it."""
    if signs_for(acting, organization):
        return None
    return _("Sign in with the cloud signature of the organization to prove that you head it.")


@rule
def may_edit_programmes(acting: Acting, _none: None) -> Reason:
    """The list of programmes is the ministry's."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry edits the list of programmes.")


@rule
def may_judge_proofs(acting: Acting, _none: None) -> Reason:
    """The ministry judges whether a proof of the head is enough."""
    if acting.user.is_administrator:
        return None
    return _("Only the ministry judges proofs.")
