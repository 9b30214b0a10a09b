"""What the pages of the self-assessment show, each in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import Acting
from organizations.enums import Role
from organizations.models import Organization
from records.models import Document
from selfassessment import rules
from selfassessment.completeness import Completeness, answers_of, completeness
from selfassessment.copies import copies_of
from selfassessment.enums import Action, OrderKind, OrderState, State
from selfassessment.models import (
    Answer,
    AnswerRevision,
    Citation,
    Comment,
    CommissionMember,
    Evidence,
    EvidenceFile,
    EvidenceQuerySet,
    EvidenceVersion,
    Order,
    SelfAssessment,
    SelfAssessmentQuerySet,
)
from staff.enums import Permission
from staff.permissions import TABLE
from staff.rules import role_in


def drafts(acting: Acting, organization_id: int) -> SelfAssessmentQuerySet:
    """The tab «Долбоорлор»: what is not approved yet, the newest first."""
    return _listed(SelfAssessment.objects.visible_to(acting).of(organization_id).unfinished())


def finished(acting: Acting, organization_id: int) -> SelfAssessmentQuerySet:
    """The tab «Аякталгандар»: the approved reports, the newest first."""
    return _listed(SelfAssessment.objects.visible_to(acting).of(organization_id).finished())


def _listed(reports: SelfAssessmentQuerySet) -> SelfAssessmentQuerySet:
    return reports.prefetch_related("programmes").order_by("-pk").fetch_mode(models.FETCH_RAISE)


def commission(report: SelfAssessment) -> models.QuerySet[CommissionMember]:
    """The members, the chair first, then in the order in which they were added."""
    return report.members.select_related("employment__person").fetch_mode(models.FETCH_RAISE)


def history(answer: Answer) -> models.QuerySet[AnswerRevision]:
    """Every text that anybody wrote into the answer, the newest first."""
    return answer.revisions.select_related("by", "restores").fetch_mode(models.FETCH_RAISE)


def comments(answer: Answer) -> models.QuerySet[Comment]:
    """What colleagues said about the answer, open comments first."""
    ordered = answer.comments.order_by(models.F("resolved_at").asc(nulls_first=True), "at", "pk")
    return ordered.select_related("by", "resolved_by").fetch_mode(models.FETCH_RAISE)


def library(acting: Acting, organization: Organization) -> EvidenceQuerySet:
    """The organization's evidence with all versions, the newest first, and whether a report cites it."""
    versions = EvidenceVersion.objects.select_related("file", "added_by")
    visible = Evidence.objects.visible_to(acting).of(organization.pk).with_use()
    return visible.prefetch_related(models.Prefetch("versions", versions)).fetch_mode(models.FETCH_RAISE)


def evidence_room(organization: Organization) -> int:
    """How many bytes of evidence the organization may still add; never less than nothing."""
    used = EvidenceFile.objects.filter(organization=organization).bytes_used()
    return max(settings.EVIDENCE_QUOTA - used, 0)


