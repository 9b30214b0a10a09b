"""The work of one expert as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.evaluation import WRITABLE, EvaluationAct, EvaluationState
from accreditation.models import Evaluation, EvaluationEvent
from accreditation.rules import evaluation as rules
from core.locking import read_locked
from core.rules import Reason
from core.workflow import Transition, Workflow
from records import journal


def everything_is_rated(evaluation: Evaluation) -> Reason:
    """Each criterion has a mark and a comment."""
    ratings = list(evaluation.ratings.all())
    lacking = sum(not rating.is_complete for rating in ratings)
    if ratings and not lacking:
        return None
    return _("Criteria without a rating or a comment: %(count)s.") % {"count": lacking}


def may_still_be_recalled(evaluation: Evaluation) -> Reason:
    """The short time after the publication is not over."""
    return _("The time for recalling the decision is over.") if evaluation.is_final else None


def counts_already(evaluation: Evaluation) -> Reason:
    """Until then its expert recalls it himself."""
    if evaluation.is_final or evaluation.counts_from is None:
        return None
    moment = date_format(localtime(evaluation.counts_from), "TIME_FORMAT")
    return _("Until %(moment)s the expert may recall the decision himself.") % {"moment": moment}


EVALUATION = Workflow(
    "Evaluation of an expert",
    Transition(
        action=EvaluationAct.PUBLISH,
        sources=WRITABLE,
        target=EvaluationState.PUBLISHED,
        rule=rules.is_its_expert,
        guards=(rules.is_being_evaluated, everything_is_rated),
    ),
    Transition(
        action=EvaluationAct.RECALL,
        sources={EvaluationState.PUBLISHED},
        target=EvaluationState.RECALLED,
        rule=rules.is_its_expert,
        guards=(rules.is_being_evaluated, may_still_be_recalled),
    ),
    Transition(
        action=EvaluationAct.REOPEN,
        sources={EvaluationState.PUBLISHED},
        target=EvaluationState.REOPENED,
        rule=rules.handles_its_application,
        guards=(rules.is_being_evaluated, counts_already),
    ),
)


@transaction.atomic
def advance(
    evaluation: Evaluation, action: EvaluationAct, *, by: Acting, comment: str = "", **changes: Any
) -> EvaluationEvent:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied.

    Whoever calls this holds the lock of the application. The event that is returned has the evaluation as it is now.
    """
    locked = lock(evaluation)
    step = EVALUATION.check(action, by, locked)
    source, locked.state = locked.state, step.leads_to(locked)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    return record(locked, action, by=by, comment=comment, state=(source, locked.state))


def record(
    evaluation: Evaluation, action: EvaluationAct, *, by: Acting, comment: str = "", **facts: Any
) -> EvaluationEvent:
    """What happened stands in the evaluation's history and in the journal."""
    event = EvaluationEvent.objects.create(evaluation=evaluation, action=action, by=by.user, comment=comment)
    facts |= {"comment": comment} if comment else {}
    organization = evaluation.application.organization
    journal.write(action, by=by.user, obj=evaluation, organization=organization, changes=facts)
    return event


def lock(evaluation: Evaluation) -> Evaluation:
    """The row as it is now; whoever else wants to change it waits for this transaction."""
    rows = Evaluation.objects.select_related("application__organization", "expert__person", "paper")
    return read_locked(rows, evaluation.pk)
