from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import months_later, official_date


@pytest.mark.parametrize(
    ("day", "ky", "ru"),
    [
        (date(2026, 11, 22), "2026-жылдын 22-ноябры", "22 ноября 2026 года"),
        (date(2024, 2, 29), "2024-жылдын 29-февралы", "29 февраля 2024 года"),
        (date(2022, 9, 2), "2022-жылдын 2-сентябры", "2 сентября 2022 года"),
        (date(2027, 5, 1), "2027-жылдын 1-майы", "1 мая 2027 года"),
    ],
)
def test_dates_are_written_as_in_the_acts_of_the_state(day, ky, ru):
    assert (official_date(day, "ky"), official_date(day, "ru")) == (ky, ru)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 11, 22), 60, date(2031, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_where_there_is_one(day, months, later):
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_a_term_in_months_never_runs_backwards(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
