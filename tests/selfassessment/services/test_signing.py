import pytest
from django.core.exceptions import PermissionDenied

from organizations.enums import Role
from records.enums import CeremonyState, DocumentState, Verb
from records.models import Document, SigningCeremony
from records.services import cancel_ceremony
from records.values import unpacked
from selfassessment.enums import AccreditationType, Action, OrderKind, OrderState, State
from selfassessment.rules import may_write, signing_of
from selfassessment.services import ordering, planning, signing, starting
from selfassessment.services.papers import draft_paper
from tests.factories.selfassessment import DETAILS, World
from tests.factories.staff import ActingHeadFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

BACK = "/self-assessments/"
CONDUCT, APPROVE = OrderKind.CONDUCT, OrderKind.APPROVE


@pytest.fixture
def order(world):
    return world.order(world.planned())


def begin(order, by):
    return signing.open_signing(order, by=by, return_url=BACK)


def fresh(order):
    order.refresh_from_db()
    return order


def test_the_head_is_led_to_the_signing_of_the_order(world, order):
    ceremony = begin(order, world.by_head)
    assert (ceremony.signer, ceremony.subject, ceremony.return_url) == (world.head.person, order, BACK)
    assert (ceremony.purpose, ceremony.verb) == (CONDUCT.purpose, Verb.APPROVE)
    assert (ceremony.position, ceremony.organization_inn) == ("Жетекчи", world.school.inn)
    document = ceremony.documents.get()
    assert (document, document.state) == (fresh(order).document, DocumentState.PREPARING)
    assert signing_of(order.report) == ceremony


def test_however_often_he_asks_it_is_one_signing(world, order):
    assert begin(order, world.by_head) == begin(order, world.by_head)
    assert (SigningCeremony.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize("missing", DETAILS)
def test_an_order_without_all_details_is_not_signed(world, missing):
    order = ordering.prepare_order(world.planned(), CONDUCT, by=world.by_deputy)
    blank = "" if missing.endswith("number") else None
    order = ordering.fill_order(order, **DETAILS | {missing: blank}, by=world.by_deputy)
    with pytest.raises(PermissionDenied, match="Fill in"):
        begin(order, world.by_head)


def test_nobody_but_the_head_with_the_signature_of_the_school(world, order):
    for by in (world.by_deputy, world.by_teachers[0], acting_for(world.head), World().by_head):
        with pytest.raises(PermissionDenied):
            begin(order, by)
        assert signing.why_not(order.report, CONDUCT, by=by)
    assert signing.why_not(order.report, CONDUCT, by=world.by_head) is None
    assert SigningCeremony.objects.count() == 0


def test_an_acting_head_signs_in_this_capacity(world, order):
    ActingHeadFactory(employment=world.deputy, order_number="17-к")
    ceremony = begin(order, acting_for(world.deputy, signs=True))
    assert ceremony.position.startswith("Жетекчинин милдетин аткаруучу")
    assert unpacked(fresh(order).document.values)["signer_name"] == world.deputy.name


def test_two_who_may_sign_do_not_sign_beside_each_other(world, order):
    begin(order, world.by_head)
    ActingHeadFactory(employment=world.deputy)
    with pytest.raises(PermissionDenied, match="is signing the order now"):
        begin(order, acting_for(world.deputy, signs=True))


# While it is being signed ---------------------------------------------------------------------------------------------


def attempts(world, order):
    """Everything that would change what the order says, with somebody who may do it at other times."""
    report, by = order.report, world.by_deputy
    return {
        "details": lambda: ordering.fill_order(order, **DETAILS | {"number": "1"}, by=by),
        "commission": lambda: planning.set_commission(report, [], chair=None, by=by),
        "plan": lambda: world.plan(report, AccreditationType(report.type)),
        "delete": lambda: starting.delete(report, by=by),
    }


@pytest.mark.parametrize("attempt", ["details", "commission", "plan", "delete"])
def test_what_is_being_signed_does_not_change(world, order, attempt):
    begin(order, world.by_head)
    with pytest.raises(PermissionDenied, match=f"{world.head.person} is signing the order now"):
        attempts(world, order)[attempt]()
    assert fresh(order).number == "3454"


def test_the_paper_that_is_being_signed_stays(world, order):
    document = begin(order, world.by_head).documents.get()
    assert draft_paper(order, by=world.by_deputy) == document


@pytest.mark.parametrize("attempt", ["details", "commission", "plan", "delete"])
def test_after_a_cancelled_signing_everything_may_change_again(world, order, attempt):
    ceremony = begin(order, world.by_head)
    signing.cancel_signing(order.report, by=world.by_deputy)
    ceremony.refresh_from_db()
    assert ceremony.state == CeremonyState.CANCELLED
    document = ceremony.documents.get()
    assert (document.state, fresh(order).document, order.state) == (DocumentState.DISCARDED, None, OrderState.DRAFT)
    attempts(world, order)[attempt]()


def test_the_signers_own_cancel_opens_the_order_too(world, order):
    cancel_ceremony(begin(order, world.by_head), by=world.head.person)
    assert fresh(order).document is None
    assert begin(order, world.by_head).documents.get().state == DocumentState.PREPARING


def test_who_does_not_lead_cancels_nothing(world, order):
    begin(order, world.by_head)
    with pytest.raises(PermissionDenied):
        signing.cancel_signing(order.report, by=world.by_teachers[0])
    assert signing_of(order.report)


def test_cancelling_nothing_is_no_mistake(world, order):
    signing.cancel_signing(order.report, by=world.by_deputy)
    assert fresh(order).state == OrderState.DRAFT


@pytest.mark.parametrize("kind", OrderKind)
def test_a_signing_can_be_cancelled_after_the_head_has_gone(world, kind):
    report = world.filled() if kind == APPROVE else world.planned()
    begin(world.order(report, kind), world.by_head)
    world.dismiss(world.head)
    signing.cancel_signing(report, by=world.by_deputy)
    assert signing_of(report) is None


def test_the_report_is_signed_with_the_order_that_approves_it(world):
    order = world.order(world.filled(), APPROVE)
    ceremony = begin(order, world.by_head)
    fresh(order)
    assert list(ceremony.documents.order_by("items__place")) == [order.document, order.report_document]
    assert may_write.reason(world.by_teachers[0], order.report)
    signing.cancel_signing(order.report, by=world.by_head)
    assert (fresh(order).document, order.report_document) == (None, None)
    assert may_write.allows(world.by_teachers[0], order.report)


# What is missing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", OrderKind)
def test_each_order_is_signed_in_its_time(world, kind, state):
    report = world.in_state(state)
    in_time = {CONDUCT: {State.DRAFT, State.ORDERED}, APPROVE: {State.ORDERED, State.RETURNED}}[kind]
    assert (signing.why_not(report, kind, by=world.by_head) is None) == (state in in_time)


def test_a_report_with_gaps_is_not_approved(world):
    assert "not complete" in signing.why_not(world.ordered(), APPROVE, by=world.by_head)


def test_a_small_commission_is_not_ordered(world):
    report = planning.set_commission(world.planned(), [world.deputy], chair=world.deputy, by=world.by_deputy)
    assert "at least" in signing.why_not(report, CONDUCT, by=world.by_head)
    with pytest.raises(PermissionDenied):
        begin(world.order(report), world.by_head)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_no_other_role_signs(world, order, role):
    with pytest.raises(PermissionDenied):
        begin(order, world.colleague(role))
    assert not order.report.events.filter(action=Action.ORDER).exists()
