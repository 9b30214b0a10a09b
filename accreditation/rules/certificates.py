"""Who may do what to a certificate: it is public to see, and the ministry's to change."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models.certificates import Certificate
from core.rules import Reason, rule
from staff import rules as staff_rules


@rule
def may_decree(acting: Acting | None, certificate: Certificate) -> Reason:
    """The ministry's administrator of accreditation, and nobody for an organization where he works himself."""
    if acting is None:
        return _("A person has to do this.")
    if not acting.user.is_administrator:
        return _("Only the ministry's administrator of accreditation may do this.")
    if staff_rules.standing(acting.user, certificate.organization_id).role:
        return _("You work in this organization: somebody else has to deal with its certificate.")
    return None


@rule
def is_the_system(acting: Acting | None, _certificate: Certificate) -> Reason:
    """What follows from the calendar or from a newer certificate: nobody presses a button for it."""
    return None if acting is None else _("This happens by itself as soon as everything for it is there.")
