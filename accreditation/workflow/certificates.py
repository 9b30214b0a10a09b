"""The life of a certificate as one table, and the only function that changes its state."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.certificates import LIVING, CertificateAction, CertificateState
from accreditation.models.certificates import Certificate, CertificateEvent
from accreditation.rules import certificates as rules
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal


def has_not_run_out(certificate: Certificate) -> Reason:
    """What has ended by itself is not suspended or given back."""
    return _("The certificate has expired.") if certificate.has_run_out else None


def has_run_out(certificate: Certificate) -> Reason:
    return None if certificate.has_run_out else _("The certificate has not expired yet.")


def has_no_successor(certificate: Certificate) -> Reason:
    """An organization has one living certificate of a type."""
    rows = Certificate.objects.living().filter(organization=certificate.organization_id, type=certificate.type)
    if rows.exclude(pk=certificate.pk).exists():
        return _("The organization has a newer certificate of this type.")
    return None


CERTIFICATE = Workflow(
    "Certificate",
    Transition(
        action=CertificateAction.SUSPEND,
        sources={CertificateState.IN_FORCE},
        target=CertificateState.SUSPENDED,
        rule=rules.may_decree,
        guards=(has_not_run_out,),
    ),
    Transition(
        action=CertificateAction.REINSTATE,
        sources={CertificateState.SUSPENDED},
        target=CertificateState.IN_FORCE,
        rule=rules.may_decree,
        guards=(has_not_run_out,),
    ),
    Transition(
        action=CertificateAction.REVOKE,
        sources=LIVING,
        target=CertificateState.REVOKED,
        rule=rules.may_decree,
    ),
    Transition(
        action=CertificateAction.RESTORE,
        sources={CertificateState.REVOKED},
        target=CertificateState.IN_FORCE,
        rule=rules.is_the_system,
        guards=(has_not_run_out, has_no_successor),
    ),
    Transition(
        action=CertificateAction.EXPIRE,
        sources=LIVING,
        target=CertificateState.EXPIRED,
        rule=rules.is_the_system,
        guards=(has_run_out,),
    ),
    Transition(
        action=CertificateAction.REPLACE,
        sources=LIVING,
        target=CertificateState.REPLACED,
        rule=rules.is_the_system,
    ),
)


@transaction.atomic
def advance(
    certificate: Certificate,
    action: CertificateAction,
    *,
    by: Acting | None,
    order_number: str = "",
    ordered_on: date | None = None,
    reason: str = "",
) -> Certificate:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(certificate)
    step = CERTIFICATE.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    locked.save(update_fields=["state"])
    order = {"order_number": order_number, "ordered_on": ordered_on, "reason": reason}
    write_down(locked, action, source, by=by, **order)
    return locked


def write_down(
    certificate: Certificate, action: CertificateAction, source: str, *, by: Acting | None, **order: Any
) -> None:
    """What happened stands in the certificate's history and in the journal."""
    person = by.user if by else None
    CertificateEvent.objects.create(
        certificate=certificate, action=action, source=source, target=certificate.state, by=person, **order
    )
    facts = {name: value for name, value in order.items() if value}
    if source != certificate.state:
        facts["state"] = (source, certificate.state)
    journal.write(action, by=person, obj=certificate, organization=certificate.organization, changes=facts)


def lock(certificate: Certificate) -> Certificate:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Certificate.objects.select_related("organization", "document")
    return read_locked(rows, certificate.pk)
