import pytest
from django.core.management import call_command

from core.workflow import TransitionDenied
from records.models import JournalEntry
from selfassessment import workflow
from selfassessment.enums import AccreditationType, Action, State
from selfassessment.models import SelfAssessmentEvent
from selfassessment.services import ordering, planning
from tests.factories.selfassessment import World
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

POSSIBLE = {
    (State.DRAFT, Action.ORDER),
    (State.ORDERED, Action.REPLACE_ORDER),
    (State.ORDERED, Action.APPROVE),
    (State.RETURNED, Action.APPROVE),
    (State.APPROVED, Action.RETURN),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", workflow.SELF_ASSESSMENT)
def test_each_action_in_each_state_by_each_person(world, state, action):
    report = world.in_state(state)
    step = workflow.SELF_ASSESSMENT[action]
    people = {
        "head": world.by_head,
        "head without the signature": acting_for(world.head),
        "deputy": world.by_deputy,
        "member": world.by_teachers[0],
        "head elsewhere": World().by_head,
    }
    allowed = {who for who, acting in people.items() if step.reason(acting, report) is None}
    assert allowed == ({"head"} if (state, action) in POSSIBLE else set())


@pytest.mark.parametrize(("state", "action"), sorted(POSSIBLE))
def test_a_step_leaves_an_event_and_an_entry_in_the_journal(world, state, action):
    report = world.in_state(state)
    target = workflow.SELF_ASSESSMENT[action].target
    extra = {}
    if action == Action.APPROVE:
        extra = {"approved_at": report.created_at, "approved_by": world.head.person}
    elif action == Action.RETURN:
        extra = {"approved_at": None, "approved_by": None}
    done = workflow.advance(report, action, by=world.by_head, comment="Себеби", **extra)
    assert done.state == target
    event = SelfAssessmentEvent.objects.filter(report=report).first()
    assert (event.action, event.source, event.target, event.by, event.comment) == (
        action,
        state,
        target,
        world.head.person,
        "Себеби",
    )
    entry = JournalEntry.objects.filter(action=action).latest("pk")
    assert (entry.object_id, entry.organization_id) == (str(report.pk), world.school.pk)
    assert entry.changes == {"comment": "Себеби"} | ({} if state == target else {"state": [state, target]})


@pytest.mark.parametrize("action", [Action.ORDER, Action.APPROVE])
def test_a_refused_step_leaves_nothing(world, action):
    report = world.planned()
    before = JournalEntry.objects.count(), SelfAssessmentEvent.objects.count()
    with pytest.raises(TransitionDenied):
        workflow.advance(report, action, by=world.by_deputy)
    report.refresh_from_db()
    assert (report.state, (JournalEntry.objects.count(), SelfAssessmentEvent.objects.count())) == ("draft", before)


def order_reason(world, report):
    report.refresh_from_db()
    return workflow.SELF_ASSESSMENT[Action.ORDER].reason(world.by_head, report)


def test_the_order_waits_for_commission_and_plan(world):
    report = world.started()
    assert order_reason(world, report) == "The commission needs at least 3 members."
    planning.set_commission(report, world.commission, chair=None, by=world.by_deputy)
    assert order_reason(world, report) == "Choose the chair of the commission"
    planning.set_commission(report, world.commission, chair=world.deputy, by=world.by_deputy)
    assert order_reason(world, report) == "Choose the accreditation type."
    kind = AccreditationType.PROG_GEN
    world.plan(report, kind, programmes=[], starts_on=None, ends_on=None)
    assert order_reason(world, report) == "Choose the start date and the end date of the self-assessment."
    world.plan(report, kind, programmes=[])
    assert order_reason(world, report) == "Choose at least one programme"
    world.plan(report, kind)
    assert order_reason(world, report) is None
    world.dismiss(world.teachers[0])
    assert order_reason(world, report) == (
        f"No longer works here, take out of the commission: {world.teachers[0].name}."
    )


def test_the_size_of_the_commission_is_a_setting(world, settings):
    settings.COMMISSION_MINIMUM = 5
    assert order_reason(world, world.planned()) == "The commission needs at least 5 members."


def test_the_head_may_sit_in_the_commission_and_lead_it(world):
    report = world.planned()
    planning.set_commission(report, [world.head, *world.teachers[:2]], chair=world.head, by=world.by_deputy)
    assert order_reason(world, report) is None


def approval(world, report):
    return workflow.SELF_ASSESSMENT[Action.APPROVE].reason(world.by_head, report)


def test_approval_waits_for_the_last_answer(world):
    report = world.filled()
    assert approval(world, report) is None
    report.answers.filter(place=3).update(text="а" * 501)
    report.answers.filter(place=4).update(text="")
    assert approval(world, report) == "The report is not complete: 2 answers are missing or too long."


def test_approval_waits_for_the_order_that_is_being_replaced(world):
    report = world.filled()
    order = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    assert approval(world, report) == "A new order on self-assessment was begun: sign it or withdraw it first."
    ordering.withdraw_replacement(order, by=world.by_deputy)
    assert approval(world, report) is None


def is_used(report):
    return f"Used in an application of {report.organization}"


def is_free(report):
    return None


def test_a_report_that_is_used_is_not_returned(world, settings):
    report = world.approved()
    step = workflow.SELF_ASSESSMENT[Action.RETURN]
    settings.SELF_ASSESSMENT_USES = [f"{__name__}.is_free", f"{__name__}.is_used"]
    assert step.reason(world.by_head, report) == f"Used in an application of {world.school}"
    settings.SELF_ASSESSMENT_USES = [f"{__name__}.is_free"]
    assert step.reason(world.by_head, report) is None


def test_what_is_possible_now_is_said_with_what_is_missing(world):
    report = world.ordered()
    available = dict(workflow.SELF_ASSESSMENT.available(world.by_head, report))
    assert available == {
        Action.REPLACE_ORDER: None,
        Action.APPROVE: "The report is not complete: 34 answers are missing or too long.",
    }
    assert dict(workflow.SELF_ASSESSMENT.available(world.by_deputy, report)) == {}


def test_the_diagram_is_up_to_date():
    call_command("workflow_diagram", check=True)
