"""The ministry's side until the experts are drawn: registered, given to a specialist, scheduled, taken, returned."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action
from accreditation.models import Application, Return, ReturnFile, Specialist
from accreditation.services import papers, telling
from accreditation.services.draw import draw_experts
from core.rules import Reason
from core.uploads.checks import Accepted
from core.uploads.storing import store
from selfassessment.models import Answer
from selfassessment.services import correcting


@transaction.atomic
def register(application: Application, *, number: str, on: date, by: Acting) -> Application:
    """The application has its number and date in the СЭД, and the school knows them."""
    if reason := why_not_registered(number, on):
        raise PermissionDenied(reason)
    application = workflow.advance(
        application, Action.REGISTER, by=by, registration_number=number.strip(), registered_on=on
    )
    telling.registered(application)
    return application


@transaction.atomic
def correct_registration(
    application: Application, *, number: str, on: date, by: Acting, comment: str = ""
) -> Application:
    """Number and date are these; what stood there before is kept in the history."""
    if reason := why_not_registered(number, on):
        raise PermissionDenied(reason)
    locked = workflow.lock(application)
    before = (locked.registration_number, locked.registered_on)
    if before == (number.strip(), on):
        return locked
    was = f"{before[0]}, {before[1]:%d.%m.%Y}" if before[1] else ""
    trace = f"{was} → {number.strip()}, {on:%d.%m.%Y}"
    return workflow.advance(
        locked,
        Action.CORRECT_REGISTRATION,
        by=by,
        comment=f"{trace}. {comment.strip()}" if comment.strip() else trace,
        registration_number=number.strip(),
        registered_on=on,
    )


def why_not_registered(number: str, on: date) -> Reason:
    """Why this cannot be a number and date in the СЭД, or None."""
    if not number.strip():
        return _("Enter the SED number.")
    if on > timezone.localdate():
        return _("The date in the SED cannot be in the future.")
    return None


@transaction.atomic
def assign(application: Application, specialist: Specialist, *, by: Acting, reason: str = "") -> Application:
    """The specialist has the application and is told; whoever had it before is told too. A change needs a reason."""
    locked = workflow.lock(application)
    specialist = Specialist.objects.select_for_update(of=("self",)).select_related("person").get(pk=specialist.pk)
    if specialist.is_blocked:
        raise PermissionDenied(_("This specialist is blocked: choose another one."))
    before = locked.specialist
    if before == specialist:
        return locked
    if before is not None and not reason.strip():
        raise PermissionDenied(_("Write why another specialist gets the application."))
    action = Action.ASSIGN if before is None else Action.REASSIGN
    application = workflow.advance(locked, action, by=by, comment=_comment(specialist, reason), specialist=specialist)
    telling.assigned(application, before=before)
    return application


@transaction.atomic
def schedule(application: Application, *, starts_on: date, ends_on: date, by: Acting) -> Application:
    """The experts evaluate in these days."""
    if reason := why_not_scheduled(starts_on, ends_on):
        raise PermissionDenied(reason)
    period = f"{starts_on:%d.%m.%Y}–{ends_on:%d.%m.%Y}"
    return workflow.advance(
        application,
        Action.SCHEDULE,
        by=by,
        comment=period,
        evaluation_starts_on=starts_on,
        evaluation_ends_on=ends_on,
    )


def why_not_scheduled(starts_on: date, ends_on: date) -> Reason:
    """Why this cannot be a period of evaluation, or None."""
    if ends_on < starts_on:
        return _("The end date is before the start date.")
    if ends_on < timezone.localdate():
        return _("The period is over already: choose days that are still to come.")
    return None


@transaction.atomic
def take_under_review(application: Application, *, by: Acting) -> Application:
    """The ministry considers the application; experts are drawn in the same transaction, and the school is told."""
    application = workflow.advance(application, Action.TAKE, by=by, taken_at=timezone.now())
    draw_experts(application, by=by)
    telling.taken(application)
    return application


@transaction.atomic
def return_for_correction(
    application: Application,
    *,
    reason: str,
    answers: Collection[Answer],
    file: Accepted | None = None,
    by: Acting,
) -> Return:
    """The school mends these parts of its report and nothing else; until then the ministry's clock stands still."""
    application = _come_back(application, Action.RETURN, reason, by=by)
    correction = correcting.reopen(application.report, answers, reason=reason, by=by)
    returned = _keep_return(application, reason, file, by=by)
    returned.correction = correction
    returned.save(update_fields=["correction"])
    telling.returned(returned)
    return returned


@transaction.atomic
def decline(application: Application, *, reason: str, file: Accepted | None = None, by: Acting) -> Return:
    """The application came back without consideration and is closed; the report is free for another one."""
    application = _come_back(application, Action.DECLINE, reason, by=by)
    application.returns.filter(answered_at=None, correction__isnull=False).update(answered_at=timezone.now())
    returned = _keep_return(application, reason, file, by=by)
    telling.declined(returned)
    return returned


def _come_back(application: Application, action: Action, reason: str, *, by: Acting) -> Application:
    if not reason.strip():
        raise PermissionDenied(_("Write the reason of the return."))
    application = workflow.advance(application, action, by=by, comment=reason.strip())
    papers.cancel_signing(application, by=by)
    return application


def _keep_return(application: Application, reason: str, file: Accepted | None, *, by: Acting) -> Return:
    stored = store(ReturnFile, file, by=by.user, application=application) if file else None
    return Return.objects.create(
        application=application, reason=reason.strip(), file=stored, by=by.user, at=timezone.now()
    )


def _comment(specialist: Specialist, reason: str) -> str:
    return f"{specialist}. {reason.strip()}" if reason.strip() else str(specialist)
