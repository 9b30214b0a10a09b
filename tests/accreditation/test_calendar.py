from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation import calendar
from accreditation.calendar import Calendar, Pause
from accreditation.enums.calendar import TermKey, Unit
from accreditation.terms import Term
from tests.factories.calendar import DayExceptionFactory

USUAL = Calendar({})
DAYS = st.dates(date(2025, 1, 1), date(2032, 12, 31))
NUMBERS = st.integers(0, 40)
UNITS = st.sampled_from(Unit)
CALENDARS = st.builds(Calendar, st.dictionaries(DAYS, st.booleans(), max_size=12))

# The days off that facts of the calendar name, Monday to Friday only: weekends are not moved since 2025.
OFF = {
    2025: "1.1 1.2 1.3 1.6 1.7 3.21 5.1 5.2 5.5 5.6 5.7 5.8 5.9 6.6",
    2026: "1.1 1.2 1.5 1.6 1.7 3.20 5.1 5.4 5.5 5.6 5.7 5.8 5.27 8.31",
    2027: "1.1 1.4 1.5 1.6 1.7 3.8 3.9 5.3 5.4 5.5 5.6 5.7 8.31",
}


def working(number):
    return Term(TermKey.INTAKE, number, Unit.WORKING)


@pytest.mark.parametrize("year", OFF)
def test_the_days_off_are_those_of_the_labour_code(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    off = [f"{day.month}.{day.day}" for day in days if day.weekday() < 5 and not calendar.is_usually_working(day)]
    assert " ".join(off) == OFF[year]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 9, 7), 0, date(2026, 9, 7)),  # a Monday
        (date(2026, 9, 7), 1, date(2026, 9, 8)),
        (date(2026, 9, 4), 1, date(2026, 9, 7)),  # over a weekend
        (date(2026, 9, 5), 1, date(2026, 9, 7)),  # begun on a Saturday
        (date(2026, 4, 30), 1, date(2026, 5, 11)),  # over the May holidays
        (date(2025, 12, 31), 10, date(2026, 1, 21)),  # over the New Year's week
        (date(2026, 8, 28), 2, date(2026, 9, 2)),  # over Independence Day
        (date(2026, 9, 7), -1, date(2026, 9, 4)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, days, end):
    assert USUAL.add(start, days) == end
    assert USUAL.between(start, end) == days


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_the_day_that_is_found_is_a_working_day_so_many_days_later(days, start, number):
    end = days.add(start, number)
    assert days.is_working(end)
    assert days.between(start, end) == number
    assert days.between(start, end - timedelta(days=1)) == number - 1


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_stretches_of_days_add_up(days, first, second, third):
    assert days.between(first, second) + days.between(second, third) == days.between(first, third)


@given(CALENDARS, DAYS, NUMBERS, NUMBERS)
def test_two_terms_one_after_the_other_are_as_long_as_both_together(days, start, one, other):
    assert days.add(days.add(start, one), other) == days.add(start, one + other)


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_one_more_day_off_brings_nothing_forward(days, start, number):
    before = days.add(start, number)
    later = Calendar({**days.exceptions, before: False}).add(start, number)
    assert later > before


