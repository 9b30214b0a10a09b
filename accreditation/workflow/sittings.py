"""The life of a sitting and of each case on its agenda as two tables, and the only functions that change a state."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.collegium import LIVE_ITEMS, CollegiumAction, ItemState, SittingState
from accreditation.models import AgendaItem, CollegiumEvent, Sitting
from accreditation.rules import collegium as rules
from accreditation.rules import voting
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal


def has_cases(sitting: Sitting) -> Reason:
    """Nobody comes together for nothing."""
    if sitting.items.filter(state__in=sorted(LIVE_ITEMS)).exists():
        return None
    return _("Put at least one case on the agenda first.")


def nothing_is_half_decided(sitting: Sitting) -> Reason:
    """A draft is confirmed or sent back before the sitting ends."""
    if sitting.items.filter(state=ItemState.DRAFTED).exists():
        return _("A decision still waits for its confirmation: confirm it or send it back first.")
    return None


def sitting_takes_cases(item: AgendaItem) -> Reason:
    """An agenda changes until the sitting is over."""
    if item.sitting.state in {SittingState.PLANNED, SittingState.OPEN}:
        return None
    return _("The sitting is over.")


def sitting_is_open(item: AgendaItem) -> Reason:
    """What is decided, is decided in the sitting."""
    if item.sitting.state == SittingState.OPEN:
        return None
    return _("The sitting is not open.")


def nobody_has_voted(item: AgendaItem) -> Reason:
    """Who counts for a motion does not change under its votes; another motion begins another round."""
    if item.votes.filter(round=item.round).exists():
        return _("Members have voted on this motion already.")
    return None


def has_quorum(item: AgendaItem) -> Reason:
    """Enough of the members who count for this case are there."""
    count = voting.tally(item)
    if count.has_quorum:
        return None
    return _("There is no quorum for this case: %(present)s of at least %(needed)s members are present.") % {
        "present": count.present,
        "needed": count.needed,
    }


def is_carried(item: AgendaItem) -> Reason:
    """The confirmed votes are enough and for the motion."""
    count = voting.tally(item)
    if not count.enough_voted:
        return _("Not enough votes are confirmed: %(voted)s of at least %(needed)s.") % {
            "voted": count.voted,
            "needed": count.needed,
        }
    if not count.is_carried:
        return _("The motion has no majority: put another one to the vote.")
    return None


SITTING = Workflow(
    "Sitting of the Collegium",
    Transition(action=CollegiumAction.PLAN, sources={SittingState.PLANNED}, target=None, rule=rules.may_convene),
    Transition(action=CollegiumAction.MOVE_CASE, sources={SittingState.PLANNED}, target=None, rule=rules.may_convene),
    Transition(
        action=CollegiumAction.OPEN,
        sources={SittingState.PLANNED},
        target=SittingState.OPEN,
        rule=rules.may_convene,
        guards=(has_cases,),
    ),
    Transition(
        action=CollegiumAction.RECORD_PRESENCE, sources={SittingState.OPEN}, target=None, rule=rules.may_convene
    ),
    Transition(action=CollegiumAction.CONFIRM_PRESENCE, sources={SittingState.OPEN}, target=None, rule=rules.sits),
    Transition(
        action=CollegiumAction.CLOSE,
        sources={SittingState.OPEN},
        target=SittingState.CLOSED,
        rule=rules.may_convene,
        guards=(nothing_is_half_decided,),
    ),
    Transition(
        action=CollegiumAction.CANCEL,
        sources={SittingState.PLANNED},
        target=SittingState.CANCELLED,
        rule=rules.may_convene,
    ),
    Transition(
        action=CollegiumAction.SIGN_MINUTES, sources={SittingState.CLOSED}, target=None, rule=rules.may_sign_minutes
    ),
)

AGENDA_ITEM = Workflow(
    "Case of the agenda",
    Transition(
        action=CollegiumAction.ADD_CASE,
        sources={ItemState.WAITING},
        target=ItemState.WAITING,
        rule=rules.may_add_case,
        guards=(sitting_takes_cases,),
    ),
    Transition(
        action=CollegiumAction.LEAVE_CASE,
        sources={ItemState.WAITING, ItemState.VOTING},
        target=ItemState.LEFT,
        rule=rules.may_add_case,
        guards=(sitting_takes_cases,),
    ),
    Transition(
        action=CollegiumAction.TAKE_BACK_CONFLICT,
        sources={ItemState.WAITING, ItemState.VOTING},
        target=None,
        rule=rules.may_record,
        guards=(nobody_has_voted,),
    ),
    Transition(
        action=CollegiumAction.PUT_TO_VOTE,
        sources={ItemState.WAITING, ItemState.VOTING},
        target=ItemState.VOTING,
        rule=rules.may_record,
        guards=(sitting_is_open, has_quorum),
    ),
    Transition(
        action=CollegiumAction.VOTE,
        sources={ItemState.VOTING},
        target=None,
        rule=rules.may_record_votes,
        guards=(sitting_is_open,),
    ),
    Transition(
        action=CollegiumAction.DRAFT_DECISION,
        sources={ItemState.VOTING, ItemState.DRAFTED},
        target=ItemState.DRAFTED,
        rule=rules.may_record,
        guards=(sitting_is_open, has_quorum, is_carried),
    ),
    Transition(
        action=CollegiumAction.SEND_BACK_DECISION,
        sources={ItemState.DRAFTED},
        target=ItemState.VOTING,
        rule=rules.may_record,
        guards=(sitting_is_open,),
    ),
    Transition(
        action=CollegiumAction.CONFIRM_DECISION,
        sources={ItemState.DRAFTED},
        target=ItemState.DECIDED,
        rule=rules.may_confirm,
        guards=(sitting_is_open, has_quorum, is_carried),
    ),
)


@transaction.atomic
def advance(
    sitting: Sitting,
    action: CollegiumAction,
    *,
    by: Acting,
    comment: str = "",
    facts: dict[str, Any] | None = None,
    **columns: Any,
) -> Sitting:
    """The sitting has taken the step, on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(sitting)
    step = SITTING.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *columns])
    write_down(locked, None, action, source, by=by, comment=comment, facts=facts)
    return locked


