"""Who may object to an expert, and until when."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.calendar import due
from accreditation.enums.applications import State
from accreditation.enums.calendar import TermKey
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Invitation, Objection
from accreditation.rules.applications import handles, may_prepare, of_a_person
from accreditation.terms import term
from core.rules import Reason, rule

_NAMED_BY = (EvaluationOrderState.SIGNED, EvaluationOrderState.REPLACED)


@of_a_person
@rule
def may_decide(acting: Acting, objection: Objection) -> Reason:
    """The ministry's people of the application."""
    return handles.reason(acting, objection.invitation.application)


@of_a_person
@rule
def may_take_back(acting: Acting, objection: Objection) -> Reason:
    """Those who may object for the organization, whoever of them did."""
    return may_prepare.reason(acting, objection.invitation.application)


@rule
def is_the_system(acting: Acting | None, _objection: Objection) -> Reason:
    """What follows when the expert leaves the group for another reason."""
    return None if acting is None else _("This happens by itself when the expert has left the group.")


def expert_is_in_the_group(objection: Objection) -> Reason:
    """About whoever has left there is nothing to decide."""
    if objection.invitation.is_live:
        return None
    return _("The expert has left the group: there is nothing to decide.")


@of_a_person
@rule
def may_object(acting: Acting, invitation: Invitation) -> Reason:
    """Those who lead the organization's self-assessment, once for each expert, while the term runs."""
    if refusal := may_prepare.reason(acting, invitation.application):
        return refusal
    return why_not_now(invitation)


def why_not_now(invitation: Invitation) -> Reason:
    """From the order that names the expert until the term ends or the evaluation begins."""
    if not invitation.is_live:
        return _("This expert is not in the group any more.")
    if invitation.application.state != State.ORDERED:
        return _("An objection is possible between the order on the external evaluation and its beginning.")
    if Objection.objects.filter(invitation=invitation).exists():
        return _("You have objected to this expert already.")
    last_day = objections_until(invitation)
    if last_day is None:
        return _("The order does not name this expert yet.")
    if last_day < timezone.localdate():
        return _("The term for objections ended on %(day)s.") % {"day": date_format(last_day, "SHORT_DATE_FORMAT")}
    return None


def objections_until(invitation: Invitation) -> date | None:
    """The last day for an objection to this expert: the term runs since the first order that names him; None before."""
    orders = invitation.application.evaluation_orders.filter(state__in=_NAMED_BY)
    named = orders.filter(signed_at__gte=invitation.answered_at or invitation.asked_at).order_by("signed_at").first()
    return due(timezone.localdate(named.signed_at), term(TermKey.OBJECTION)) if named and named.signed_at else None
