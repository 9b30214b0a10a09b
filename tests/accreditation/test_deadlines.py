from datetime import date

import pytest
import time_machine

from accreditation.deadlines import due_on, pauses
from accreditation.enums.applications import Action, State
from accreditation.models import Application
from accreditation.services import intake
from accreditation.services.deadlines import refresh_deadlines
from accreditation.workflow import advance
from tests.factories.accreditation import fresh

pytestmark = pytest.mark.django_db
MONDAY = "2026-10-05 09:00"


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (State.DRAFT, None),
        (State.SUBMITTED, date(2026, 10, 6)),
        (State.REGISTERED, date(2026, 10, 6)),
        (State.ASSIGNED, date(2026, 10, 19)),
        (State.SCHEDULED, date(2026, 10, 19)),
        (State.INVITING, date(2026, 10, 8)),
        (State.AGREED, date(2026, 10, 8)),
        (State.ORDERED, date(2026, 10, 19)),  # the first day of the period
        (State.EVALUATION, date(2026, 10, 29)),  # its last day
        (State.EVALUATED, date(2026, 11, 2)),
        (State.CONSIDERED, date(2026, 11, 2)),
        (State.POSTPONED, date(2026, 11, 2)),
        (State.ACCREDITED, None),
        (State.RETURNED, None),
        (State.WITHDRAWN, None),
    ],
)
def test_each_state_has_its_term(case, state, due):
    with time_machine.travel(MONDAY, tick=False):
        assert case.in_state(state).due_on == due


def test_the_days_in_which_the_school_corrects_are_not_counted(case):
    with time_machine.travel("2026-10-05 09:00", tick=False):  # Monday: registered and assigned
        application = case.assigned()
    with time_machine.travel("2026-10-07 09:00", tick=False):  # Wednesday: two days are used
        answers = list(application.report.answers.exclude(criterion=None)[:1])
        intake.return_for_correction(application, reason="1.1", answers=answers, by=case.by_specialist)
    with time_machine.travel("2026-10-14 09:00", tick=False):  # a week later it is there again
        case.approve_again(application.report)
        application = case.submitted(fresh(application))
    assert application.state == State.ASSIGNED
    assert application.due_on == date(2026, 10, 26), "ten working days and the five that the school took"
    assert [(one.since, one.until) for one in pauses(application)] == [(date(2026, 10, 7), date(2026, 10, 14))]


def test_the_time_of_the_collegium_goes_on_when_the_case_comes_before_it(case):
    with time_machine.travel("2026-10-05 09:00", tick=False):
        application = case.in_state(State.EVALUATED)
    with time_machine.travel("2026-10-20 09:00", tick=False):
        assert advance(application, Action.CONSIDER, by=case.by_specialist).due_on == application.due_on


def test_deadlines_are_counted_anew(case):
    application = case.assigned()
    right = application.due_on
    Application.objects.filter(pk=application.pk).update(due_on=date(2020, 1, 1))
    assert refresh_deadlines() == 1
    assert fresh(application).due_on == right == due_on(fresh(application))
    assert refresh_deadlines() == 0
