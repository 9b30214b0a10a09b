"""The product of states, actions and roles of an expert's evaluation."""

from itertools import product

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.evaluation import WRITABLE, EvaluationAct, EvaluationState
from accreditation.models import Application
from accreditation.workflow import evaluation as workflow
from core.workflow import TransitionDenied
from records.models import JournalEntry
from staff.selectors import head_of
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group, again, counting
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

ITS_EXPERT, SPECIALIST, ADMINISTRATOR = "its expert", "its specialist", "administrator"
POSSIBLE = {
    EvaluationAct.PUBLISH: (WRITABLE, {ITS_EXPERT}),
    EvaluationAct.RECALL: (set(), {ITS_EXPERT}),  # only until the decision counts: tested below
    EvaluationAct.REOPEN: ({EvaluationState.PUBLISHED}, {SPECIALIST, ADMINISTRATOR}),
}


def people(group: Group) -> dict[str, Acting | None]:
    return {
        ITS_EXPERT: group.by_second,
        "chair": group.by_chair,
        "another expert": acting_as(ExpertFactory()),
        SPECIALIST: group.case.by_specialist,
        "another specialist": acting_as(SpecialistFactory()),
        ADMINISTRATOR: group.case.by_administrator,
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "head": acting_for(head_of(group.application.organization)),
        "stranger": Acting(user=UserFactory()),
        "the system": None,
    }


def test_each_step_belongs_to_its_states_and_people(case):
    group = Group(case)
    evaluation, roles = group.final(), people(group)
    for state in EvaluationState:
        evaluation.state = state
        for action, (role, acting) in product(POSSIBLE, roles.items()):
            sources, whose = POSSIBLE[action]
            refusal = workflow.EVALUATION[action].reason(acting, evaluation)
            assert (refusal is None) == (state in sources and role in whose), (state, action, role)


def test_the_table_has_these_actions_and_no_other():
    assert set(workflow.EVALUATION) == set(POSSIBLE)


def test_within_ten_minutes_the_expert_recalls_and_the_ministry_cannot_reopen(case):
    group = Group(case)
    evaluation = group.published()
    table = workflow.EVALUATION
    assert table[EvaluationAct.RECALL].reason(group.by_second, evaluation) is None
    assert "may recall" in table[EvaluationAct.REOPEN].reason(case.by_administrator, evaluation)
    assert "over" in table[EvaluationAct.RECALL].reason(group.by_second, counting(evaluation))


@pytest.mark.parametrize("state", sorted(set(State) - {State.EVALUATION}))
def test_nothing_happens_unless_the_evaluation_goes_on(case, state):
    group = Group(case)
    evaluation = group.rated()
    evaluation.application.state = state
    assert "not going on" in workflow.EVALUATION[EvaluationAct.PUBLISH].reason(group.by_second, evaluation)


@pytest.mark.parametrize("lacking", ["mark", "comment"])
def test_a_decision_without_a_mark_or_a_comment_is_not_published(case, lacking):
    group = Group(case)
    evaluation = group.rated()
    last = evaluation.ratings.last()
    evaluation.ratings.filter(pk=last.pk).update(**{lacking: ""})
    with pytest.raises(TransitionDenied, match="1"):
        workflow.advance(evaluation, EvaluationAct.PUBLISH, by=group.by_second)


def test_a_blocked_expert_is_nobody(case):
    group = Group(case)
    evaluation = group.rated()
    expert = group.experts[1]
    facts = {"blocked_at": expert.added_at, "blocked_by": case.administrator, "block_reason": "Себеп"}
    type(expert).objects.filter(pk=expert.pk).update(**facts)
    assert workflow.EVALUATION[EvaluationAct.PUBLISH].reason(group.by_second, again(evaluation))


def test_an_administrator_who_sits_in_the_group_reopens_nothing(case):
    group = Group(case)
    evaluation, person = group.final(), group.experts[2].person
    type(person).objects.filter(pk=person.pk).update(is_administrator=True)
    person.refresh_from_db()
    assert workflow.EVALUATION[EvaluationAct.REOPEN].reason(Acting(user=person), evaluation)


def test_a_step_leaves_one_event_and_one_entry(case):
    group = Group(case)
    evaluation = group.final()
    events, entries = evaluation.events.count(), JournalEntry.objects.count()
    by, reason = case.by_administrator, "Ката баа"
    facts = {"published_at": None, "paper": None}
    workflow.advance(evaluation, EvaluationAct.REOPEN, by=by, comment=reason, **facts)
    assert (evaluation.events.count(), JournalEntry.objects.count()) == (events + 1, entries + 1)
    assert (evaluation.events.last().by, evaluation.events.last().comment) == (by.user, reason)
    assert Application.objects.get(pk=group.application.pk).state == State.EVALUATION
