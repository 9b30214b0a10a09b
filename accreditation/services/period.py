"""The period of an evaluation is moved after the experts were asked. Before the order it simply changes; a signed order
names the days, so it has to be renewed, and until then nobody evaluates."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import Action
from accreditation.models import Application
from accreditation.selectors.draw import period_of
from accreditation.services import evaluation_orders, rechecking
from accreditation.services import telling_experts as telling
from accreditation.services.intake import why_not_scheduled
from core.rules import Reason


@transaction.atomic
def move(application: Application, *, starts_on: date, ends_on: date, reason: str, by: Acting) -> Application:
    """The experts evaluate in these days: the group, the school and the ministry know it, with the reason.

    Consents stand; whoever has no time then may still withdraw. An expert whom a rule excludes on the new days is
    reported to the ministry.
    """
    application = workflow.lock(application)
    workflow.APPLICATION.check(Action.MOVE_PERIOD, by, application)
    if refusal := why_not_moved(application, starts_on, ends_on):
        raise PermissionDenied(refusal)
    if not reason.strip():
        raise PermissionDenied(_("Write the reason."))
    before = _words(*period_of(application))
    application = workflow.advance(
        application,
        Action.MOVE_PERIOD,
        by=by,
        comment=f"{before} → {_words(starts_on, ends_on)}. {reason.strip()}",
        evaluation_starts_on=starts_on,
        evaluation_ends_on=ends_on,
    )
    evaluation_orders.outdate(application, reason=reason.strip(), by=by)
    application = workflow.lock(application)
    telling.period_moved(application, before=before, reason=reason.strip(), by=by)
    rechecking.recheck_group(application)
    return application


def why_not_moved(application: Application, starts_on: date, ends_on: date) -> Reason:
    """Why the evaluation cannot be moved to these days, or None."""
    if period_of(application) == (starts_on, ends_on):
        return _("These are the days that are set already.")
    return why_not_scheduled(starts_on, ends_on)


def _words(starts_on: date, ends_on: date) -> str:
    return f"{starts_on:%d.%m.%Y}–{ends_on:%d.%m.%Y}"
