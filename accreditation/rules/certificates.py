"""Who may do what to a certificate: it is public to see, and the ministry's to change."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.certificates import RENEWAL_MONTHS, CertificateState
from accreditation.models.certificates import Certificate
from core.dates import months_later
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
def may_renew(acting: Acting | None, certificate: Certificate) -> Reason:
    """Who leads the self-assessment of its organization, in the year before its end and after it."""
    if acting is None:
        return _("A person has to do this.")
    if reason := staff_rules.may_lead_self_assessment.reason(acting, certificate.organization):
        return reason
    if certificate.worth in {CertificateState.REVOKED, CertificateState.REPLACED}:
        return _("The certificate is not valid any more: begin a self-assessment in the cabinet.")
    opens_on = months_later(certificate.valid_until, -RENEWAL_MONTHS)
    if timezone.localdate() < opens_on:
        day = date_format(opens_on, "SHORT_DATE_FORMAT")
        return _("A new self-assessment can start from the last report from %(day)s on.") % {"day": day}
    if acting.organization_id != certificate.organization_id:
        return _("Choose this organization as the place where you work now, then open this page again.")
    return None


@rule
def is_the_system(acting: Acting | None, _certificate: Certificate) -> Reason:
    """What follows from the calendar or from a newer certificate: nobody presses a button for it."""
    return None if acting is None else _("This happens by itself as soon as everything for it is there.")
