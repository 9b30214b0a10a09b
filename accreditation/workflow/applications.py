"""The whole life of an application as one table, and the only function that changes its state."""

from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.deadlines import due_on
from accreditation.enums.applications import ASSIGNED_STATES, CLOSED, FORMING, NOT_TAKEN, Action, State
from accreditation.models import Application, ApplicationEvent, Objection
from accreditation.rules import applications as rules
from accreditation.rules.replies import nobody_is_being_heard
from core.locking import read_locked
from core.rules import Reason
from core.workflow import OneOf, Transition, Workflow
from records import journal
from selfassessment.enums import State as ReportState


def report_is_approved(application: Application) -> Reason:
    """An application rests on a report that the head has approved."""
    if application.report.state == ReportState.APPROVED:
        return None
    return _("The self-assessment report is not approved yet.")


def has_a_registration(application: Application) -> Reason:
    """The ministry's registry has given it a number."""
    if application.registration_number:
        return None
    return _("Enter the SED number first: a specialist is assigned only to a registered application.")


def has_a_period(application: Application) -> Reason:
    """When the experts evaluate is known."""
    if application.evaluation_starts_on and application.evaluation_ends_on:
        return None
    return _("Set the period of the external evaluation first.")


def nobody_objects(application: Application) -> Reason:
    """The ministry has decided on every objection of the organization to an expert."""
    if Objection.objects.of(application).open().exists():
        return _("The organization has objected to an expert: the ministry has to decide on it first.")
    return None


def no_other_is_open(application: Application) -> Reason:
    """An organization has one open application of a type."""
    others = Application.objects.of(application.organization_id).open().filter(type=application.type)
    other = others.exclude(pk=application.pk).first()
    if other is None:
        return None
    return _("Application %(number)s of the same type is open: this one can't be opened again.") % {"number": other}


def _place_before_the_return(application: Application) -> str:
    """How far the ministry had come: what was registered and assigned stays so."""
    if application.specialist_id and application.evaluation_starts_on:
        return State.SCHEDULED
    if application.specialist_id:
        return State.ASSIGNED
    return State.REGISTERED if application.registration_number else State.SUBMITTED


_AT_THE_MINISTRY = frozenset(State) - CLOSED - {State.DRAFT, State.RETURNED}

