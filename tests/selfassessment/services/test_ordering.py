from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import TransitionDenied
from records.models import JournalEntry
from selfassessment.enums import AccreditationType, Action, OrderKind, OrderState, State
from selfassessment.models import Citation, EvidenceVersion, SelfAssessmentEvent
from selfassessment.services import evidence, ordering, planning
from tests.factories.selfassessment import DETAILS, LinkFactory, World, paper
from tests.factories.staff import acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

CONDUCT, APPROVE = OrderKind.CONDUCT, OrderKind.APPROVE


def test_the_order_of_the_manual_opens_the_report(world):
    report = world.planned(AccreditationType.PROG_GEN)
    order, signed = world.order(report), paper()
    assert (order.state, order.number, order.council_number) == (OrderState.DRAFT, "3454", "34534")
    report = ordering.conduct(order, document=signed, by=world.by_head)
    assert report.state == State.ORDERED
    order.refresh_from_db()
    assert (order.state, order.document, order.signed_by) == (OrderState.SIGNED, signed, world.head.person)
    assert order.says["starts_on"] == "2022-09-01"
    assert [member["name"] for member in order.says["members"] if member["is_chair"]] == [world.deputy.name]
    assert [programme["title"] for programme in order.says["programmes"]] == [
        str(programme) for programme in report.programmes.all()
    ]


def test_preparing_twice_is_one_order(world):
    report = world.planned()
    first = ordering.prepare_order(report, CONDUCT, by=world.by_deputy)
    assert ordering.prepare_order(report, CONDUCT, by=world.by_head) == first


@pytest.mark.parametrize(("kind", "states"), [(CONDUCT, {State.DRAFT}), (APPROVE, {State.ORDERED, State.RETURNED})])
@pytest.mark.parametrize("state", State)
def test_an_order_is_prepared_in_its_time(world, kind, states, state):
    report = world.in_state(state)
    if state in states:
        assert ordering.prepare_order(report, kind, by=world.by_deputy).kind == kind
    else:
        with pytest.raises(PermissionDenied):
            ordering.prepare_order(report, kind, by=world.by_deputy)


def test_who_only_writes_prepares_no_order(world):
    report = world.planned()
    with pytest.raises(PermissionDenied, match="Your role does not allow this"):
        ordering.prepare_order(report, CONDUCT, by=world.by_teachers[0])
    with pytest.raises(PermissionDenied, match="Your role does not allow this"):
        ordering.fill_order(world.order(report), **DETAILS, by=world.by_teachers[0])


@pytest.mark.parametrize("missing", DETAILS)
def test_an_order_is_not_signed_before_every_field_is_filled(world, missing):
    order = ordering.prepare_order(world.planned(), CONDUCT, by=world.by_deputy)
    blank = " " if missing.endswith("number") else None
    order = ordering.fill_order(order, **DETAILS | {missing: blank}, by=world.by_deputy)
    assert len(order.missing_details) == 1
    with pytest.raises(PermissionDenied, match=r"Fill in: .+\."):
        ordering.conduct(order, document=paper(), by=world.by_head)
    order.report.refresh_from_db()
    assert order.report.state == State.DRAFT


def test_dates_may_stand_in_any_order(world):
    order = world.order(world.planned())
    odd = {"dated_on": date(2022, 8, 31), "submitted_on": date(2022, 9, 23), "council_on": date(2022, 8, 29)}
    ordering.fill_order(order, **DETAILS | odd, by=world.by_deputy)
    assert ordering.conduct(order, document=paper(), by=world.by_head).state == State.ORDERED


def test_a_signature_told_twice_is_one(world):
    report = world.planned()
    order, signed = world.order(report), paper()
    for _ in range(2):
        assert ordering.conduct(order, document=signed, by=world.by_head).state == State.ORDERED
    assert SelfAssessmentEvent.objects.filter(report=report, action=Action.ORDER).count() == 1
    with pytest.raises(PermissionDenied, match="no longer a draft"):
        ordering.conduct(order, document=paper(), by=world.by_head)


def test_nobody_but_the_head_signs(world):
    order = world.order(world.planned())
    for by in (world.by_deputy, world.by_teachers[0], acting_for(world.head), World().by_head):
        with pytest.raises(TransitionDenied):
            ordering.conduct(order, document=paper(), by=by)
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT


def test_a_signed_order_is_not_filled_again(world):
    order = world.ordered().orders.get()
    with pytest.raises(PermissionDenied, match="no longer a draft"):
        ordering.fill_order(order, **DETAILS | {"number": "1"}, by=world.by_head)


# A new order instead of a signed one ----------------------------------------------------------------------------------


@pytest.fixture
def replacing(world):
    """A report whose order is being replaced: the period is longer, the head leads the commission."""
    report = world.ordered()
    order = ordering.begin_replacement(report, reason=" Мөөнөт узарды ", by=world.by_deputy)
    planning.set_commission(report, [world.head, *world.teachers[:2]], chair=world.head, by=world.by_deputy)
    world.plan(report, AccreditationType.INST_GEN, ends_on=date(2022, 10, 1))
    return order


