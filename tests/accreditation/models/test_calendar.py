from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.calendar import DayExceptionFactory

pytestmark = pytest.mark.django_db


def test_a_day_stands_there_once():
    exception = DayExceptionFactory(day=date(2026, 9, 8))
    assert str(exception) == "08.09.2026"
    with pytest.raises(IntegrityError), transaction.atomic():
        DayExceptionFactory(day=date(2026, 9, 8), is_working=True)
