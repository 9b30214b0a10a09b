"""What the database itself refuses about conditions and appeals, whatever the services do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.enums.conditions import OWED, ConditionState
from accreditation.models import Condition, ConditionAnswer
from tests.factories.accounts import UserFactory
from tests.factories.conditions import conditions, in_state

pytestmark = pytest.mark.django_db


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_two_conditions_of_a_decision_never_stand_in_one_place(case):
    first, second = conditions(case)
    refused(
        "condition_stands_in_its_place",
        lambda: Condition.objects.filter(pk=second.pk).update(place=first.place),
    )


def test_a_condition_says_something(case):
    first = conditions(case)[0]
    refused("condition_says_something", lambda: Condition.objects.filter(pk=first.pk).update(text_ky=""))


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"text": ""}, "answer_to_condition_says_something"),
        ({"is_accepted": True}, "answer_to_condition_checked_by_somebody"),
        ({"reason": "Аз", "checked_at": timezone.now()}, "answer_to_condition_checked_by_somebody"),
    ],
)
def test_an_answer_is_whole(case, facts, name):
    condition = conditions(case)[0]
    values = {"condition": condition, "text": "Аткарылды", "by": case.world.head.person} | facts
    refused(name, lambda: ConditionAnswer.objects.create(**values))


def test_what_is_sent_back_says_why(case):
    answer = in_state(case, ConditionState.SENT_BACK).answers.get()
    refused(
        "answer_to_condition_sent_back_for_a_reason",
        lambda: ConditionAnswer.objects.filter(pk=answer.pk).update(reason=""),
    )


def test_one_answer_is_checked_at_once(case):
    condition = in_state(case, ConditionState.ANSWERED)
    refused(
        "one_answer_is_checked_at_once",
        lambda: ConditionAnswer.objects.create(condition=condition, text="Дагы", by=UserFactory()),
    )


@pytest.mark.parametrize("state", ConditionState)
@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_only_what_is_owed_is_overdue_and_its_last_day_counts(state, days, late):
    condition = Condition(state=state, due_on=timezone.localdate() + timedelta(days=days))
    assert condition.is_overdue == (late and state in OWED)
    assert condition.is_owed == (state in OWED)
    assert condition.tone


@pytest.mark.parametrize("state", ConditionState)
def test_the_querysets_agree_with_the_properties(case, state):
    condition = in_state(case, state)
    yesterday = timezone.localdate() - timedelta(days=1)
    Condition.objects.filter(pk=condition.pk).update(due_on=yesterday)
    condition.refresh_from_db()
    mine = Condition.objects.filter(pk=condition.pk)
    assert mine.owed().exists() == condition.is_owed
    assert mine.overdue(timezone.localdate()).exists() == condition.is_overdue
    assert mine.unsettled().exists() == (state not in {ConditionState.FULFILLED, ConditionState.LIFTED})
