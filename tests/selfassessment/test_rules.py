import pytest

from organizations.enums import Role
from selfassessment import rules
from selfassessment.enums import State
from selfassessment.services import ordering
from tests.factories.selfassessment import World
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

LEADERS = {Role.HEAD, Role.DEPUTY, Role.DEPARTMENT_HEAD}
OUTSIDE = "You do not work in this organization."


def refusals(world, rule, report):
    """Who is refused: of all roles, none of whom sits in the commission, and of its members."""
    people = {role: world.colleague(role) for role in Role if role != Role.HEAD}
    people |= {Role.HEAD: world.by_head, "member": world.by_teachers[0]}
    return {who for who, acting in people.items() if rule.reason(acting, report)}


@pytest.mark.parametrize("state", State)
def test_everybody_in_the_organization_sees_the_report(world, state):
    report = world.in_state(state)
    assert refusals(world, rules.may_see, report) == set()
    assert rules.may_see.reason(World().by_head, report) == OUTSIDE


@pytest.mark.parametrize("state", State)
def test_the_plan_changes_until_the_order_is_signed_and_by_who_leads(world, state):
    report = world.in_state(state)
    everybody = {*Role, "member"}
    assert refusals(world, rules.may_plan, report) == (everybody - LEADERS if state == State.DRAFT else everybody)
    assert refusals(world, rules.may_delete, report) == (everybody - LEADERS if state == State.DRAFT else everybody)


def test_a_new_order_opens_the_plan_again(world):
    report = world.ordered()
    assert rules.may_plan.reason(world.by_deputy, report) == (
        "The order is signed. To change what it says, begin a new order that replaces it."
    )
    order = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    assert rules.may_plan.allows(world.by_deputy, report)
    ordering.withdraw_replacement(order, by=world.by_deputy)
    assert not rules.may_plan.allows(world.by_deputy, report)


@pytest.mark.parametrize("state", State)
def test_only_the_commission_writes_and_only_while_the_order_holds(world, state):
    report = world.in_state(state)
    everybody = {*Role, "member"}
    assert refusals(world, rules.may_write, report) == (everybody - {"member"} if state.is_written else everybody)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.DRAFT, "The report cannot be written now: its status is “Draft”."),
        (State.ORDERED, "Only the members of the commission write the report."),
        (State.APPROVED, "The report cannot be written now: its status is “Approved”."),
        (State.RETURNED, "Only the members of the commission write the report."),
    ],
)
def test_the_refusal_to_write_says_why(world, state, reason):
    report = world.in_state(state)
    assert rules.may_write.reason(world.by_outsider, report) == reason
    assert rules.may_write.reason(world.by_outsider, report.answers.first()) == reason
    assert rules.may_write.reason(World().by_head, report) == OUTSIDE


@pytest.mark.parametrize("state", State)
def test_everybody_comments_while_the_report_is_written(world, state):
    report = world.in_state(state)
    assert refusals(world, rules.may_comment, report) == (set() if state.is_written else {*Role, "member"})


@pytest.mark.parametrize("state", State)
def test_comments_are_settled_by_the_commission_and_who_leads(world, state):
    report = world.in_state(state)
    everybody = {*Role, "member"}
    settle = LEADERS | {"member"}
    assert refusals(world, rules.may_resolve, report) == (everybody - settle if state.is_written else everybody)


def test_the_library_is_kept_by_the_employees(world):
    assert refusals(world, rules.may_keep_evidence, world.school) == set()
    assert rules.may_keep_evidence.reason(World().by_head, world.school) == OUTSIDE


def test_only_the_head_with_the_signature_of_the_organization_signs(world):
    report = world.planned()
    everybody = {*Role, "member"}
    assert refusals(world, rules.may_sign, report) == everybody - {Role.HEAD}
    assert "simple signature" in rules.may_sign.reason(acting_for(world.head), report)


def test_a_member_who_was_dismissed_is_none_any_more(world):
    report = world.ordered()
    assert rules.is_member(world.by_teachers[0], report)
    world.dismiss(world.teachers[0])
    assert not rules.is_member(world.by_teachers[0], report)
    assert rules.may_write.reason(world.by_teachers[0], report) == OUTSIDE
