"""Who may do what to a self-assessment: the roles' rights stand in staff.permissions, the commission's here."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.rules import Reason, rule
from records.models import SigningCeremony
from selfassessment.enums import OrderKind, OrderState, State
from selfassessment.models import Answer, Citation, CommissionMember, Correction, Evidence, Order, SelfAssessment
from staff import rules as staff_rules
from staff.enums import State as EmploymentState

may_see = staff_rules.may_see_self_assessment
may_lead = staff_rules.may_lead_self_assessment
may_sign = staff_rules.may_sign


@rule
def plan_is_open(_acting: Acting, report: SelfAssessment) -> Reason:
    """Commission, dates and programmes change until the order is signed; afterwards only while a new one is begun."""
    if report.state == State.DRAFT:
        return None
    if report.state == State.ORDERED and _replacing_order(report):
        return None
    if report.state == State.ORDERED:
        return _("The order is signed. To change what it says, begin a new order that replaces it.")
    return _("This cannot be changed now: the status of the self-assessment is “%(state)s”.") % {
        "state": report.get_state_display()
    }


@rule
def is_unsigned(_acting: Acting, report: SelfAssessment) -> Reason:
    """Only what no signed order rests on is deleted."""
    if report.state != State.DRAFT:
        return _("The order on this self-assessment is signed: it stays.")
    return None


@rule
def nobody_is_signing(_acting: Acting, report: SelfAssessment) -> Reason:
    """What somebody is about to sign stays as he reads it."""
    ceremony = signing_of(report)
    if ceremony is None:
        return None
    return _("%(name)s is signing the order now. To change anything, cancel the signing first.") % {
        "name": ceremony.signer
    }


may_plan = may_lead & plan_is_open & nobody_is_signing
may_delete = may_lead & is_unsigned & nobody_is_signing
may_change_order = may_lead & nobody_is_signing


@rule
def may_write(acting: Acting, obj: Any) -> Reason:
    """The commission writes, while its order is in force and the report is not approved."""
    report = _report(obj)
    if reason := staff_rules.may_write_self_assessment.reason(acting, report):
        return reason
    if not report.is_written:
        return _("The report cannot be written now: its status is “%(state)s”.") % {"state": report.get_state_display()}
    if not is_member(acting, report):
        return _("Only the members of the commission write the report.")
    if _is_being_signed(report):
        return _("The head is just signing the report, so nothing in it changes. It opens again if that is cancelled.")
    return _why_locked(obj) if isinstance(obj, Answer) else None


@rule
def may_reopen(acting: Acting, report: SelfAssessment) -> Reason:
    """Who above may ask for a correction, is said there: settings.SELF_ASSESSMENT_REOPENER."""
    reason: Reason = import_string(settings.SELF_ASSESSMENT_REOPENER)(acting, report)
    return reason


@rule
def may_comment(acting: Acting, obj: Any) -> Reason:
    """Whoever works in the organization says what he thinks of an answer while the report is being written."""
    report = _report(obj)
    if reason := may_see.reason(acting, report):
        return reason
    if not report.is_written:
        return _("Comments are written while the report is being written.")
    return None


@rule
def may_resolve(acting: Acting, obj: Any) -> Reason:
    """Comments are closed by the commission, and by who leads the self-assessment."""
    if may_lead.allows(acting, _report(obj)):
        return may_comment.reason(acting, obj)
    return may_write.reason(acting, obj)


@rule
def may_keep_evidence(acting: Acting, obj: Any) -> Reason:
    """Everybody who may write reports keeps the organization's library of evidence."""
    return staff_rules.may_write_self_assessment.reason(acting, obj)


def open_correction(report: SelfAssessment) -> Correction | None:
    """What the organization was asked to correct and has not approved again; only these answers are open."""
    if report.state != State.RETURNED:
        return None
    return Correction.objects.filter(report=report, corrected_at=None).first()


@rule
def is_cited_nowhere(_acting: Acting, evidence: Evidence) -> Reason:
    """What a report names stays: in an approved one it proves something, in a draft somebody needs it."""
    if Citation.objects.filter(evidence=evidence).exists():
        return _("This evidence is named in a report. Only what no report names can be deleted.")
    return None


may_discard_evidence = may_keep_evidence & is_cited_nowhere


@rule
def may_keep_standards(acting: Acting, _obj: Any) -> Reason:
    """The ministry's administrators of accreditation keep the standards."""
    return None if acting.user.is_administrator else _("Only administrators of accreditation change the standards.")


def open_answers(report: SelfAssessment) -> frozenset[int] | None:
    """The keys of the only answers that are open while a correction is; None where nothing limits the writing."""
    correction = open_correction(report)
    return frozenset(correction.answers.values_list("pk", flat=True)) if correction else None


def is_member(acting: Acting, report: SelfAssessment) -> bool:
    """Whether the person sits in the commission and still works in the organization."""
    members = CommissionMember.objects.filter(report=report, employment__person=acting.user)
    return members.filter(employment__state=EmploymentState.EMPLOYED).exists()


def signing_of(report: SelfAssessment) -> SigningCeremony | None:
    """The signing of an order of this self-assessment that was begun and neither completed nor cancelled."""
    orders = Order.objects.filter(report=report, state=OrderState.DRAFT)
    begun = SigningCeremony.objects.running().filter(subject_type=ContentType.objects.get_for_model(Order))
    return begun.filter(subject_id__in=orders.values("pk")).select_related("signer").first()


def _replacing_order(report: SelfAssessment) -> bool:
    return Order.objects.filter(report=report, kind=OrderKind.CONDUCT, state=OrderState.DRAFT).exists()


def _is_being_signed(report: SelfAssessment) -> bool:
    return report.orders.filter(kind=OrderKind.APPROVE, state=OrderState.DRAFT, report_document__isnull=False).exists()


def _why_locked(answer: Answer) -> Reason:
    opened = open_answers(answer.report)
    if opened is None or answer.pk in opened:
        return None
    return _("This part was not named for correction: it stays as it was approved.")


def _report(obj: Any) -> SelfAssessment:
    return obj.report if isinstance(obj, Answer) else obj
