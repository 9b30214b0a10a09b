from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome
from accreditation.enums.conditions import ConditionState, Queue
from accreditation.models import Condition
from accreditation.selectors import conditions as selectors
from accreditation.services import certifying
from accreditation.services import conditions as services
from tests.factories.accreditation import quick
from tests.factories.certificates import administrator
from tests.factories.conditions import conditions, decided, in_state
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
PLACES = {
    ConditionState.OPEN: Queue.OWED,
    ConditionState.SENT_BACK: Queue.OWED,
    ConditionState.ANSWERED: Queue.WAITING,
    ConditionState.FULFILLED: Queue.SETTLED,
    ConditionState.LIFTED: Queue.SETTLED,
}


@pytest.mark.parametrize("state", ConditionState)
def test_each_condition_stands_in_one_list(case, state):
    condition = in_state(case, state)
    found = [which for which in Queue if condition in selectors.queue(case.by_specialist, which)]
    assert found == [PLACES[state]]
    Condition.objects.filter(pk=condition.pk).update(due_on=YESTERDAY)
    found = [which for which in Queue if condition in selectors.queue(case.by_specialist, which)]
    assert found == [Queue.OVERDUE if PLACES[state] == Queue.OWED else PLACES[state]]


def test_the_counts_are_those_of_the_lists(case):
    in_state(case, ConditionState.ANSWERED)
    counts = selectors.counts(case.by_administrator)
    assert counts == {which: selectors.queue(case.by_administrator, which).count() for which in Queue}
    assert (counts[Queue.WAITING], counts[Queue.OWED]) == (1, 1)


def test_a_specialist_finds_his_own_and_the_administrator_all(case):
    mine = conditions(case)
    other = SpecialistFactory()
    theirs = services.set_by(
        decided(quick(State.ACCREDITED, specialist=other), Outcome.CONDITIONAL), by=case.by_administrator
    )
    assert set(selectors.handled(case.by_specialist)) == set(mine)
    assert set(selectors.handled(acting_as(other))) == set(theirs)
    assert set(selectors.handled(case.by_administrator)) == {*mine, *theirs}
    assert not selectors.handled(case.by_head).exists()


@pytest.mark.parametrize(
    ("states", "settled", "overdue", "done"),
    [
        (("open", "open"), 0, 2, False),
        (("fulfilled", "answered"), 1, 0, False),
        (("fulfilled", "sent_back"), 1, 1, False),
        (("fulfilled", "fulfilled"), 2, 0, True),
        (("fulfilled", "lifted"), 1, 0, True),
    ],
)
def test_how_far_the_organization_has_come(case, states, settled, overdue, done):
    rows = conditions(case)
    for row, state in zip(rows, states, strict=True):
        Condition.objects.filter(pk=row.pk).update(state=state, due_on=YESTERDAY)
    progress = selectors.progress(rows[0].application)
    assert (progress.settled, progress.overdue, progress.is_done) == (settled, overdue, done)
    assert progress.total == 2 - states.count("lifted")


def test_where_nothing_was_asked_there_is_no_progress(case):
    assert selectors.progress(case.quick(State.ACCREDITED)) is None


def test_the_progress_of_a_certificate_is_that_of_its_decision(case):
    application = case.quick(State.CONSIDERED)
    decision = decided(application, Outcome.CONDITIONAL)
    services.set_by(decision, by=case.by_administrator)
    said = certifying.Decision(number=decision.number, decided_on=timezone.localdate(), is_conditional=True)
    certificate = certifying.issue(application, decision=said, by=administrator())
    assert selectors.progress_of(certificate).total == 2
    certificate.decision_number = "башка"
    assert selectors.progress_of(certificate) is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_same_number_of_questions(case, count, django_assert_num_queries):
    for _place in range(count):
        services.set_by(decided(case.quick(State.ACCREDITED), Outcome.CONDITIONAL), by=case.by_administrator)
    with django_assert_num_queries(1):
        names = [row.application.organization.name for row in selectors.queue(case.by_administrator, Queue.OWED)]
    assert len(names) == 2 * count


@pytest.mark.parametrize("answers", [1, 3])
def test_the_conditions_of_an_application_come_with_everything(case, answers, django_assert_num_queries):
    condition = conditions(case)[0]
    for number in range(answers):
        services.answer(condition, f"Жооп {number}", by=case.by_deputy)
        services.send_back(condition, reason="Аз", by=case.by_specialist)
    with django_assert_num_queries(3):
        rows = list(selectors.of_application(condition.application))
        said = [(answer.text, str(answer.by), list(answer.files.all())) for answer in rows[0].answers.all()]
    assert len(said) == answers
