from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.enums import Signature
from core.identifiers import Inn
from core.rules import Reason, rule


@rule
def may_sign_for(acting: Acting, inn: Inn) -> Reason:
    """Only who signed in with this organization's own signature signs for it."""
    if acting.signature is Signature.SIMPLE:
        return _(
            "You signed in with the simple signature, which signs for no organization. "
            "Sign out, sign in again and choose the cloud signature of the organization."
        )
    if acting.organization_inn != inn:
        return _(
            "You signed in with the signature of another organization. "
            "Sign out, sign in again and choose the signature of this organization."
        )
    return None
