"""The organization's side: an application is drafted, signed by the head, sent, withdrawn."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.calendar import due
from accreditation.enums.applications import OPEN, RELEASING, Action, State
from accreditation.enums.calendar import TermKey
from accreditation.models import Application, ApplicationEvent
from accreditation.rules import applications as rules
from accreditation.services import papers, telling
from accreditation.terms import term
from core.rules import Reason
from organizations.models import Organization
from records import services as records
from records.enums import DocumentState
from records.models import Document
from selfassessment.enums import State as ReportState
from selfassessment.models import SelfAssessment
from selfassessment.services.link_copies import keep_copies

_IN_FORCE = {DocumentState.SIGNED, DocumentState.SEALED}


class AlreadyOpen(PermissionDenied):
    """The organization has an open application of this type, or one that rests on this report: `application`."""

    def __init__(self, application: Application) -> None:
        super().__init__(
            _("Application %(number)s of the same type is open already. A new one is possible when it is decided.")
            % {"number": application}
        )
        self.application = application


@transaction.atomic
def create(report: SelfAssessment, *, by: Acting) -> Application:
    """The organization has a draft that rests on the approved report: the one it had, or a new one.

    Raises AlreadyOpen where another application of the type is open. Asked at the same moment, all get the same draft.
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=report.organization_id)
    report = SelfAssessment.objects.select_for_update(of=("self",)).get(pk=report.pk)
    rules.may_prepare.check(by, report)
    if report.state != ReportState.APPROVED:
        raise PermissionDenied(_("The self-assessment report is not approved yet."))
    resting = Application.objects.filter(report=report).exclude(state__in=RELEASING).first()
    if resting and resting.state == State.DRAFT:
        return resting
    same_type = Application.objects.filter(organization=organization, type=report.type, state__in=OPEN).first()
    if found := resting or same_type:
        raise AlreadyOpen(found)
    if reason := _why_too_early(report):
        raise PermissionDenied(reason)
    application = Application.objects.create(
        organization=organization, report=report, type=report.type, created_by=by.user
    )
    ApplicationEvent.objects.create(
        application=application, action=Action.CREATE, source=State.DRAFT, target=State.DRAFT, by=by.user
    )
    workflow.record(application, Action.CREATE, by=by, report=report)
    return application


@transaction.atomic
def delete(application: Application, *, by: Acting) -> None:
    """The draft is gone, and its report is free again; the journal remembers both."""
    application = workflow.lock(application)
    rules.may_prepare.check(by, application)
    if application.state != State.DRAFT:
        raise PermissionDenied(_("The application was sent: it is not deleted. You can withdraw it."))
    papers.cancel_signing(application, by=by)
    workflow.record(application, Action.DELETE, by=by, report=application.report)
    application.events.all().delete()
    application.delete()


@transaction.atomic
def submit(application: Application, *, document: Document, by: Acting) -> Application:
    """The application, signed by the head as `document`, is with the ministry; the first time, or again after a return.

    The same signature told twice changes nothing.
    """
    application = workflow.lock(application)
    if application.document_id == document.pk:
        return application
    if application.draft_id != document.pk:
        raise PermissionDenied(_("This is not the paper that waits to be signed."))
    before = application.document
    if application.state == State.RETURNED:
        return _resubmit(application, before, document, by=by)
    now = timezone.now()
    application = workflow.advance(
        application,
        Action.SUBMIT,
        by=by,
        document=document,
        draft=None,
        submitted_at=now,
        submitted_by=by.user,
    )
    keep_copies(application.report)
    telling.submitted(application)
    return application


@transaction.atomic
def withdraw(application: Application, *, reason: str, by: Acting) -> Application:
    """The organization does not ask any more; the ministry is told why, and the report is free again."""
    if not reason.strip():
        raise PermissionDenied(_("Write why the application is withdrawn."))
    application = workflow.advance(application, Action.WITHDRAW, by=by, comment=reason.strip())
    papers.cancel_signing(application, by=by)
    _answer(application)
    telling.withdrawn(application, reason=reason.strip())
    return application


def _resubmit(application: Application, before: Document | None, document: Document, *, by: Acting) -> Application:
    _answer(application)  # the clock runs again before the next deadline is counted
    application = workflow.advance(application, Action.RESUBMIT, by=by, document=document, draft=None)
    if before is not None and before.state in _IN_FORCE:
        records.replace_document(before, by=by.user, replacement=document)
    keep_copies(application.report)
    telling.resubmitted(application)
    return application


def _answer(application: Application) -> None:
    application.returns.filter(answered_at=None, correction__isnull=False).update(answered_at=timezone.now())


def _why_too_early(report: SelfAssessment) -> Reason:
    """After a refusal the organization has time to become better."""
    refused = (
        Application.objects.filter(organization=report.organization_id, type=report.type, state=State.REFUSED)
        .order_by("-state_since")
        .first()
    )
    if refused is None:
        return None
    free_on = due(timezone.localdate(refused.state_since), term(TermKey.REAPPLICATION))
    if free_on is None or timezone.localdate() >= free_on:
        return None
    day = date_format(free_on, "SHORT_DATE_FORMAT")
    return _("After a refusal a new application of this type is possible from %(day)s.") % {"day": day}
