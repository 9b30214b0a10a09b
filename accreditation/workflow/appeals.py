"""The life of an appeal as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.appeals import LIVE_APPEALS, AppealAction, AppealState, Verdict
from accreditation.models import Appeal, AppealEvent
from accreditation.rules import appeals as rules
from accreditation.rules.panels import panel_is_whole
from core.locking import read_locked
from core.rules import Reason
from core.workflow import OneOf, Transition, Workflow
from records import journal


def everybody_has_voted(appeal: Appeal) -> Reason:
    """A panel decides when each of its members has voted by name."""
    waiting = [str(one) for one in appeal.panel.all() if not one.verdict]
    if waiting:
        return _("Not everybody has voted yet: %(names)s.") % {"names": ", ".join(waiting)}
    return None


def outcome(appeal: Appeal) -> AppealState:
    """What the majority of the panel says. A panel has an odd number of members."""
    verdicts = [one.verdict for one in appeal.panel.all()]
    upheld = verdicts.count(Verdict.UPHOLD) * 2 > len(verdicts)
    return AppealState.UPHELD if upheld else AppealState.DISMISSED


APPEAL = Workflow(
    "Appeal",
    Transition(
        action=AppealAction.REGISTER,
        sources={AppealState.FILED},
        target=AppealState.REGISTERED,
        rule=rules.may_administer,
    ),
    Transition(
        action=AppealAction.NAME_PANEL,
        sources={AppealState.REGISTERED, AppealState.HEARD},
        target=AppealState.HEARD,
        rule=rules.may_administer,
    ),
    Transition(action=AppealAction.VOTE, sources={AppealState.HEARD}, target=None, rule=rules.may_vote),
    Transition(action=AppealAction.STEP_ASIDE, sources={AppealState.HEARD}, target=None, rule=rules.sits),
    Transition(
        action=AppealAction.DECIDE,
        sources={AppealState.HEARD},
        target=OneOf((AppealState.UPHELD, AppealState.DISMISSED), outcome),
        rule=rules.may_administer,
        guards=(panel_is_whole, everybody_has_voted),
    ),
    Transition(action=AppealAction.WITHDRAW, sources=LIVE_APPEALS, target=AppealState.WITHDRAWN, rule=rules.may_file),
)


@transaction.atomic
def advance(appeal: Appeal, action: AppealAction, *, by: Acting, comment: str = "", **changes: Any) -> Appeal:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied."""
    locked = lock(appeal)
    step = APPEAL.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    if source != locked.state:
        locked.state_since = timezone.now()
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", "state_since", *changes])
    facts: dict[str, Any] = {"state": (source, locked.state)} if source != locked.state else {}
    write_down(locked, action, source, by=by, comment=comment, **facts)
    return locked


def write_down(
    appeal: Appeal, action: AppealAction, source: str, *, by: Acting, comment: str = "", **facts: Any
) -> None:
    """What happened stands in the appeal's history and in the journal."""
    AppealEvent.objects.create(
        appeal=appeal, action=action, source=source, target=appeal.state, by=by.user, comment=comment
    )
    facts |= {"comment": comment} if comment else {}
    journal.write(action, by=by.user, obj=appeal, organization=appeal.application.organization, changes=facts)


def lock(appeal: Appeal) -> Appeal:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Appeal.objects.select_related("application__organization", "application__specialist", "decision", "order")
    return read_locked(rows, appeal.pk)
