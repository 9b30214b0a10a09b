from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateState(TextChoices):
    """What a certificate is worth today. The words of the public register."""

    IN_FORCE = "in_force", pgettext_lazy("state of a certificate", "In force")
    SUSPENDED = "suspended", pgettext_lazy("state of a certificate", "Suspended")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "Revoked")
    EXPIRED = "expired", pgettext_lazy("state of a certificate", "Expired")
    REPLACED = "replaced", pgettext_lazy("state of a certificate", "Replaced by a newer one")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES[self]


_TONES = {
    CertificateState.IN_FORCE: "done",
    CertificateState.SUSPENDED: "warning",
    CertificateState.REVOKED: "warning",
    CertificateState.EXPIRED: "muted",
    CertificateState.REPLACED: "muted",
}
RENEWAL_MONTHS = 12  # so long before its end a certificate may be renewed
LIVING = frozenset({CertificateState.IN_FORCE, CertificateState.SUSPENDED})


class CertificateAction(TextChoices):
    """What may happen to a certificate: the words of its history and of the journal."""

    ISSUE = "issue_certificate", _("Certificate issued")
    SUSPEND = "suspend_certificate", _("Certificate suspended")
    REINSTATE = "reinstate_certificate", _("Certificate reinstated")
    REVOKE = "revoke_certificate", _("Certificate revoked")
    RESTORE = "restore_certificate", _("Revocation annulled on appeal")
    EXPIRE = "expire_certificate", _("Certificate expired")
    REPLACE = "replace_certificate", _("Certificate replaced by a newer one")