@transaction.atomic
def advance_item(
    item: AgendaItem,
    action: CollegiumAction,
    *,
    by: Acting,
    comment: str = "",
    facts: dict[str, Any] | None = None,
    **columns: Any,
) -> AgendaItem:
    """The case has taken the step, on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock_item(item)
    step = AGENDA_ITEM.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *columns])
    write_down(locked.sitting, locked, action, source, by=by, comment=comment, facts=facts)
    return locked


def write_down(
    sitting: Sitting,
    item: AgendaItem | None,
    action: CollegiumAction,
    source: str,
    *,
    by: Acting,
    comment: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """What happened stands in the history of the sitting and in the journal."""
    changed: AgendaItem | Sitting = item or sitting
    CollegiumEvent.objects.create(
        sitting=sitting, item=item, action=action, source=source, target=changed.state, by=by.user, comment=comment
    )
    changes = dict(facts or {})
    if source != changed.state:
        changes["state"] = (source, changed.state)
    if comment:
        changes["comment"] = comment
    organization = item.application.organization if item else None
    journal.write(action, by=by.user, obj=changed, organization=organization, changes=changes)


def lock(sitting: Sitting) -> Sitting:
    """The row as it is now; whoever else wants to change it, or a case of it, waits for this transaction."""
    return read_locked(Sitting.objects.select_related("chair", "secretary", "minutes"), sitting.pk)


def lock_item(item: AgendaItem) -> AgendaItem:
    """The case as it is now, with its sitting: the sitting first, so that two never wait for each other."""
    sitting = lock(Sitting(pk=item.sitting_id))
    rows = AgendaItem.objects.select_related("application__organization", "application__specialist", "decision")
    case = read_locked(rows, item.pk)
    case.sitting = sitting
    return case