APPLICATION = Workflow(
    "Application",
    Transition(
        action=Action.SUBMIT,
        sources={State.DRAFT},
        target=State.SUBMITTED,
        rule=rules.may_sign,
        guards=(report_is_approved,),
    ),
    Transition(action=Action.REGISTER, sources={State.SUBMITTED}, target=State.REGISTERED, rule=rules.is_administrator),
    Transition(
        action=Action.CORRECT_REGISTRATION,
        sources=_AT_THE_MINISTRY - {State.SUBMITTED},
        target=None,
        rule=rules.is_administrator,
    ),
    Transition(
        action=Action.ASSIGN,
        sources={State.SUBMITTED, State.REGISTERED},
        target=State.ASSIGNED,
        rule=rules.is_administrator,
        guards=(has_a_registration,),
    ),
    Transition(
        action=Action.REASSIGN,
        sources=(ASSIGNED_STATES - CLOSED) | {State.RETURNED},
        target=None,
        rule=rules.is_administrator,
        guards=(has_a_registration,),
    ),
    Transition(
        action=Action.SCHEDULE,
        sources={State.ASSIGNED, State.SCHEDULED},
        target=State.SCHEDULED,
        rule=rules.handles,
    ),
    Transition(
        action=Action.TAKE,
        sources={State.ASSIGNED, State.SCHEDULED},
        target=State.INVITING,
        rule=rules.handles,
        guards=(has_a_period,),
    ),
    Transition(action=Action.RETURN, sources=NOT_TAKEN, target=State.RETURNED, rule=rules.handles),
    Transition(
        action=Action.RESUBMIT,
        sources={State.RETURNED},
        target=OneOf((State.SUBMITTED, State.REGISTERED, State.ASSIGNED, State.SCHEDULED), _place_before_the_return),
        rule=rules.may_sign,
        guards=(report_is_approved,),
    ),
    Transition(action=Action.DECLINE, sources=NOT_TAKEN | {State.RETURNED}, target=State.DECLINED, rule=rules.handles),
    Transition(
        action=Action.WITHDRAW, sources=NOT_TAKEN | {State.RETURNED}, target=State.WITHDRAWN, rule=rules.may_sign
    ),
    Transition(action=Action.AGREE, sources={State.INVITING}, target=State.AGREED, rule=rules.is_the_system),
    Transition(
        action=Action.INVITE_AGAIN,
        sources={State.AGREED, State.ORDERED, State.EVALUATION},
        target=State.INVITING,
        rule=rules.handles_or_is_the_system,
    ),
    Transition(action=Action.MOVE_PERIOD, sources=FORMING, target=None, rule=rules.handles),
    Transition(action=Action.ORDER, sources={State.AGREED}, target=State.ORDERED, rule=rules.handles),
    Transition(
        action=Action.RENEW_ORDER,
        sources={State.ORDERED},
        target=State.AGREED,
        rule=rules.handles_or_is_the_system,
    ),
    Transition(
        action=Action.START_EVALUATION,
        sources={State.ORDERED},
        target=State.EVALUATION,
        rule=rules.handles_or_is_the_system,
        guards=(nobody_objects,),
    ),
    Transition(
        action=Action.FINISH_EVALUATION,
        sources={State.EVALUATION},
        target=State.EVALUATED,
        rule=rules.is_the_system,
        guards=(nobody_is_being_heard,),
    ),
    Transition(
        action=Action.CONSIDER,
        sources={State.EVALUATED, State.POSTPONED},
        target=State.CONSIDERED,
        rule=rules.handles,
    ),
    Transition(
        action=Action.POSTPONE,
        sources={State.CONSIDERED},
        target=State.POSTPONED,
        rule=rules.administers_or_is_the_system,
    ),
    Transition(
        action=Action.ACCREDIT,
        sources={State.CONSIDERED},
        target=State.ACCREDITED,
        rule=rules.administers_or_is_the_system,
    ),
    Transition(
        action=Action.REFUSE,
        sources={State.CONSIDERED},
        target=State.REFUSED,
        rule=rules.administers_or_is_the_system,
    ),
    Transition(
        action=Action.ANNUL,
        sources={State.ACCREDITED, State.REFUSED},
        target=State.EVALUATED,
        rule=rules.is_the_system,
        guards=(no_other_is_open,),
    ),
)


@transaction.atomic
def advance(
    application: Application, action: Action, *, by: Acting | None, comment: str = "", **changes: Any
) -> Application:
    """The step is taken on the locked row, with its event and journal entry; raises TransitionDenied.

    `by` is None where the system takes the step by itself. `changes` are other columns that the step writes; each
    stands in the journal with what it was before.
    """
    locked = lock(application)
    step = APPLICATION.check(action, by, locked)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    source, locked.state = locked.state, step.leads_to(locked)
    now = timezone.now()
    locked.changed_at = now
    if source != locked.state:
        locked.state_since = now
    locked.due_on = due_on(locked)
    locked.save(update_fields=["state", "state_since", "changed_at", "due_on", *changes])
    ApplicationEvent.objects.create(
        application=locked,
        action=action,
        source=source,
        target=locked.state,
        by=by.user if by else None,
        comment=comment,
        at=now,
    )
    facts = {name: (before[name], value) for name, value in changes.items() if before[name] != value}
    if source != locked.state:
        facts["state"] = (source, locked.state)
    record(locked, action, by=by, **facts, **({"comment": comment} if comment else {}))
    return locked


def record(application: Application, action: TextChoices, *, by: Acting | None, **facts: Any) -> None:
    """What happened to the application stands in the journal."""
    journal.write(
        action, by=by.user if by else None, obj=application, organization=application.organization, changes=facts
    )


def lock(application: Application) -> Application:
    """The row as it is now, with its relations; whoever else wants to change it waits for this transaction."""
    rows = Application.objects.select_related("organization", "report", "specialist", "document", "draft")
    return read_locked(rows, application.pk)