def citations(report: SelfAssessment) -> dict[int, list[Citation]]:
    """What each answer of the report cites, by the answer's key."""
    cited = Citation.objects.filter(answer__report=report).select_related("evidence", "version__file")
    versions = EvidenceVersion.objects.select_related("file")
    found: dict[int, list[Citation]] = {}
    related = models.Prefetch("evidence__versions", versions), copies_of([report.pk])
    for citation in cited.prefetch_related(*related).order_by("pk"):
        found.setdefault(citation.answer_id, []).append(citation)
    return found


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of one kind: the one that is being prepared, the one in force, and those that it replaced."""

    draft: Order | None
    signed: Order | None
    replaced: tuple[Order, ...]


def orders(report: SelfAssessment, kind: OrderKind) -> Orders:
    """In one query."""
    found = list(report.orders.filter(kind=kind).select_related("document", "signed_by").order_by("-pk"))
    by_state = {order.state: order for order in reversed(found)}
    return Orders(
        draft=by_state.get(OrderState.DRAFT),
        signed=by_state.get(OrderState.SIGNED),
        replaced=tuple(order for order in found if order.state == OrderState.REPLACED),
    )


def readable_documents(acting: Acting) -> models.Q:
    """Orders and reports of the self-assessments that the person may see, for settings.DOCUMENT_READERS."""
    reports = SelfAssessment.objects.visible_to(acting)
    orders = Order.objects.filter(report__in=reports)
    papers = [orders.values("document"), orders.values("report_document"), reports.values("preview")]
    return reduce(or_, (models.Q(pk__in=paper) for paper in papers))


def signed_report(report: SelfAssessment) -> Document | None:
    """The document in which the report was approved; None while it is not, or is being corrected."""
    if report.state != State.APPROVED:
        return None
    orders = Order.objects.filter(report=report, kind=OrderKind.APPROVE, state=OrderState.SIGNED)
    order = orders.select_related("report_document").first()
    return order.report_document if order else None


def progress(report: SelfAssessment) -> Completeness:
    """What is done and what is missing, in one query."""
    return completeness(report, answers_of(report))


def returned_because(report: SelfAssessment) -> str:
    """What has to be corrected, in the words of who took the report back or asked for it; nothing in other states."""
    if report.state != State.RETURNED:
        return ""
    returned = report.events.filter(action__in=[Action.RETURN, Action.REOPEN]).first()
    return returned.comment if returned else ""


def named_for_correction(report: SelfAssessment) -> list[Answer]:
    """The only answers that may be written now; none where the whole report is open, or nothing."""
    correction = rules.open_correction(report)
    return list(correction.answers.select_related("criterion", "section")) if correction else []


# Where it stands, in words --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Viewer:
    """To whom the status is told: his role in the organization, if he has one, and his seat in the commission."""

    role: Role | None
    is_member: bool = False


def viewer(acting: Acting, report: SelfAssessment) -> Viewer:
    """What this person is to the self-assessment."""
    return Viewer(role_in(acting.user, report.organization_id), rules.is_member(acting, report))


def status_sentence(report: SelfAssessment, to: Viewer) -> str:
    """What it is, who has it now, what happens next and by when, as this person has to hear it."""
    state = State(report.state)
    facts = {"until": _day(report.ends_on), "on": _day(report.approved_at)}
    parts = [str(_SENTENCES[state][_audience(to.role)]) % facts]
    if state.is_written and report.ends_on and report.ends_on < timezone.localdate():
        parts.append(_("The period ended on %(until)s; the report can still be finished.") % facts)
    if to.is_member and state in _TO_MEMBERS:
        parts.append(str(_TO_MEMBERS[state]))
    return " ".join(parts)


def _audience(role: Role | None) -> str:
    if role is None:
        return "outside"
    if role in TABLE[Permission.SIGN]:
        return "head"
    return "leader" if role in TABLE[Permission.LEAD_SELF_ASSESSMENT] else "colleague"


def _day(moment: date | None) -> str:
    if moment is None:
        return ""
    return date_format(timezone.localdate(moment) if isinstance(moment, datetime) else moment, "SHORT_DATE_FORMAT")


_SENTENCES: dict[State, dict[str, Promise]] = {
    State.DRAFT: {
        "head": gettext_lazy(
            "The self-assessment is being prepared. You or your deputies choose the commission and the accreditation "
            "type; then you sign the order on self-assessment."
        ),
        "leader": gettext_lazy(
            "The self-assessment is being prepared. Choose the commission and the accreditation type; "
            "then the head signs the order on self-assessment."
        ),
        "colleague": gettext_lazy(
            "The self-assessment is being prepared by the head and the deputies. "
            "The report opens when the head has signed the order."
        ),
        "outside": gettext_lazy(
            "The organization is preparing its self-assessment. "
            "The report can be seen from outside once it is approved."
        ),
    },
    State.ORDERED: {
        "head": gettext_lazy(
            "The commission is writing the report until %(until)s. When it is complete, "
            "you approve it with your signature."
        ),
        "leader": gettext_lazy(
            "The commission is writing the report until %(until)s. When it is complete, the head approves it."
        ),
        "colleague": gettext_lazy(
            "The commission is writing the report until %(until)s. You can read it and comment on it."
        ),
        "outside": gettext_lazy(
            "The organization's commission is writing the report until %(until)s. "
            "The report can be seen from outside once it is approved."
        ),
    },
    State.APPROVED: {
        "head": gettext_lazy(
            "The report was approved on %(on)s and is locked. Next, you can apply for accreditation with it."
        ),
        "leader": gettext_lazy(
            "The report was approved on %(on)s and is locked. Next, the application for accreditation is prepared; "
            "the head signs it."
        ),
        "colleague": gettext_lazy("The report was approved on %(on)s and is locked."),
        "outside": gettext_lazy("The head of the organization approved the report on %(on)s."),
    },
    State.RETURNED: {
        "head": gettext_lazy(
            "The report was returned for correction. The commission corrects it; then you approve it once more."
        ),
        "leader": gettext_lazy(
            "The report was returned for correction. The commission corrects it; then the head approves it once more."
        ),
        "colleague": gettext_lazy(
            "The report was returned for correction. The commission corrects it; you can read it and comment on it."
        ),
        "outside": gettext_lazy(
            "The organization is correcting its report. It can be seen from outside once it is approved again."
        ),
    },
}
_TO_MEMBERS: dict[State, Promise] = {
    State.DRAFT: gettext_lazy("You are in the commission: you can write when the order is signed."),
    State.ORDERED: gettext_lazy("You are in the commission: you can write now."),
    State.RETURNED: gettext_lazy("You are in the commission: you can write now."),
}
