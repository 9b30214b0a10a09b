"""The public register: what anybody may know of certificates, in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accreditation.enums.certificates import LIVING, CertificateAction, CertificateState
from accreditation.models.certificates import Certificate, CertificateEvent, CertificateQuerySet
from core.search import has_words
from organizations.models import Organization
from records.attestations import NotAttested, attested
from records.models import Document
from records.selectors import Standing

SCHEMA_VERSION = 1
_REMEMBERED = 30  # seconds: a change is in the downloads within a minute, also behind a proxy that keeps them as long


def register(
    *, words: str = "", region: int | None = None, type_prefix: str = "", type_suffix: str = "", state: str = ""
) -> CertificateQuerySet:
    """The entries that fit, by name. `state` is what a certificate is worth today, not what was last written down."""
    found = Certificate.objects.select_related("organization__district__region").defer("organization__mission")
    if words:
        number = words.strip().removeprefix("№").strip()
        named = has_words("search_key", words)
        found = found.filter(named | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else named)
    if region:
        found = found.filter(organization__district__region=region)
    if type_prefix:
        found = found.filter(type__startswith=f"{type_prefix}_")
    if type_suffix:
        found = found.filter(type__endswith=f"_{type_suffix}")
    if state:
        found = found.filter(worth_today(CertificateState(state)))
    return found.by_name().fetch_mode(models.FETCH_RAISE)


def worth_today(state: CertificateState) -> Q:
    """The condition that a certificate is worth just this: one whose last day is over has expired, noted or not."""
    over = Q(valid_until__lt=timezone.localdate())
    if state == CertificateState.EXPIRED:
        return Q(state=state) | Q(state__in=sorted(LIVING)) & over
    return Q(state=state) & ~over if state in LIVING else Q(state=state)


def of_organization(organization: Organization) -> CertificateQuerySet:
    """All certificates that an organization ever had, the newest first."""
    rows = organization.certificates.select_related("replaced_by").order_by("-number")
    found: CertificateQuerySet = rows.fetch_mode(models.FETCH_RAISE)
    return found


def public_history(certificate: Certificate) -> models.QuerySet[CertificateEvent]:
    """What happened to it, by which order, the newest first. Who pressed the button is nobody's business here."""
    return certificate.events.order_by("-at", "-pk").fetch_mode(models.FETCH_RAISE)


def history(certificate: Certificate) -> models.QuerySet[CertificateEvent]:
    """The same for the ministry, with who did it."""
    return public_history(certificate).select_related("by")


def live_page(certificate: Certificate, *, statement: str) -> str:
    """The address in the QR code: the page that says what is true now, with what was true when it was printed."""
    return f"{settings.SITE_URL}{reverse('accreditation:certificate', args=[certificate.public_id])}?s={statement}"


def standing_of_paper(document: Document) -> Standing | None:
    """For settings.DOCUMENT_STANDINGS: what the paper of a certificate is worth, which its signature can't know."""
    found = Certificate.objects.filter(document=document).first()
    return standing(found) if found else None


# What one certificate is worth ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to whoever reads the QR code, first in one word: may one rely on the paper?"""

    is_good: bool
    word: str
    standing: Standing


def verdict(certificate: Certificate, *, paper: Standing | None = None) -> Verdict:
    """What the certificate is worth today; with `paper`, a code that does not agree, the paper is worth nothing."""
    if paper:
        return Verdict(is_good=False, word=_("Do not trust this paper"), standing=paper)
    said = standing(certificate)
    if said.tone == "success":
        return Verdict(is_good=True, word=str(certificate.worth.label), standing=said)
    not_yet = certificate.worth == CertificateState.IN_FORCE
    word = _("Not in force yet") if not_yet else str(certificate.worth.label)
    return Verdict(is_good=False, word=word, standing=said)


def standing(certificate: Certificate) -> Standing:
    """What may be relied on today, and what not."""
    until = {"until": f"{certificate.valid_until:%d.%m.%Y}"}
    match certificate.worth:
        case CertificateState.IN_FORCE if certificate.valid_from > timezone.localdate():
            return Standing("warning", _("The certificate is not in force yet"), _("Look at its first day below."))
        case CertificateState.IN_FORCE if certificate.is_conditional:
            text = _("It was granted conditionally, until %(until)s. The conditions are being fulfilled.") % until
            return Standing("success", _("The certificate is in force"), text)
        case CertificateState.IN_FORCE:
            return Standing("success", _("The certificate is in force"), _("It is valid until %(until)s.") % until)
        case CertificateState.SUSPENDED:
            text = _("The ministry has suspended it. While it is suspended, it proves nothing.")
            return Standing("error", _("The certificate is suspended"), text)
        case CertificateState.REVOKED:
            return Standing("error", _("The certificate is revoked"), _("It is not valid: do not rely on it."))
        case CertificateState.REPLACED:
            text = _("The organization has a newer certificate of this type.")
            return Standing("warning", _("The certificate was replaced by a newer one"), text)
    return Standing("error", _("The certificate has expired"), _("It was valid until %(until)s.") % until)


def statement_of(certificate: Certificate, text: str) -> Standing | None:
    """What to say of the statement that came with the QR code; None where it agrees with the register."""
    try:
        facts = attested(text)
    except NotAttested:
        return Standing(
            "error",
            _("This QR code was not made by the ministry, or was changed"),
            _("Do not trust the paper it stands on. What stands below is what the register says."),
        )
    if facts != certificate.stated:
        return Standing(
            "error",
            _("The paper says something else than the register"),
            _("The QR code is genuine, but not of this certificate as it is now. What counts stands below."),
        )
    return None


def last_order(certificate: Certificate) -> CertificateEvent | None:
    """The order by which it is suspended or revoked now; None where no order stands in the way."""
    if certificate.worth not in {CertificateState.SUSPENDED, CertificateState.REVOKED}:
        return None
    ordered = [CertificateAction.SUSPEND, CertificateAction.REVOKE]
    return certificate.events.filter(action__in=ordered).order_by("-at", "-pk").first()


# Downloads ------------------------------------------------------------------------------------------------------------


def entries() -> list[dict[str, Any]]:
    """The whole register as data, by number, kept for half a minute."""
    found: list[dict[str, Any]] | None = cache.get_or_set(
        f"register:{SCHEMA_VERSION}:{get_language()}", lambda: list(_entries()), _REMEMBERED
    )
    return found or []


def _entries() -> Iterator[dict[str, Any]]:
    rows = Certificate.objects.select_related("organization__district__region", "replaced_by").order_by("number")
    for row in rows.fetch_mode(models.FETCH_RAISE).iterator(chunk_size=500):
        yield _entry(row)


def _entry(row: Certificate) -> dict[str, Any]:
    district = row.organization.district
    return {
        "number": row.printed_number,
        "organization_ky": row.name_ky,
        "organization_ru": row.name_ru,
        "region": district.region.name if district else "",
        "region_iso": district.region.iso if district else "",
        "district": district.name if district else "",
        "kind": "programme" if row.type.startswith("prog_") else "institutional",
        "type": row.type,
        "programmes": row.programme_titles,
        "conditional": row.is_conditional,
        "decision_number": row.decision_number,
        "decided_on": _iso(row.decided_on),
        "valid_from": _iso(row.valid_from),
        "valid_until": _iso(row.valid_until),
        "status": str(row.worth),
        "replaced_by": row.replaced_by.printed_number if row.replaced_by else None,
        "page": f"{settings.SITE_URL}{row.get_absolute_url()}",
    }


def _iso(day: date) -> str:
    return day.isoformat()
