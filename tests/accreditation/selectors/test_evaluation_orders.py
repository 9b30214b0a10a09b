"""What an order is worth, on its page of verification and among the papers."""

import pytest

from accreditation.selectors import evaluation_orders as selectors
from accreditation.selectors.applications import papers_of
from accreditation.services import evaluation_orders, invitations
from records.selectors import standing
from tests.factories.accreditation import fresh
from tests.factories.draw import agreed, group, signed_order
from tests.factories.objections import named, ordered, sign_order
from tests.factories.selfassessment import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def said(order):
    return standing(order.document).title


def test_signed_on_paper_the_upload_makes_it_valid(case):
    application = named(case, 4)
    order = application.evaluation_orders.get()
    assert said(order) == "The order is in force"
    assert "signed on paper" in standing(order.document).text
    assert selectors.order_in_force(application) == order


def test_renewed_it_says_by_which_order(case):
    application = named(case, 4)
    first = application.evaluation_orders.get()
    invitations.change_chair(group(application)[1], reason="Тажрыйбалуу", by=case.by_specialist)
    assert said(first) == "The order is being renewed"
    assert papers_of(fresh(application))[4].status == "Is being renewed"
    second = sign_order(application, case, "8-а")
    first.refresh_from_db()
    assert said(first) == "Another order has replaced this one"
    assert str(second) in standing(first.document).text
    assert said(second) == "The order is in force"
    assert papers_of(fresh(application))[4].document == second.document


def test_signed_in_the_system_its_signature_says_it_all(case):
    order = signed_order(ordered(case))
    assert selectors.standing_of_paper(order.document) is None


def test_what_nobody_has_signed_is_worth_nothing(case):
    application = agreed(case, 4)
    facts = {"number": "7-а", "dated_on": application.taken_at.date(), "control": "Сыдыкова Б."}
    order = evaluation_orders.generate(application, **facts, by=case.by_specialist)
    assert selectors.standing_of_paper(order.document) is None
    assert selectors.order_in_force(application) is None
    assert papers_of(application)[4].document is None


def test_other_papers_are_not_its_affair(case):
    assert selectors.standing_of_paper(paper("Башка")) is None
