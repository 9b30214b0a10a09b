"""Certificates are issued, suspended, given back, revoked; they expire, and their holders are reminded in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.certificates import CertificateAction, CertificateState
from accreditation.models import Application
from accreditation.models.certificates import Certificate
from accreditation.selectors.certificates import live_page
from accreditation.workflow import certificates as workflow
from core.dates import months_later
from notifications.services import notify
from organizations.models import Organization
from records import services as records
from records.attestations import attest
from records.models import Document
from records.rendering import LIVE_PAGE, Passage, passages
from records.values import Bilingual, in_both
from selfassessment.enums import AccreditationType
from staff.selectors import head_of

KIND = "certificate"
_NUMBERS = 4_120_221_122  # the lock of the numbers: whoever issues waits for who issues before him
_TITLE = Bilingual("Аккредитация жөнүндө сертификат", "Сертификат об аккредитации")
_CONDITION = Bilingual(
    "Шарттуу аккредитация: коллегия койгон шарттар мөөнөтүндө аткарылууга тийиш.",
    "Условная аккредитация: условия, поставленные Коллегией, должны быть выполнены в срок.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the Collegium decided, as far as the certificate says it."""

    number: str
    decided_on: date
    is_conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what a certificate is suspended, given back or revoked."""

    order_number: str
    ordered_on: date
    reason: str


@transaction.atomic
def issue(application: Application, *, decision: Decision, by: Acting) -> Certificate:
    """The organization has a certificate with the next number, without a gap; its paper is printed and sealed soon.

    An earlier certificate of the same type that was still alive is replaced. The caller has asked the rules and moves
    the application. Asked again for the same decision, the certificate that was issued is returned.
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=application.organization_id)
    if issued := Certificate.objects.filter(application=application, decision_number=decision.number).first():
        return issued
    before = Certificate.objects.living().filter(organization=organization, type=application.type).first()
    if before:
        workflow.advance(before, CertificateAction.REPLACE, by=None)
    number = _next_number()
    certificate = _new(application, organization, decision, number=number, by=by)
    certificate.document = _paper(certificate, organization, by=by)
    certificate.save()
    if before:
        Certificate.objects.filter(pk=before.pk).update(replaced_by=certificate)
    workflow.write_down(certificate, CertificateAction.ISSUE, certificate.state, by=by, order_number=decision.number)
    _tell_head(certificate, "certificate_issued")
    return certificate


@transaction.atomic
def decree(certificate: Certificate, action: CertificateAction, *, ground: Ground, by: Acting) -> Certificate:
    """The certificate is suspended, given back or revoked by an order of the ministry; the school is told.

    The register and the page of the QR code say so from the next look on.
    """
    if not ground.reason.strip() or not ground.order_number.strip():
        raise PermissionDenied(_("Write the number of the order and the reason."))
    certificate = workflow.advance(
        certificate,
        action,
        by=by,
        order_number=ground.order_number.strip(),
        ordered_on=ground.ordered_on,
        reason=ground.reason.strip(),
    )
    if action == CertificateAction.REVOKE:
        records.withdraw_document(certificate.document, by=by.user, reason=ground.reason.strip())
    _tell_head(certificate, "certificate_changed", ground=ground)
    return certificate


def preview(application: Application, *, decision: Decision, by: Acting) -> list[Passage]:
    """What the certificate would say in each language. Nothing is stored; the number is given when it is issued."""
    organization = application.organization
    certificate = _new(application, organization, decision, number=0, by=by)
    return passages(KIND, _words(certificate, organization))


@transaction.atomic
def restore(certificate: Certificate, *, ground: Ground, by: Acting) -> Certificate:
    """The order by which the certificate was revoked is annulled: it is in force again, on a paper of its own."""
    order: dict[str, Any] = {
        "order_number": ground.order_number,
        "ordered_on": ground.ordered_on,
        "reason": ground.reason,
    }
    certificate = workflow.advance(certificate, CertificateAction.RESTORE, by=None, **order)
    certificate.document = _paper(certificate, certificate.organization, by=by)
    certificate.save(update_fields=["document"])
    _tell_head(certificate, "certificate_changed", ground=ground)
    return certificate


def expire_run_out() -> int:
    """What ended by yesterday is expired; how many those were is returned. May be called again at any time."""
    expired = 0
    for key in list(Certificate.objects.run_out(timezone.localdate()).values_list("pk", flat=True)):
        with transaction.atomic():
            certificate = workflow.lock(Certificate(pk=key))
            if workflow.CERTIFICATE[CertificateAction.EXPIRE].reason(None, certificate) is None:
                workflow.advance(certificate, CertificateAction.EXPIRE, by=None)
                _tell_head(certificate, "certificate_expired")
                expired += 1
    return expired


