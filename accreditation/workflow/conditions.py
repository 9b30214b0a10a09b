"""The life of a condition as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.conditions import OWED, UNSETTLED, ConditionAction, ConditionState
from accreditation.models.conditions import Condition, ConditionEvent
from accreditation.rules import conditions as rules
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal


def is_in_time(condition: Condition) -> Reason:
    """What is late is answered after the ministry has given more time."""
    if condition.is_overdue:
        return _("The term of this condition is over. Ask the ministry for more time.")
    return None


CONDITION = Workflow(
    "Condition of an accreditation",
    Transition(
        action=ConditionAction.ANSWER,
        sources=OWED,
        target=ConditionState.ANSWERED,
        rule=rules.may_answer,
        guards=(is_in_time,),
    ),
    Transition(
        action=ConditionAction.CLOSE,
        sources={ConditionState.ANSWERED},
        target=ConditionState.FULFILLED,
        rule=rules.may_check,
    ),
    Transition(
        action=ConditionAction.SEND_BACK,
        sources={ConditionState.ANSWERED},
        target=ConditionState.SENT_BACK,
        rule=rules.may_check,
    ),
    Transition(action=ConditionAction.EXTEND, sources=OWED, target=None, rule=rules.may_check),
    Transition(action=ConditionAction.MISS, sources=OWED, target=None, rule=rules.is_the_system),
    Transition(action=ConditionAction.LIFT, sources=UNSETTLED, target=ConditionState.LIFTED, rule=rules.is_the_system),
)


@transaction.atomic
def advance(
    condition: Condition, action: ConditionAction, *, by: Acting | None, comment: str = "", **changes: Any
) -> Condition:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(condition)
    step = CONDITION.check(action, by, locked)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    source, locked.state = locked.state, step.leads_to(locked)
    if source != locked.state:
        locked.state_since = timezone.now()
    locked.save(update_fields=["state", "state_since", *changes])
    facts: dict[str, Any] = {name: (before[name], value) for name, value in changes.items() if before[name] != value}
    if source != locked.state:
        facts["state"] = (source, locked.state)
    write_down(locked, action, source, by=by, comment=comment, **facts)
    return locked


def write_down(
    condition: Condition, action: ConditionAction, source: str, *, by: Acting | None, comment: str = "", **facts: Any
) -> None:
    """What happened stands in the condition's history and in the journal."""
    person = by.user if by else None
    ConditionEvent.objects.create(
        condition=condition, action=action, source=source, target=condition.state, by=person, comment=comment
    )
    facts |= {"comment": comment} if comment else {}
    organization = condition.application.organization
    journal.write(action, by=person, obj=condition, organization=organization, changes=facts)


def lock(condition: Condition) -> Condition:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Condition.objects.select_related("application__organization", "application__specialist", "decision")
    return read_locked(rows, condition.pk)