class TestDue:
    @given(CALENDARS, DAYS, NUMBERS)
    def test_without_pauses_it_is_the_term_itself(self, days, start, number):
        assert days.due(start, working(number)) == days.add(start, number)
        assert days.due(start, Term(TermKey.APPEAL, number, Unit.CALENDAR)) == start + timedelta(days=number)

    @given(CALENDARS, DAYS, st.integers(1, 30), st.integers(0, 29), st.integers(0, 60))
    def test_what_was_left_when_the_clock_stopped_is_left_when_it_runs_again(self, days, start, number, used, stood):
        stopped = days.add(start, min(used, number - 1))
        again = stopped + timedelta(days=stood)
        left = number - days.between(start, stopped)
        assert days.due(start, working(number), [Pause(stopped, again)]) == days.add(again, left)

    @given(CALENDARS, DAYS, st.integers(1, 20), UNITS, st.integers(0, 10), st.integers(0, 20), st.integers(0, 20))
    def test_pauses_that_overlap_count_once(self, days, start, number, unit, since, first, second):
        since = start + timedelta(days=since)
        one, other = Pause(since, since + timedelta(days=first)), Pause(since, since + timedelta(days=second))
        term = Term(TermKey.INTAKE, number, unit)
        assert days.due(start, term, [one, other]) == days.due(start, term, [max(one, other, key=lambda p: p.until)])

    @given(CALENDARS, DAYS, NUMBERS, UNITS, st.integers(0, 90))
    def test_while_it_stands_nothing_is_due_unless_it_ran_out_before(self, days, start, number, unit, since):
        term, since = Term(TermKey.INTAKE, number, unit), start + timedelta(days=since)
        unpaused = days.due(start, term)
        assert days.due(start, term, [Pause(since)]) == (unpaused if unpaused <= since else None)

    @given(CALENDARS, DAYS, NUMBERS, UNITS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
    def test_a_pause_never_brings_the_day_forward(self, days, start, number, unit, stretches):
        pauses = [
            Pause(start + timedelta(days=since), start + timedelta(days=since + length)) for since, length in stretches
        ]
        term = Term(TermKey.INTAKE, number, unit)
        assert days.due(start, term, pauses) >= days.due(start, term)

    def test_returned_on_wednesday_and_sent_again_on_friday(self):
        monday = date(2026, 9, 7)
        pause = Pause(date(2026, 9, 9), date(2026, 9, 11))
        assert USUAL.due(monday, working(5)) == date(2026, 9, 14)
        assert USUAL.due(monday, working(5), [pause]) == date(2026, 9, 16)


class TestLeft:
    @pytest.mark.parametrize(
        ("unit", "today", "left"),
        [
            (Unit.WORKING, date(2026, 9, 3), 2),
            (Unit.CALENDAR, date(2026, 9, 3), 4),
            (Unit.WORKING, date(2026, 9, 7), 0),
            (Unit.WORKING, date(2026, 9, 14), -5),
            (Unit.CALENDAR, date(2026, 9, 14), -7),
        ],
    )
    def test_days_of_the_terms_kind_that_remain(self, unit, today, left):
        assert USUAL.left(date(2026, 9, 7), Term(TermKey.INTAKE, 10, unit), today) == left


@pytest.mark.django_db
class TestTheMinistrysTable:
    def test_an_exception_stands_above_the_calendar(self):
        DayExceptionFactory(day=date(2026, 9, 8))
        DayExceptionFactory(day=date(2026, 9, 12), is_working=True)  # a Saturday
        assert calendar.add_working_days(date(2026, 9, 7), 4) == date(2026, 9, 12)
        assert calendar.working_days_between(date(2026, 9, 7), date(2026, 9, 12)) == 4
        assert calendar.due(date(2026, 9, 7), working(1)) == date(2026, 9, 9)

    @pytest.mark.parametrize("count", [1, 3, 300])
    def test_a_list_asks_once_for_all_its_rows(self, django_assert_num_queries, count):
        DayExceptionFactory(day=date(2026, 9, 8))
        with django_assert_num_queries(1):
            days = Calendar.load()
            assert all(days.due(date(2026, 9, 7), working(number)) for number in range(count))


@pytest.mark.parametrize(
    ("language", "name"),
    [("ky", "Элдик Нооруз майрамы"), ("ru", "Народный праздник Нооруз"), ("en", "Nooruz, National Holiday")],
)
def test_a_holiday_has_a_name_in_each_language(language, name):
    assert calendar.holiday_name(date(2026, 3, 21), language).startswith(name[:6])
    assert calendar.holiday_name(date(2026, 3, 23), language) == ""
