"""The signing of the two orders: begun here, finished when the records say that everything is signed."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Acting
from core.rules import Reason
from notifications.services import notify
from records import services as records
from records.enums import DocumentState, Verb
from records.models import Document, SigningCeremony
from selfassessment import rules, workflow
from selfassessment.enums import Action, OrderKind, State
from selfassessment.models import Order, SelfAssessment
from selfassessment.services import ordering
from selfassessment.services.papers import draft_paper, release_report, report_document
from selfassessment.services.signers import signer_of

_IN_FORCE = {DocumentState.SIGNED, DocumentState.SEALED}


def why_not(report: SelfAssessment, kind: OrderKind, *, by: Acting) -> Reason:
    """Why this person can't sign the order of this kind now, apart from its details; or None."""
    action = Action.APPROVE if kind == OrderKind.APPROVE else _action(report)
    return workflow.SELF_ASSESSMENT[action].reason(by, report)


@transaction.atomic
def open_signing(order: Order, *, by: Acting, return_url: str) -> SigningCeremony:
    """What the order says is fixed, and the head may sign it; nothing in it changes until he has, or has cancelled.

    The head's own signing that was begun already is returned.
    """
    report = workflow.lock(order.report)
    order = ordering.lock_order(order)
    running = rules.signing_of(report)
    if running and running.signer_id == by.user.pk and running.subject_id == order.pk:
        return running
    _check(report, order, by)
    return records.open_ceremony(
        _papers(order, by),
        by=by.user,
        acting=replace(by, position=str(signer_of(report.organization, by).position)),
        purpose=OrderKind(order.kind).purpose,
        subject=order,
        return_url=return_url,
        verb=Verb.APPROVE,
    )


def cancel_signing(report: SelfAssessment, *, by: Acting) -> None:
    """Nobody is signing an order of this self-assessment any more; what was typed into the order stays."""
    rules.may_lead.check(by, report)
    if ceremony := rules.signing_of(report):
        records.cancel_ceremony(ceremony, by=by.user)


def check(order: Order, *, by: Acting) -> None:
    """The order that is being signed can still come into force. Raises PermissionDenied."""
    if refusal := why_not(order.report, OrderKind(order.kind), by=by):
        raise PermissionDenied(refusal)


@transaction.atomic
def finish(order: Order, document: Document, *, by: Acting) -> SelfAssessment:
    """The self-assessment went the step that the signed order means; an order that it replaces is marked so."""
    take = ordering.approve if order.kind == OrderKind.APPROVE else ordering.conduct
    report = take(order, document=document, by=by)
    replaced = order.replaces.document if order.replaces else None
    if replaced is not None and replaced.state in _IN_FORCE:
        records.replace_document(replaced, by=by.user, replacement=document, reason=order.reason)
    return report


@transaction.atomic
def give_up(order: Order, *, by: Acting) -> None:
    """The order, unsigned, is a draft again that may be changed; the paper fixed for the signature is not used."""
    workflow.lock(order.report)
    order = ordering.lock_order(order)
    ordering.discard_paper(order, by=by)
    order.document = None
    order.save(update_fields=["document"])
    release_report(order.report, by=by)


def tell_signer(order: Order, *, refusal: str, by: Acting) -> None:
    """Who signed an order that has no effect reads why, also when he has left the page by then."""
    url = reverse("selfassessment:self_assessment_plan", args=[order.report_id])
    context = {"order": OrderKind(order.kind).label, "refusal": refusal}
    notify([by.user], "selfassessment/messages/signing_void", context, url=url)


def _action(report: SelfAssessment) -> Action:
    return Action.ORDER if report.state == State.DRAFT else Action.REPLACE_ORDER


def _check(report: SelfAssessment, order: Order, by: Acting) -> None:
    rules.nobody_is_signing.check(by, report)
    if missing := order.missing_details:
        raise PermissionDenied(_("Fill in: %(details)s.") % {"details": ", ".join(missing)})
    check(order, by=by)


def _papers(order: Order, by: Acting) -> list[Document]:
    """The order, and with the one that approves the report the report itself."""
    papers = [records.fix_document(draft_paper(order, by=by), by=by.user)]
    return [*papers, report_document(order.report, by=by)] if order.kind == OrderKind.APPROVE else papers
