"""How far each expert is, and what a decision said before it was reopened."""

from itertools import product

import pytest

from accreditation.enums.evaluation import EvaluationAct
from accreditation.selectors import evaluation_history as selectors
from accreditation.services import evaluation as services
from tests.factories.evaluation import Group, counting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


def test_the_chair_stands_first_and_who_has_not_begun_has_nothing(group):
    group.begun(group.by_third)
    members = selectors.members(group.application, group.case.by_specialist)
    assert [member.seat.expert for member in members] == group.experts
    assert [member.evaluation is not None for member in members] == [False, False, True]
    assert [member.is_disclosed for member in members] == [False, False, False]


def test_each_reader_knows_as_much_as_he_may(group):
    group.final(group.by_chair)
    group.final(group.by_second)
    group.published(group.by_third)
    by = [group.by_chair, group.by_third, group.case.by_specialist, group.case.by_administrator]
    seen = [[member.is_disclosed for member in selectors.members(group.application, acting)] for acting in by]
    ministry = [True, True, False]
    assert seen == [[True, True, False], [False, False, True], ministry, ministry]


def test_a_reopening_brings_what_was_said_before_and_no_other_step_does(group):
    evaluation, by = group.final(), group.case.by_specialist
    services.reopen(evaluation, reason="Биринчи себеп", by=by)
    evaluation.ratings.update(comment="Кийинки сөз")
    counting(group.published())
    services.reopen(evaluation, reason="Экинчи себеп", by=by)
    steps = selectors.steps(evaluation)
    assert [step.event.comment for step in steps if step.kept] == ["Экинчи себеп", "Биринчи себеп"]
    for step, (revision, said) in product(steps, enumerate(["Далилдер текшерилди"], start=1)):
        assert bool(step.kept) == (step.event.action == EvaluationAct.REOPEN)
        assert all(kept.comment == said and kept.revision == revision for kept in step.kept)


def test_the_history_is_read_in_two_queries(group, django_assert_num_queries):
    evaluation = group.final()
    services.reopen(evaluation, reason="Себеп", by=group.case.by_specialist)
    with django_assert_num_queries(2):
        for step in selectors.steps(evaluation):
            assert str(step.event.by)
            assert all(str(kept.rating.answer) for kept in step.kept)
