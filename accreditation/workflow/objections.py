"""The states of an objection as one table, and the only function that changes them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.objections import ObjectionAct, ObjectionState
from accreditation.models import Objection
from accreditation.rules import objections as rules
from core.locking import read_locked
from core.workflow import Transition, Workflow
from records import journal

OBJECTION = Workflow(
    "Objection to an expert",
    Transition(
        action=ObjectionAct.UPHOLD,
        sources={ObjectionState.OPEN},
        target=ObjectionState.UPHELD,
        rule=rules.may_decide,
        guards=(rules.expert_is_in_the_group,),
    ),
    Transition(
        action=ObjectionAct.DISMISS,
        sources={ObjectionState.OPEN},
        target=ObjectionState.DISMISSED,
        rule=rules.may_decide,
        guards=(rules.expert_is_in_the_group,),
    ),
    Transition(
        action=ObjectionAct.SETTLE,
        sources={ObjectionState.OPEN},
        target=ObjectionState.SETTLED,
        rule=rules.is_the_system,
    ),
    Transition(
        action=ObjectionAct.TAKE_BACK,
        sources={ObjectionState.OPEN},
        target=ObjectionState.TAKEN_BACK,
        rule=rules.may_take_back,
    ),
)


@transaction.atomic
def advance(objection: Objection, action: ObjectionAct, *, by: Acting | None, reason: str = "") -> Objection:
    """The step is taken on the locked row, with its journal entry; raises TransitionDenied.

    Whoever calls this holds the lock of the application.
    """
    locked = lock(objection)
    step = OBJECTION.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    locked.decided_by, locked.decided_at, locked.reason = by.user if by else None, timezone.now(), reason
    locked.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(locked, action, by=by, state=(source, locked.state), **({"reason": reason} if reason else {}))
    return locked


def record(objection: Objection, action: ObjectionAct, *, by: Acting | None, **facts: Any) -> None:
    """What happened to the objection stands in the journal."""
    organization = objection.invitation.application.organization
    journal.write(action, by=by.user if by else None, obj=objection, organization=organization, changes=facts)


def lock(objection: Objection) -> Objection:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Objection.objects.select_related(
        "invitation__application__organization",
        "invitation__application__specialist__person",
        "invitation__expert__person",
        "filed_by",
    )
    return read_locked(rows, objection.pk)
