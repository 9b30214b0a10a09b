"""Port to ЕСИ, the state's sign-in: who signed in, and for which organization. The client is in `accounts`."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.identifiers import Inn, Pin
from integrations import errors


@dataclass(frozen=True, slots=True, kw_only=True)
class EsiOrganization:
    """The organization whose cloud signature was used to sign in."""

    inn: Inn
    name: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EsiIdentity:
    """One sign-in. `organization` is None after a sign-in with the simple signature."""

    sub: str
    pin: Pin
    last_name: str
    first_name: str
    middle_name: str = ""
    birth_date: date | None = None
    gender: str | None = None
    citizenship: str | None = None
    email: str | None = None
    email_verified: bool = False
    phone: str | None = None
    phone_verified: bool = False
    organization: EsiOrganization | None = None


class EsiError(errors.IntegrationError):
    """Root of the sign-in's errors."""


class EsiUnavailable(EsiError, errors.Unavailable):
    code = "esi_unavailable"
    explanation = _(
        "The state sign-in (ЕСИ) does not answer, so you could not be signed in. Try again in a few minutes."
    )


class EsiCancelled(EsiError):
    """The person, or ЕСИ on his behalf, broke the sign-in off."""

    code = "esi_cancelled"
    explanation = _("The sign-in was cancelled. You can start it again whenever you like.")


class EsiProtocolError(EsiError):
    """An answer that does not hold: state, nonce, signature, audience, issuer, expiry, `sub` or PIN. Log and refuse."""

    code = "esi_protocol_error"
    explanation = _(
        "The answer of the state sign-in (ЕСИ) could not be trusted, so you were not signed in. "
        "Close the other sign-in windows and start again from our home page."
    )


class OrganizationRequired(EsiError):
    """Signed in with the simple signature where an organization's cloud signature is needed."""

    code = "organization_required"
    explanation = _(
        "You signed in with the simple signature, which names no organization. "
        "Sign in again and choose the cloud signature of your organization."
    )


class OrganizationUnknown(EsiError):
    """The organization of this sign-in is not registered with us."""

    code = "organization_unknown"
    explanation = _("Your organization is not registered in the system. Please register it.")
