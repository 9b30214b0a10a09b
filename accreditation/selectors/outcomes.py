"""What follows a decision, in words: the certificate, its conditions, an appeal, and whose turn it is."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accreditation.enums.appeals import AppealState
from accreditation.enums.applications import Action, State
from accreditation.enums.certificates import RENEWAL_MONTHS, CertificateState
from accreditation.models import Appeal, Application, Certificate
from accreditation.rules.panels import panel_is_whole
from accreditation.selectors import appeals, conditions
from core.dates import months_later

_WORTH: dict[CertificateState, Promise] = {
    CertificateState.IN_FORCE: gettext_lazy("Certificate %(certificate)s is in force until %(until)s."),
    CertificateState.SUSPENDED: gettext_lazy(
        "Certificate %(certificate)s is suspended: while it is, it proves nothing. An order of the ministry gives it "
        "back or revokes it."
    ),
    CertificateState.REVOKED: gettext_lazy(
        "Certificate %(certificate)s is revoked. The organization can apply again with a new self-assessment."
    ),
    CertificateState.EXPIRED: gettext_lazy(
        "Certificate %(certificate)s expired on %(until)s. The organization can apply again with a new self-assessment."
    ),
    CertificateState.REPLACED: gettext_lazy("A newer certificate has taken the place of certificate %(certificate)s."),
}
_APPEAL_TURNS: dict[AppealState, Promise] = {
    AppealState.FILED: gettext_lazy("Register the appeal."),
    AppealState.REGISTERED: gettext_lazy("Name the appeal panel."),
    AppealState.HEARD: gettext_lazy("When everybody in the panel has voted, record the outcome of the appeal."),
}


def what_follows(application: Application) -> list[str]:
    """Sentences for everybody; none where nothing was decided yet."""
    if application.state not in {State.ACCREDITED, State.REFUSED}:
        return []
    return [*_certificate(application), *_conditions(application), *_appeal(application)]


def was_annulled(application: Application) -> bool:
    """Whether the case is before the collegium again because an appeal was upheld."""
    if application.state != State.EVALUATED:
        return False
    last = application.events.filter(target=State.EVALUATED).exclude(source=State.EVALUATED).first()
    return last is not None and last.action == Action.ANNUL


def turn_of_the_school(application: Application, *, may_sign: bool) -> list[str]:
    """What the head, or whoever leads the self-assessment, does now."""
    found = []
    rows = application.conditions.owed().order_by("due_on")
    if row := rows.first():
        found.append(_("Answer the conditions with evidence, the first by %(day)s.") % {"day": _day(row.due_on)})
    if may_sign and (act := next((act for act in appeals.appealable(application) if act.is_open), None)):
        found.append(_("If you disagree, you can appeal until %(day)s.") % {"day": _day(act.last_day)})
    certificate = _last_certificate(application)
    if certificate and _is_ending(certificate):
        found.append(_("Begin a new self-assessment in time: it can start from the last report."))
    return found


def turn_of_the_specialist(application: Application) -> list[str]:
    """What whoever handles the application does now."""
    if conditions.waiting(application):
        return [_("Check the answers to the conditions.")]
    return []


def turn_of_the_administrator(application: Application) -> list[str]:
    """What an administrator does now."""
    appeal = _live_appeal(application)
    if appeal is None:
        return []
    lacking = panel_is_whole(appeal) if appeal.state == AppealState.HEARD else None
    return [lacking or str(_APPEAL_TURNS[AppealState(appeal.state)])]


def _certificate(application: Application) -> Iterator[str]:
    certificate = _last_certificate(application)
    if certificate is not None:
        facts = {"certificate": str(certificate), "until": _day(certificate.valid_until)}
        yield str(_WORTH[certificate.worth]) % facts


def _conditions(application: Application) -> Iterator[str]:
    progress = conditions.progress(application)
    if progress is None:
        return
    if progress.is_done:
        yield _("All its conditions are fulfilled.")
    else:
        facts = {"settled": progress.settled, "total": progress.total}
        yield _("Conditions fulfilled: %(settled)s of %(total)s.") % facts


def _appeal(application: Application) -> Iterator[str]:
    if appeal := _live_appeal(application):
        facts = {"appeal": str(appeal), "day": _day(appeal.due_on)}
        yield _("The organization has appealed: appeal %(appeal)s is to be decided by %(day)s.") % facts


def _live_appeal(application: Application) -> Appeal | None:
    found: Appeal | None = application.appeals.live().first()
    return found


def _last_certificate(application: Application) -> Certificate | None:
    found: Certificate | None = application.certificates.order_by("-number").first()
    return found


def _is_ending(certificate: Certificate) -> bool:
    ends_soon = certificate.valid_until <= months_later(timezone.localdate(), RENEWAL_MONTHS)
    return certificate.worth in {CertificateState.IN_FORCE, CertificateState.EXPIRED} and ends_soon


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