def test_a_signed_order_is_replaced_by_a_new_one_with_a_reason(world, replacing):
    old = replacing.replaces
    order = ordering.fill_order(replacing, **DETAILS | {"number": "3455"}, by=world.by_deputy)
    report = ordering.conduct(order, document=paper(), by=world.by_head)
    old.refresh_from_db()
    order.refresh_from_db()
    assert (old.state, order.state, order.reason) == (OrderState.REPLACED, OrderState.SIGNED, "Мөөнөт узарды")
    assert (report.state, report.ends_on, order.says["ends_on"]) == ("ordered", date(2022, 10, 1), "2022-10-01")
    assert old.says["ends_on"] == "2022-09-03"
    event = SelfAssessmentEvent.objects.filter(report=report).first()
    assert (event.action, event.comment) == (Action.REPLACE_ORDER, "Мөөнөт узарды")


def test_a_replacement_withdrawn_leaves_everything_as_ordered(world, replacing):
    report = ordering.withdraw_replacement(replacing, by=world.by_deputy)
    replacing.refresh_from_db()
    assert (replacing.state, report.ends_on) == (OrderState.WITHDRAWN, date(2022, 9, 3))
    assert {member.employment: member.is_chair for member in report.members.all()} == {
        world.deputy: True,
        world.teachers[0]: False,
        world.teachers[1]: False,
    }
    assert report.orders.get(state=OrderState.SIGNED) == replacing.replaces
    actions = JournalEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-1] == Action.WITHDRAW_REPLACEMENT
    with pytest.raises(PermissionDenied, match="not a new order"):
        ordering.withdraw_replacement(replacing, by=world.by_deputy)


def test_programmes_come_back_with_the_withdrawal(world):
    report = world.ordered(AccreditationType.PROG_GEN)
    ordered = list(report.programmes.all())
    order = ordering.begin_replacement(report, reason="Программа", by=world.by_deputy)
    world.plan(report, AccreditationType.PROG_GEN)
    assert list(report.programmes.all()) != ordered
    assert list(ordering.withdraw_replacement(order, by=world.by_deputy).programmes.all()) == ordered


def test_beginning_a_replacement_twice_is_one(world, replacing):
    report = replacing.report
    assert ordering.begin_replacement(report, reason="Дагы", by=world.by_head) == replacing


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.RETURNED])
def test_there_must_be_an_order_to_replace(world, state):
    with pytest.raises(PermissionDenied, match="no signed order"):
        ordering.begin_replacement(world.in_state(state), reason="Себеби", by=world.by_head)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_replacement_needs_a_reason(world, reason):
    with pytest.raises(PermissionDenied, match="Write the reason"):
        ordering.begin_replacement(world.ordered(), reason=reason, by=world.by_head)


def test_the_first_order_is_not_withdrawn(world):
    order = world.order(world.planned())
    with pytest.raises(PermissionDenied, match="not a new order"):
        ordering.withdraw_replacement(order, by=world.by_deputy)


# Approval and return --------------------------------------------------------------------------------------------------


def test_the_approved_report_is_locked_with_its_evidence(world):
    report = world.filled()
    link = LinkFactory(organization=world.school)
    evidence.renew(link, "https://mektep.kg/2", by=world.by_deputy)
    evidence.cite(report.answers.first(), link, by=world.by_deputy)
    order, signed = world.order(report, APPROVE), paper()
    approved = ordering.approve(order, document=signed, by=world.by_head)
    assert (approved.state, approved.approved_by) == (State.APPROVED, world.head.person)
    assert approved.approved_at is not None
    evidence.renew(link, "https://mektep.kg/3", by=world.by_deputy)
    assert Citation.objects.get().version.number == 2
    assert EvidenceVersion.objects.count() == 3
    order.refresh_from_db()
    assert set(order.says["answers"].values()) == {1}
    assert ordering.approve(order, document=signed, by=world.by_head) == approved
    assert SelfAssessmentEvent.objects.filter(action=Action.APPROVE).count() == 1


def test_the_approving_order_has_four_fields(world):
    order = world.order(world.filled(), APPROVE)
    assert (order.submitted_on, order.missing_details) == (None, [])


def test_an_incomplete_report_is_not_approved(world):
    report = world.ordered()
    with pytest.raises(TransitionDenied, match="The report is not complete"):
        ordering.approve(world.order(report, APPROVE), document=paper(), by=world.by_head)
    assert report.orders.get(kind=APPROVE).state == OrderState.DRAFT


def test_a_returned_report_is_approved_by_an_order_that_replaces_the_first(world):
    report = world.approved()
    first = report.orders.get(kind=APPROVE)
    report = ordering.return_for_correction(report, comment=" 1.1 түзөтүлсүн ", by=world.by_head)
    assert (report.state, report.approved_at, report.approved_by) == (State.RETURNED, None, None)
    order = world.order(report, APPROVE)
    assert (order.replaces, order.reason) == (first, "1.1 түзөтүлсүн")
    report = ordering.approve(order, document=paper(), by=world.by_head)
    first.refresh_from_db()
    assert (report.state, first.state) == (State.APPROVED, OrderState.REPLACED)


def test_a_return_unpins_the_evidence_and_needs_words(world):
    report = world.filled()
    evidence.cite(report.answers.first(), LinkFactory(organization=world.school), by=world.by_deputy)
    ordering.approve(world.order(report, APPROVE), document=paper(), by=world.by_head)
    with pytest.raises(PermissionDenied, match="Write what has to be corrected"):
        ordering.return_for_correction(report, comment=" ", by=world.by_head)
    with pytest.raises(TransitionDenied):
        ordering.return_for_correction(report, comment="Түзөтүү", by=world.by_deputy)
    ordering.return_for_correction(report, comment="Түзөтүү", by=world.by_head)
    assert Citation.objects.get().version is None
