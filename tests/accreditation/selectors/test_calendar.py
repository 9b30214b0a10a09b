from datetime import date

import pytest

from accreditation.selectors import calendar as selectors
from tests.factories.calendar import DayExceptionFactory

pytestmark = pytest.mark.django_db


def test_the_exceptions_of_one_year_by_day():
    days = [date(2026, 9, 8), date(2026, 2, 23), date(2027, 1, 8)]
    for day in days:
        DayExceptionFactory(day=day)
    assert [exception.day for exception in selectors.exceptions_of(2026)] == [date(2026, 2, 23), date(2026, 9, 8)]


def test_the_holidays_that_take_a_working_day_with_what_was_changed():
    moved = DayExceptionFactory(day=date(2026, 5, 27), is_working=True)
    found = selectors.holidays_of(2026, "ru")
    assert [(holiday.day, holiday.exception) for holiday in found if holiday.day.month in {5, 8}] == [
        *((date(2026, 5, day), None) for day in (1, 4, 5, 6, 7, 8)),
        (date(2026, 5, 27), moved),
        (date(2026, 8, 31), None),
    ]
    assert found[0].name == "Новый год"


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_same_number_of_queries_for_any_number(django_assert_num_queries, count):
    for number in range(count):
        DayExceptionFactory(day=date(2026, 9, number + 1))
    with django_assert_num_queries(1):
        assert [str(exception.added_by) for exception in selectors.exceptions_of(2026)]
    with django_assert_num_queries(1):
        selectors.holidays_of(2026, "ky")
