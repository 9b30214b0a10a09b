from datetime import date

import pytest

from organizations.services.seeing import ChangedMeanwhile, check_seen
from tests.factories.organizations import RegistrationFactory


@pytest.mark.parametrize(
    ("stands", "seen", "typed", "conflict"),
    [
        ("old", "old", "new", False),
        ("other", "old", "new", True),
        ("other", "old", "other", False),
        ("", "", "new", False),
        ("other", "", "new", True),
        ("", "old", "new", True),
        ("old", "old", "old", False),
    ],
)
def test_nobody_writes_over_a_text_that_he_did_not_see(stands, seen, typed, conflict):
    registration = RegistrationFactory.build(bank=stands, started_by=None)
    if conflict:
        with pytest.raises(ChangedMeanwhile) as raised:
            check_seen(registration, {"bank": typed}, {"bank": seen})
        assert raised.value.current == {"bank": stands}
    else:
        check_seen(registration, {"bank": typed}, {"bank": seen})


def test_dates_and_lists_are_compared_as_they_travelled():
    registration = RegistrationFactory.build(order_on=date(2020, 1, 2), levels=["preschool"], started_by=None)
    check_seen(
        registration,
        {"order_on": date(2021, 1, 1), "levels": []},
        {"order_on": "2020-01-02", "levels": ["preschool"]},
    )


def test_who_says_nothing_of_what_he_saw_saw_nothing():
    with pytest.raises(ChangedMeanwhile):
        check_seen(RegistrationFactory.build(bank="Банк", started_by=None), {"bank": "Башка"}, {})