def remind_of_ends() -> int:
    """Heads whose certificate ends in as many months as settings.CERTIFICATE_REMINDERS says, or fewer, are told, once
    for each of these terms; how many were told is returned.

    A day on which nobody called this is made good on the next one. Where nobody leads the organization, whoever will is
    told then. A certificate that was granted for no more than such a term is not reminded of it.
    """
    told = 0
    today = timezone.localdate()
    for months in sorted(settings.CERTIFICATE_REMINDERS):
        due = Certificate.objects.filter(state=CertificateState.IN_FORCE).ending_within(months, today)
        for key in list(due.values_list("pk", flat=True)):
            with transaction.atomic():
                certificate = workflow.lock(Certificate(pk=key))
                if _is_to_be_reminded(certificate, months):
                    certificate.reminded_months = months
                    certificate.save(update_fields=["reminded_months"])
                    _tell_head(certificate, "certificate_ends", months=months)
                    told += 1
    return told


def _is_to_be_reminded(certificate: Certificate, months: int) -> bool:
    """Not reminded of this term or a shorter one yet, granted for longer than it, and somebody is there to be told."""
    is_new = certificate.reminded_months is None or certificate.reminded_months > months
    is_within_its_term = certificate.valid_from < months_later(certificate.valid_until, -months)
    return is_new and is_within_its_term and head_of(certificate.organization) is not None


def ends_on(decided_on: date, *, is_conditional: bool) -> date:
    """The last day of a certificate that is granted on this day."""
    years = settings.CERTIFICATE_YEARS["conditional" if is_conditional else "full"]
    return months_later(decided_on, 12 * years)


def _next_number() -> int:
    """One more than the last; whoever asks at the same moment waits until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
    last = Certificate.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _new(
    application: Application, organization: Organization, decision: Decision, *, number: int, by: Acting
) -> Certificate:
    return Certificate(
        number=number,
        application=application,
        organization=organization,
        name_ky=organization.full_name_ky,
        name_ru=organization.full_name_ru,
        address=organization.address,
        type=application.type,
        programmes=[
            {"code": one.code, "title_ky": one.title_ky, "title_ru": one.title_ru}
            for one in application.report.programmes.order_by("code", "pk")
        ],
        is_conditional=decision.is_conditional,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        valid_from=decision.decided_on,
        valid_until=ends_on(decision.decided_on, is_conditional=decision.is_conditional),
        issued_by=by.user,
    )


def _paper(certificate: Certificate, organization: Organization, *, by: Acting) -> Document:
    return records.create_document(
        KIND,
        title=_TITLE,
        template="certificate",
        context=_context(certificate, organization),
        organization=organization,
        by=by.user,
        number=certificate.printed_number,
        dated_on=certificate.valid_from,
        seal=True,
    )


def _context(certificate: Certificate, organization: Organization) -> Mapping[str, Any]:
    live = live_page(certificate, statement=attest(certificate.stated))
    return {**_words(certificate, organization), LIVE_PAGE: live}


def _words(certificate: Certificate, organization: Organization) -> Mapping[str, Any]:
    return {
        "ministry": Bilingual(settings.MINISTRY_NAME["ky"], settings.MINISTRY_NAME["ru"]),
        "organization": Bilingual(certificate.name_ky, certificate.name_ru or certificate.name_ky),
        "inn": str(organization.inn),
        "address": certificate.address,
        "accreditation_type": in_both(AccreditationType(certificate.type).label),
        "programmes": [
            Bilingual(f"{one['code']} {one['title_ky']}".strip(), f"{one['code']} {one['title_ru']}".strip())
            for one in certificate.programmes
        ],
        "decision_number": certificate.decision_number,
        "decided_on": certificate.decided_on,
        "valid_from": certificate.valid_from,
        "valid_until": certificate.valid_until,
        "condition": _CONDITION if certificate.is_conditional else None,
    }


def _tell_head(certificate: Certificate, message: str, **context: Any) -> None:
    head = head_of(certificate.organization)
    if head is not None:
        url = reverse("accreditation:certificate", args=[certificate.public_id])
        notify([head.person], f"accreditation/messages/{message}", {"certificate": certificate, **context}, url=url)
