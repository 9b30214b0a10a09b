"""By when whoever has an application takes the next step. While the organization owes an answer, the clock stands."""

from datetime import date, datetime

from django.utils import timezone

from accreditation.calendar import Calendar, Pause
from accreditation.enums.applications import State
from accreditation.enums.calendar import TermKey
from accreditation.models import Application, Return
from accreditation.terms import term

_SINCE_THE_STATE = {
    State.SUBMITTED: TermKey.REGISTRATION,
    State.REGISTERED: TermKey.ASSIGNMENT,
    State.INVITING: TermKey.CONSENT,
    State.AGREED: TermKey.ORDER,
    State.EVALUATED: TermKey.COLLEGIUM,
    State.POSTPONED: TermKey.COLLEGIUM,
}
_INTAKE = {State.ASSIGNED, State.SCHEDULED}


def due_on(application: Application, calendar: Calendar | None = None) -> date | None:
    """The last day of the step that the application waits for; None where no clock runs."""
    state = State(application.state)
    if state == State.ORDERED:
        return application.evaluation_starts_on
    if state == State.EVALUATION:
        return application.evaluation_ends_on
    if state == State.CONSIDERED:
        return application.due_on  # the Collegium's term runs since the experts published
    calendar = calendar or Calendar.load()
    if state in _INTAKE:
        started = application.registered_on or _day(application.state_since)
        return calendar.due(started, term(TermKey.INTAKE), pauses(application))
    key = _SINCE_THE_STATE.get(state)
    return calendar.due(_day(application.state_since), term(key)) if key else None


def pauses(application: Application) -> list[Pause]:
    """The times when the organization owed an answer."""
    returns = Return.objects.filter(application=application, correction__isnull=False).order_by("at")
    times = returns.values_list("at", "answered_at")
    return [Pause(_day(since), _day(until) if until else None) for since, until in times]


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
