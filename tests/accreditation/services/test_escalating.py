from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accreditation import tasks
from accreditation.enums.applications import State
from accreditation.enums.desk import DeskAct
from accreditation.models import Application, Escalation
from accreditation.services.escalating import escalate_overdue
from notifications.models import Message
from records.models import JournalEntry
from tests.factories.accreditation import quick
from tests.factories.people import SpecialistFactory

YESTERDAY = timezone.localdate() - timedelta(days=1)


def told():
    return sorted(Message.objects.values_list("recipient", flat=True))


def test_administrators_and_the_specialist_are_told_once(case):
    application = quick(State.ASSIGNED, specialist=case.specialist, due_on=YESTERDAY)
    assert escalate_overdue() == 1
    assert escalate_overdue() == 0
    assert told() == sorted([case.administrator.pk, case.specialist.person_id])
    assert str(application.pk) in Message.objects.first().subject
    assert JournalEntry.objects.filter(action=DeskAct.ESCALATED).count() == 1


def test_a_late_order_is_told_in_its_own_words(case):
    """Once, to the administrators and the specialist: the experts have agreed and wait."""
    User.objects.update(language="en")
    quick(State.AGREED, specialist=case.specialist, due_on=YESTERDAY)
    assert (escalate_overdue(), escalate_overdue()) == (1, 0)
    assert told() == sorted([case.administrator.pk, case.specialist.person_id])
    assert {message.subject.partition(":")[0] for message in Message.objects.all()} == {"The order is late"}


def test_a_day_missed_anew_is_told_anew(case):
    application = quick(due_on=YESTERDAY - timedelta(days=5))
    escalate_overdue()
    Application.objects.filter(pk=application.pk).update(due_on=YESTERDAY)
    assert escalate_overdue() == 1
    assert Escalation.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "due_on"),
    [
        (State.SUBMITTED, None),
        (State.SUBMITTED, timezone.localdate()),
        (State.RETURNED, YESTERDAY),
        (State.ACCREDITED, YESTERDAY),
        (State.WITHDRAWN, YESTERDAY),
    ],
)
def test_what_is_in_time_stopped_or_over_is_told_to_nobody(case, state, due_on):
    quick(state, due_on=due_on)
    assert escalate_overdue() == 0
    assert told() == []


def test_a_blocked_specialist_is_not_told(case):
    blocked = SpecialistFactory(blocked=True)
    quick(State.ASSIGNED, specialist=blocked, due_on=YESTERDAY)
    escalate_overdue()
    assert case.administrator.pk in told()
    assert blocked.person_id not in told()


def test_who_is_both_gets_one_message(case):
    quick(State.ASSIGNED, specialist=SpecialistFactory(person=case.administrator), due_on=YESTERDAY)
    tasks.escalate_overdue()
    assert told() == [case.administrator.pk]
