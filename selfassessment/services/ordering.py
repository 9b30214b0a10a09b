"""The two orders: filled in, signed, replaced. What a signed order says never changes."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.locking import read_locked
from records import services as records
from records.models import Document
from selfassessment import rules, workflow
from selfassessment.enums import Action, OrderKind, OrderState, State
from selfassessment.models import Answer, Citation, EvidenceVersion, Order, SelfAssessment
from selfassessment.services import correcting
from selfassessment.services.planning import place_members


@transaction.atomic
def prepare_order(report: SelfAssessment, kind: OrderKind, *, by: Acting) -> Order:
    """The report has an unsigned order of this kind to fill in: the one it had, or a new one."""
    report = workflow.lock(report)
    rules.may_lead.check(by, report)
    draft = report.orders.filter(kind=kind, state=OrderState.DRAFT).first()
    if draft:
        return draft
    if refusal := why_no_order(report, kind):
        raise PermissionDenied(refusal)
    signed = report.orders.filter(kind=kind, state=OrderState.SIGNED).first()
    reason = report.events.filter(action__in=[Action.RETURN, Action.REOPEN]).first() if signed else None
    return Order.objects.create(
        report=report, kind=kind, created_by=by.user, replaces=signed, reason=reason.comment if reason else ""
    )


@transaction.atomic
def fill_order(
    order: Order,
    *,
    number: str,
    dated_on: date | None,
    council_number: str,
    council_on: date | None,
    submitted_on: date | None = None,
    by: Acting,
) -> Order:
    """The unsigned order has these details, as far as they are known."""
    report = workflow.lock(order.report)
    order = lock_order(order)
    rules.may_change_order.check(by, report)
    if order.state != OrderState.DRAFT:
        raise PermissionDenied(_("This order is no longer a draft: a new order replaces it."))
    order.number, order.dated_on = number.strip(), dated_on
    order.council_number, order.council_on = council_number.strip(), council_on
    order.submitted_on = submitted_on if order.kind == OrderKind.CONDUCT else None
    order.save(update_fields=["number", "dated_on", "council_number", "council_on", "submitted_on"])
    return order


@transaction.atomic
def begin_replacement(report: SelfAssessment, *, reason: str, by: Acting) -> Order:
    """A new order on self-assessment is begun; until it is signed or withdrawn, what it will say may be changed."""
    report = workflow.lock(report)
    rules.may_lead.check(by, report)
    if report.state != State.ORDERED:
        raise PermissionDenied(_("There is no signed order that could be replaced now."))
    if not reason.strip():
        raise PermissionDenied(_("Write the reason of the replacement."))
    draft = report.orders.filter(kind=OrderKind.CONDUCT, state=OrderState.DRAFT).first()
    if draft:
        return draft
    signed = report.orders.get(kind=OrderKind.CONDUCT, state=OrderState.SIGNED)
    order = Order.objects.create(
        report=report, kind=OrderKind.CONDUCT, replaces=signed, reason=reason.strip(), created_by=by.user
    )
    workflow.record(report, Action.BEGIN_REPLACEMENT, by=by, reason=order.reason, replaces=str(signed))
    return order


@transaction.atomic
def withdraw_replacement(order: Order, *, by: Acting) -> SelfAssessment:
    """The new order will not be signed: commission, dates and programmes are again as the signed order says."""
    report = workflow.lock(order.report)
    order = lock_order(order)
    rules.may_change_order.check(by, report)
    if order.state != OrderState.DRAFT or order.replaces is None or order.kind != OrderKind.CONDUCT:
        raise PermissionDenied(_("This is not a new order that waits to be signed."))
    order.state = OrderState.WITHDRAWN
    order.save(update_fields=["state"])
    discard_paper(order, by=by)
    _plan_as_ordered(report, order.replaces.says, by=by)
    workflow.record(report, Action.WITHDRAW_REPLACEMENT, by=by, reason=order.reason)
    return report


@transaction.atomic
def conduct(order: Order, *, document: Document, by: Acting) -> SelfAssessment:
    """The order on self-assessment is signed as `document`: the commission may write, by what the order says.

    The same signature told twice changes nothing.
    """
    report = workflow.lock(order.report)
    order = lock_order(order)
    if _is_signed_as(order, document):
        return report
    action = Action.REPLACE_ORDER if order.replaces_id else Action.ORDER
    report = workflow.advance(report, action, by=by, comment=order.reason)
    _sign(order, document=document, says=what_it_says(report), by=by)
    return report


@transaction.atomic
def approve(order: Order, *, document: Document, by: Acting) -> SelfAssessment:
    """The order approving the report is signed as `document`: the report is locked, with the evidence as it is now.

    The same signature told twice changes nothing.
    """
    report = workflow.lock(order.report)
    order = lock_order(order)
    if _is_signed_as(order, document):
        return report
    hold_answers(report)
    report = workflow.advance(
        report, Action.APPROVE, by=by, comment=order.reason, approved_at=timezone.now(), approved_by=by.user
    )
    correcting.finish(report)
    drop_preview(report, by=by)
    if order.replaces and order.replaces.report_document and order.report_document:
        records.replace_document(
            order.replaces.report_document, by=by.user, replacement=order.report_document, reason=order.reason
        )
    _sign(order, document=document, says={"answers": _versions(report)}, by=by)
    return report


@transaction.atomic
def return_for_correction(report: SelfAssessment, *, comment: str, by: Acting) -> SelfAssessment:
    """The commission may write again; the report has to be approved once more, by an order that replaces the first."""
    if not comment.strip():
        raise PermissionDenied(_("Write what has to be corrected."))
    report = workflow.advance(report, Action.RETURN, by=by, comment=comment.strip(), approved_at=None, approved_by=None)
    release_answers(report)
    return report


def hold_answers(report: SelfAssessment) -> None:
    """Nobody is writing while this transaction lasts, and each citation names the version that it means."""
    list(Answer.objects.filter(report=report).order_by("pk").select_for_update(of=("self",)))
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("evidence")).order_by("-number").values("pk")[:1]
    Citation.objects.filter(answer__report=report, version=None).update(version=Subquery(newest))


def release_answers(report: SelfAssessment) -> None:
    """The citations of what may be written now mean the newest version again, whichever that is."""
    citations = Citation.objects.filter(answer__report=report)
    if correction := rules.open_correction(report):
        citations = citations.filter(answer__in=correction.answers.all())
    citations.update(version=None)


def what_it_says(report: SelfAssessment) -> dict[str, Any]:
    """The plan and the commission as the order names them, in a form that outlives later changes."""
    members = report.members.select_related("employment")
    return {
        "type": report.type,
        "starts_on": report.starts_on.isoformat() if report.starts_on else None,
        "ends_on": report.ends_on.isoformat() if report.ends_on else None,
        "language": report.language,
        "programmes": [{"id": one.pk, "title": str(one)} for one in report.programmes.by_name()],
        "members": [
            {
                "employment": member.employment_id,
                "name": member.employment.name,
                "position": member.employment.position,
                "is_chair": member.is_chair,
            }
            for member in members
        ],
    }


def discard_paper(order: Order, *, by: Acting) -> None:
    """The draft of an order that will never be signed is marked as not used."""
    if order.document is not None:
        records.discard_document(order.document, by=by.user)


def drop_preview(report: SelfAssessment, *, by: Acting) -> None:
    """The draft in which one could read the report before is not used any more."""
    if report.preview is not None:
        records.discard_document(report.preview, by=by.user)
        report.preview = None
        report.save(update_fields=["preview"])


def why_no_order(report: SelfAssessment, kind: OrderKind) -> str | None:
    """Why there is no order of this kind to fill in now, or None; one that was begun may be filled in."""
    if kind == OrderKind.APPROVE and not report.is_written:
        return _("The order approving the report is made while the report is being written.")
    if kind == OrderKind.CONDUCT and report.state != State.DRAFT:
        return _("The order is signed. To change what it says, begin a new order that replaces it.")
    return None


def _plan_as_ordered(report: SelfAssessment, says: dict[str, Any], *, by: Acting) -> None:
    report.starts_on = date.fromisoformat(says["starts_on"])
    report.ends_on = date.fromisoformat(says["ends_on"])
    report.language = says["language"]
    report.save(update_fields=["starts_on", "ends_on", "language"])
    report.programmes.set([programme["id"] for programme in says["programmes"]])
    chair = next((member["employment"] for member in says["members"] if member["is_chair"]), None)
    place_members(report, [member["employment"] for member in says["members"]], chair_id=chair, by=by.user)


def _sign(order: Order, *, document: Document, says: dict[str, Any], by: Acting) -> None:
    if order.replaces:
        order.replaces.state = OrderState.REPLACED
        order.replaces.save(update_fields=["state"])
    order.state, order.document, order.says = OrderState.SIGNED, document, says
    order.signed_by, order.signed_at = by.user, timezone.now()
    order.save(update_fields=["state", "document", "says", "signed_by", "signed_at"])


def _is_signed_as(order: Order, document: Document) -> bool:
    if order.state == OrderState.SIGNED and order.document_id == document.pk:
        return True
    if order.state != OrderState.DRAFT:
        raise PermissionDenied(_("This order is no longer a draft: a new order replaces it."))
    if missing := order.missing_details:
        raise PermissionDenied(_("Fill in: %(details)s.") % {"details": ", ".join(missing)})
    return False


def _versions(report: SelfAssessment) -> dict[str, int]:
    return {str(pk): version for pk, version in report.answers.values_list("pk", "version")}


def lock_order(order: Order) -> Order:
    """The order as it is now; the report is locked before it."""
    rows = Order.objects.select_related("replaces__report_document", "report", "document", "report_document")
    return read_locked(rows, order.pk)
