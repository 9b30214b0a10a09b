"""A visit's states × actions × people, and what each step leaves in the journal."""

import itertools

import pytest

from accounts.acting import Acting
from accreditation.enums.applications import State
from accreditation.enums.visits import VisitAct, VisitState
from accreditation.models import Visit
from accreditation.workflow.visits import VISIT, advance
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group
from tests.factories.visits import bare_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

LEADS_TO = {
    (VisitState.PLANNED, VisitAct.CHANGE): VisitState.PLANNED,
    (VisitState.PLANNED, VisitAct.CANCEL): VisitState.CANCELLED,
    (VisitState.CANCELLED, VisitAct.PLAN): VisitState.PLANNED,
}
REASONS = {VisitState.PLANNED: "", VisitState.CANCELLED: "Карантин"}


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


def people(group, case):
    return {
        "chair": group.by_chair,
        "second": group.by_second,
        "administrator": case.by_administrator,
        "specialist": case.by_specialist,
        "head": case.by_head,
        "stranger": Acting(user=UserFactory()),
        "nobody": None,
    }


@pytest.mark.parametrize(("state", "action"), list(itertools.product(VisitState, VISIT)))
def test_only_the_chair_takes_only_the_steps_of_the_table(group, case, state, action):
    visit = bare_visit(group, state=state, reason=REASONS[state])
    for name, acting in people(group, case).items():
        may = VISIT[action].reason(acting, visit) is None
        assert may is ((state, action) in LEADS_TO and name == "chair"), name


@pytest.mark.parametrize(("state", "action"), LEADS_TO)
def test_a_step_leaves_one_entry_and_the_next_revision(group, state, action):
    visit = bare_visit(group, state=state, reason=REASONS[state])
    target = LEADS_TO[state, action]
    changed = advance(visit, action, by=group.by_chair, reason=REASONS[target])
    assert (changed.state, changed.revision) == (target, 2)
    entry = JournalEntry.objects.get(action=action)
    assert (entry.by_id, entry.object_id) == (group.by_chair.user.pk, str(visit.pk))
    assert list(entry.changes["state"]) == [state, target]


@pytest.mark.parametrize("state", [State.AGREED, State.EVALUATED, State.WITHDRAWN])
def test_outside_the_evaluation_no_step_is_taken(group, state):
    visit = bare_visit(group)
    type(group.application).objects.update(state=state)
    with pytest.raises(TransitionDenied, match="not going on now"):
        advance(visit, VisitAct.CANCEL, by=group.by_chair, reason="Карантин")
    assert Visit.objects.get().is_planned
