from datetime import date

import pytest

from core.dates import official_date


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
