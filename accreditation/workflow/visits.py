"""A visit as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accreditation.enums.visits import VisitAct, VisitState
from accreditation.models import Visit, VisitEntry
from accreditation.rules import visits as rules
from core.locking import read_locked
from core.workflow import Transition, Workflow
from records import journal

VISIT = Workflow(
    "Visit of the experts",
    Transition(action=VisitAct.PLAN, sources={VisitState.CANCELLED}, target=VisitState.PLANNED, rule=rules.plans),
    Transition(action=VisitAct.CHANGE, sources={VisitState.PLANNED}, target=VisitState.PLANNED, rule=rules.plans),
    Transition(action=VisitAct.CANCEL, sources={VisitState.PLANNED}, target=VisitState.CANCELLED, rule=rules.plans),
)


@transaction.atomic
def advance(visit: Visit, action: VisitAct, *, by: Acting, **changes: Any) -> Visit:
    """The step is taken on the locked row, with its journal entry; raises TransitionDenied.

    Whoever calls this holds the lock of the application.
    """
    locked = lock(visit)
    step = VISIT.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    locked.revision += 1
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", "revision", *changes])
    record(locked, action, by=by, state=(source, locked.state), **changes)
    return locked


def record(subject: Visit | VisitEntry, action: VisitAct, *, by: Acting, **facts: Any) -> None:
    """What happened stands in the journal."""
    visit = subject.visit if isinstance(subject, VisitEntry) else subject
    journal.write(action, by=by.user, obj=subject, organization=visit.application.organization, changes=facts)


def lock(visit: Visit) -> Visit:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Visit.objects.select_related("application__organization")
    return read_locked(rows, visit.pk)
