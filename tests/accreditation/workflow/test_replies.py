"""The product of states, actions and roles of the organization's answer to the findings."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.replies import CURRENT, ReplyAct, ReplyState
from accreditation.workflow import replies as workflow
from core.workflow import TransitionDenied
from records.models import JournalEntry
from staff.selectors import head_of
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

HEAD, SYSTEM = "head with the signature", "the system"
OPEN = {ReplyState.OPEN}
POSSIBLE = {
    ReplyAct.SEND: (OPEN, {HEAD}),
    ReplyAct.WAIVE: (OPEN, {HEAD}),
    ReplyAct.LAPSE: (set(), {SYSTEM}),  # only when the day is over: tested below
    ReplyAct.SET_ASIDE: (CURRENT, {SYSTEM}),
}


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


def people(group: Group) -> dict[str, Acting | None]:
    return {
        HEAD: group.by_head,
        "head without a signature": acting_for(head_of(group.application.organization)),
        "deputy": group.case.by_deputy,
        "teacher of the commission": group.case.world.by_teachers[0],
        "chair": group.by_chair,
        "expert": group.by_second,
        "another expert": acting_as(ExpertFactory()),
        "specialist": group.case.by_specialist,
        "another specialist": acting_as(SpecialistFactory()),
        "administrator": group.case.by_administrator,
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "stranger": Acting(user=UserFactory()),
        SYSTEM: None,
    }


def with_a_remark(group):
    reply = group.asked()
    answer = group.application.report.answers.exclude(criterion=None).get()
    reply.remarks.create(answer=answer, text="Китепкана ачылган", by=group.by_head.user)
    return reply


def test_each_step_belongs_to_its_states_and_people(group):
    reply, roles = with_a_remark(group), people(group)
    for state, action, (role, acting) in product(ReplyState, POSSIBLE, roles.items()):
        reply.state = state
        sources, whose = POSSIBLE[action]
        refusal = workflow.REPLY[action].reason(acting, reply)
        assert (refusal is None) == (state in sources and role in whose), (state, action, role)


def test_the_table_has_these_actions_and_no_other():
    assert set(workflow.REPLY) == set(POSSIBLE)
    assert set(ReplyAct) == {*POSSIBLE, ReplyAct.OPEN}


@pytest.mark.parametrize(("days", "may_give"), [(-1, False), (0, True), (1, True)])
def test_the_last_day_counts_and_the_next_does_not(group, days, may_give):
    reply = with_a_remark(group)
    reply.due_on = timezone.localdate() + timedelta(days=days)
    for action in (ReplyAct.SEND, ReplyAct.WAIVE):
        assert (workflow.REPLY[action].reason(group.by_head, reply) is None) == may_give
    assert (workflow.REPLY[ReplyAct.LAPSE].reason(None, reply) is None) == (not may_give)


def test_nothing_written_is_not_sent(group):
    reply = group.asked()
    assert "at least one criterion" in workflow.REPLY[ReplyAct.SEND].reason(group.by_head, reply)
    assert workflow.REPLY[ReplyAct.WAIVE].reason(group.by_head, reply) is None


def test_a_step_leaves_one_entry_and_says_when_and_by_whom(group):
    reply, entries = with_a_remark(group), JournalEntry.objects.count()
    sent = workflow.advance(reply, ReplyAct.SEND, by=group.by_head)
    assert JournalEntry.objects.count() == entries + 1
    assert (sent.state, sent.closed_by) == (ReplyState.SENT, group.by_head.user)
    aside = workflow.advance(sent, ReplyAct.SET_ASIDE, by=None)
    assert (aside.closed_at, aside.closed_by) == (sent.closed_at, sent.closed_by)
    with pytest.raises(TransitionDenied):
        workflow.advance(reply, ReplyAct.SEND, by=group.by_head)
