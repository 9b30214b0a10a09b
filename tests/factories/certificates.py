"""Certificates: issued as the ministry would, or written past the services for long lists."""

import itertools
from datetime import date, timedelta

from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.certificates import CertificateState
from accreditation.models import Certificate
from accreditation.services import certifying
from accreditation.services.certifying import Decision, Ground
from organizations.enums import Role
from records.enums import DocumentState
from records.models import Document
from staff.models import Employment
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.staff import EmploymentFactory

_numbers = itertools.count(1)


def decision(*, decided_on: date | None = None, conditional: bool = False) -> Decision:
    day = decided_on or timezone.localdate()
    return Decision(number=f"{next(_numbers)}-К", decided_on=day, is_conditional=conditional)


def administrator() -> Acting:
    return Acting(user=UserFactory(is_administrator=True))


def issued(*, application=None, by: Acting | None = None, **facts) -> Certificate:
    """A certificate of a new school, or of the application's; its paper counts as sealed without being printed."""
    application = application or quick(State.CONSIDERED)
    certificate = certifying.issue(application, decision=decision(**facts), by=by or administrator())
    Document.objects.filter(pk=certificate.document_id).update(
        state=DocumentState.SEALED, printed=1, file="documents/none.pdf", sha256="A" * 64, length=1, pages=1
    )
    certificate.document.refresh_from_db()
    return certificate


def head_of(certificate: Certificate) -> Employment:
    """The head of the organization, who came in after the certificate was issued."""
    return EmploymentFactory(organization=certificate.organization, role=Role.HEAD)


def ground(**facts) -> Ground:
    return Ground(
        order_number=facts.get("order_number", "77-б"),
        ordered_on=facts.get("ordered_on", timezone.localdate()),
        reason=facts.get("reason", "Талаптар бузулган"),
    )


def in_state(state: CertificateState) -> Certificate:
    """Written past the services where they would need a calendar."""
    certificate = issued()
    facts: dict[str, object] = {"state": state}
    if state == CertificateState.EXPIRED:
        yesterday = timezone.localdate() - timedelta(days=1)
        facts |= {"valid_from": yesterday - timedelta(days=365), "valid_until": yesterday}
    Certificate.objects.filter(pk=certificate.pk).update(**facts)
    certificate.refresh_from_db()
    return certificate


def long_list(count: int) -> None:
    """So many certificates: of three organizations, in force, and older ones that have expired, written past the
    services."""
    models = list(Certificate.objects.select_related("document")[:3]) or [issued() for _place in range(3)]
    first = Certificate.objects.count() + 1
    places = range(first, count + 1)
    papers = Document.objects.bulk_create(_copy(models[place % 3].document) for place in places)
    until = timezone.localdate() - timedelta(days=1)
    facts = {"state": CertificateState.EXPIRED, "valid_from": until - timedelta(days=365), "valid_until": until}
    Certificate.objects.bulk_create(
        _copy(models[place % 3], number=place, document_id=paper.pk, decision_number=f"{place}-Т", **facts)
        for place, paper in zip(places, papers, strict=True)
    )


def _copy(row, **changes):
    """A row like this one that is not in the database yet."""
    given = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.generated and field.name != "public_id"
    }
    return type(row)(**given | changes)
