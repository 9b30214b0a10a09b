"""The organization's answer to the findings as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.replies import CURRENT, ReplyAct, ReplyState
from accreditation.models import Reply
from accreditation.rules import replies as rules
from core.locking import read_locked
from core.workflow import Transition, Workflow
from records import journal

REPLY = Workflow(
    "Right of reply",
    Transition(
        action=ReplyAct.SEND,
        sources={ReplyState.OPEN},
        target=ReplyState.SENT,
        rule=rules.may_give,
        guards=(rules.may_still_be_given, rules.says_something),
    ),
    Transition(
        action=ReplyAct.WAIVE,
        sources={ReplyState.OPEN},
        target=ReplyState.WAIVED,
        rule=rules.may_give,
        guards=(rules.may_still_be_given,),
    ),
    Transition(
        action=ReplyAct.LAPSE,
        sources={ReplyState.OPEN},
        target=ReplyState.LAPSED,
        rule=rules.by_itself,
        guards=(rules.is_over,),
    ),
    Transition(action=ReplyAct.SET_ASIDE, sources=CURRENT, target=ReplyState.SET_ASIDE, rule=rules.by_itself),
)


@transaction.atomic
def advance(reply: Reply, action: ReplyAct, *, by: Acting | None) -> Reply:
    """The step is taken on the locked row, with its journal entry; raises TransitionDenied.

    Whoever calls this holds the lock of the application. `by` is None where nobody presses a button for it.
    """
    locked = lock(reply)
    step = REPLY.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    locked.closed_at = locked.closed_at or timezone.now()  # what is set aside keeps the moment when it was given
    locked.closed_by = by.user if by else locked.closed_by
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    record(locked, action, by=by, state=(source, locked.state))
    return locked


def record(reply: Reply, action: ReplyAct, *, by: Acting | None, **facts: Any) -> None:
    """What happened stands in the journal."""
    organization = reply.application.organization
    journal.write(action, by=by.user if by else None, obj=reply, organization=organization, changes=facts)


def lock(reply: Reply) -> Reply:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Reply.objects.select_related("application__organization", "application__report")
    return read_locked(rows, reply.pk)
