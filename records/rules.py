"""Who may sign here and now."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accounts.rules import may_sign_for
from core.rules import Reason, rule
from records.models import SigningCeremony


@rule
def may_sign(acting: Acting, ceremony: SigningCeremony) -> Reason:
    """The signer himself, and for an organization only with its own signature."""
    if acting.user.pk != ceremony.signer_id:
        return _("Only the person for whom it was opened can sign here.")
    if ceremony.organization_inn is not None:
        return may_sign_for.reason(acting, ceremony.organization_inn)
    return None
