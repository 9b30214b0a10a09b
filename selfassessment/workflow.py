"""The states of a self-assessment, and the only function that changes them."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import Acting
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal
from selfassessment import rules
from selfassessment.completeness import completeness
from selfassessment.enums import AccreditationType, Action, OrderKind, OrderState, State
from selfassessment.models import Order, SelfAssessment, SelfAssessmentEvent
from staff.enums import State as EmploymentState


def commission_is_whole(report: SelfAssessment) -> Reason:
    """Enough members, all of whom work here, and one of them in the chair."""
    members = list(report.members.select_related("employment"))
    least = settings.COMMISSION_MINIMUM
    if len(members) < least:
        return ngettext(
            "The commission needs at least %(count)d member.", "The commission needs at least %(count)d members.", least
        ) % {"count": least}
    if not any(member.is_chair for member in members):
        return _("Choose the chair of the commission")
    gone = [member.employment.name for member in members if member.employment.state != EmploymentState.EMPLOYED]
    if gone:
        return _("No longer works here, take out of the commission: %(names)s.") % {"names": ", ".join(gone)}
    return None


def plan_is_whole(report: SelfAssessment) -> Reason:
    """Type, dates and, where the type has them, programmes."""
    if not report.type:
        return _("Choose the accreditation type.")
    if report.starts_on is None or report.ends_on is None:
        return _("Choose the start date and the end date of the self-assessment.")
    if AccreditationType(report.type).concerns_programmes and not report.programmes.exists():
        return _("Choose at least one programme")
    return None


def no_order_is_being_replaced(report: SelfAssessment) -> Reason:
    """The report answers to the order that is signed, not to one that may come."""
    if Order.objects.filter(report=report, kind=OrderKind.CONDUCT, state=OrderState.DRAFT).exists():
        return _("A new order on self-assessment was begun: sign it or withdraw it first.")
    return None


def report_is_complete(report: SelfAssessment) -> Reason:
    """Every answer is there and none is too long."""
    return completeness(report).reason


def is_not_used(report: SelfAssessment) -> Reason:
    """No application rests on the report: the apps above say so (settings.SELF_ASSESSMENT_USES)."""
    uses = (import_string(path)(report) for path in settings.SELF_ASSESSMENT_USES)
    return next((reason for reason in uses if reason), None)


SELF_ASSESSMENT = Workflow(
    "Self-assessment",
    Transition(
        action=Action.ORDER,
        sources={State.DRAFT},
        target=State.ORDERED,
        rule=rules.may_sign,
        guards=(commission_is_whole, plan_is_whole),
    ),
    Transition(
        action=Action.REPLACE_ORDER,
        sources={State.ORDERED},
        target=State.ORDERED,
        rule=rules.may_sign,
        guards=(commission_is_whole, plan_is_whole),
    ),
    Transition(
        action=Action.APPROVE,
        sources={State.ORDERED, State.RETURNED},
        target=State.APPROVED,
        rule=rules.may_sign,
        guards=(no_order_is_being_replaced, report_is_complete),
    ),
    Transition(
        action=Action.RETURN,
        sources={State.APPROVED},
        target=State.RETURNED,
        rule=rules.may_sign,
        guards=(is_not_used,),
    ),
    Transition(action=Action.REOPEN, sources={State.APPROVED}, target=State.RETURNED, rule=rules.may_reopen),
)


@transaction.atomic
def advance(report: SelfAssessment, action: Action, *, by: Acting, comment: str = "", **changes: Any) -> SelfAssessment:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(report)
    step = SELF_ASSESSMENT.check(action, by, locked)
    source, target = locked.state, step.leads_to(locked)
    locked.state = target
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    SelfAssessmentEvent.objects.create(
        report=locked, action=action, source=source, target=target, by=by.user, comment=comment
    )
    facts: dict[str, Any] = {"state": (source, target)} if source != target else {}
    record(locked, action, by=by, **facts, **({"comment": comment} if comment else {}))
    return locked


def record(report: SelfAssessment, action: Action, *, by: Acting, **facts: Any) -> None:
    """What happened to the self-assessment stands in the journal."""
    journal.write(action, by=by.user, obj=report, organization=report.organization, changes=facts)


def lock(report: SelfAssessment) -> SelfAssessment:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = SelfAssessment.objects.select_related("organization", "standard")
    return read_locked(rows, report.pk)
