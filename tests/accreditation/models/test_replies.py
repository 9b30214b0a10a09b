"""What the database itself refuses of the organization's answer to the findings."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.enums.replies import CURRENT, ReplyState
from accreditation.models import Remark, RemarkAnswer, Reply
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


@pytest.fixture
def reply(group):
    return opened(group.application)


def opened(application, state=ReplyState.OPEN, **facts):
    values = {"application": application, "state": state, "due_on": timezone.localdate()}
    if state != ReplyState.OPEN:
        values["closed_at"] = timezone.now()
    if state in {ReplyState.SENT, ReplyState.WAIVED}:
        values["closed_by"] = UserFactory()
    return Reply.objects.create(**values | facts)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


@pytest.mark.parametrize(("first", "second"), list(product(ReplyState, repeat=2)))
def test_an_application_has_one_current_reply(group, first, second):
    opened(group.application, first)
    if {first, second} <= CURRENT:
        refused(lambda: opened(group.application, second, round=2))
    else:
        assert opened(group.application, second, round=2).pk


def test_a_round_is_there_once(group):
    opened(group.application, ReplyState.SET_ASIDE)
    refused(lambda: opened(group.application))


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (ReplyState.OPEN, {"closed_at": timezone.now()}),
        *[(state, {"closed_at": None}) for state in sorted(set(ReplyState) - {ReplyState.OPEN})],
        (ReplyState.SENT, {"closed_by": None}),
        (ReplyState.WAIVED, {"closed_by": None}),
    ],
)
def test_what_is_closed_was_closed_at_a_moment_and_given_by_somebody(group, state, facts):
    refused(lambda: opened(group.application, state, **facts))


def test_a_remark_says_something_once_on_a_criterion(group, reply):
    answer, by = group.application.report.answers.exclude(criterion=None).get(), UserFactory()
    remark = Remark.objects.create(reply=reply, answer=answer, text="Китепкана 2024-жылы ачылган", by=by)
    refused(lambda: Remark.objects.create(reply=reply, answer=answer, text="Дагы", by=by))
    refused(lambda: Remark.objects.filter(pk=remark.pk).update(text=""))
    RemarkAnswer.objects.create(remark=remark, by=by)
    refused(lambda: RemarkAnswer.objects.create(remark=remark, by=by))


@pytest.mark.parametrize(
    ("verdict", "text", "is_complete"),
    [("", "", False), ("accepted", " ", False), ("", "Туура", False), ("rejected", "Далил жок", True)],
)
def test_an_answer_is_complete_with_both_parts(verdict, text, is_complete):
    answer = RemarkAnswer(verdict=verdict, text=text)
    assert answer.is_complete == is_complete
    assert answer.tone == {"": "muted", "accepted": "done", "rejected": "warning"}[verdict]


@pytest.mark.parametrize(("days", "state"), list(product([-1, 0, 1], ReplyState)))
def test_it_may_be_answered_until_the_end_of_the_last_day(days, state):
    day = timezone.localdate() + timedelta(days=days)
    assert Reply(due_on=day, state=state).is_open == (state == ReplyState.OPEN and days >= 0)
