from datetime import date, timedelta

import pytest
from django.utils import timezone

from selfassessment.enums import OrderKind
from selfassessment.models import Order, SelfAssessment
from selfassessment.oddities import odd_dates
from tests.factories.selfassessment import DETAILS

pytestmark = pytest.mark.usefixtures("_english")

PERIOD = {"starts_on": date(2022, 9, 1), "ends_on": date(2022, 9, 3)}
USUAL = {"dated_on": date(2022, 8, 30), "council_on": date(2022, 8, 29), "submitted_on": date(2022, 9, 5)}
FUTURE = timezone.localdate() + timedelta(days=2)


def odd(kind=OrderKind.CONDUCT, period=PERIOD, **dates):
    return odd_dates(SelfAssessment(**period), Order(kind=kind, **dates))


def test_the_usual_order_of_dates_is_not_spoken_of():
    assert odd(**USUAL) == []
    assert odd(OrderKind.APPROVE, dated_on=date(2022, 9, 3), council_on=date(2022, 9, 3)) == []


def test_what_is_not_known_is_not_odd():
    assert odd(period={}) == odd() == odd(period={}, **USUAL) == odd(OrderKind.APPROVE) == []


@pytest.mark.parametrize(
    ("kind", "dates", "said"),
    [
        (OrderKind.CONDUCT, {"council_on": date(2022, 8, 31)}, "decision of the pedagogical council is later"),
        (OrderKind.CONDUCT, {"dated_on": date(2022, 9, 2)}, "later than the start date"),
        (OrderKind.CONDUCT, {"submitted_on": date(2022, 9, 2)}, "before the self-assessment ends"),
        (OrderKind.APPROVE, {"dated_on": date(2022, 9, 2)}, "earlier than the end date"),
    ],
)
def test_each_odd_pair_is_named(kind, dates, said):
    facts = USUAL | dates
    if kind == OrderKind.APPROVE:
        facts = {"council_on": date(2022, 8, 1)} | dates
    [sentence] = odd(kind, **facts)
    assert said in sentence


def test_an_order_from_the_future_is_odd():
    assert "The order is dated in the future." in odd(**USUAL | {"dated_on": FUTURE})


def test_the_example_of_the_manual_has_two_odd_pairs():
    details = {name: value for name, value in DETAILS.items() if name.endswith("_on")}
    assert len(odd(**details)) == 2
