from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accreditation.models import DayException
from accreditation.services.calendar import NoException, add_exception, remove_exception
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.calendar import DayExceptionFactory

pytestmark = pytest.mark.django_db
TUESDAY, SATURDAY, NOORUZ = date(2026, 9, 8), date(2026, 9, 12), date(2029, 3, 21)


@pytest.fixture
def administrator():
    return Acting(user=UserFactory(is_administrator=True))


@pytest.mark.parametrize(("day", "is_working"), [(TUESDAY, False), (SATURDAY, True), (NOORUZ, True)])
def test_a_day_is_made_what_it_is_not_by_itself(administrator, day, is_working):
    exception = add_exception(day, is_working=is_working, note="Токтом № 57", by=administrator)
    assert (exception.day, exception.is_working, exception.added_by) == (day, is_working, administrator.user)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.object_name) == (
        "calendar_day_added",
        administrator.user.pk,
        f"{day:%d.%m.%Y}",
    )
    assert entry.changes == {"day": day.isoformat(), "is_working": is_working, "note": "Токтом № 57"}


@pytest.mark.parametrize(("day", "is_working"), [(TUESDAY, True), (SATURDAY, False), (NOORUZ, False)])
def test_a_day_that_is_so_by_itself_is_no_exception(administrator, day, is_working):
    with pytest.raises(NoException):
        add_exception(day, is_working=is_working, note="x", by=administrator)
    assert not JournalEntry.objects.exists()


def test_a_day_stands_in_the_table_once(administrator):
    DayExceptionFactory(day=TUESDAY)
    with pytest.raises(NoException):
        add_exception(TUESDAY, is_working=False, note="x", by=administrator)
    assert DayException.objects.count() == 1


def test_what_was_removed_stays_in_the_journal(administrator):
    exception = DayExceptionFactory(day=TUESDAY, note="Токтом № 57")
    remove_exception(exception.pk, by=administrator)
    assert not DayException.objects.exists()
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_id, entry.changes["note"]) == (
        "calendar_day_removed",
        str(exception.pk),
        "Токтом № 57",
    )
    with pytest.raises(DayException.DoesNotExist):
        remove_exception(exception.pk, by=administrator)


def test_only_the_administrator_keeps_the_table():
    anybody = Acting(user=UserFactory())
    exception = DayExceptionFactory(day=TUESDAY)
    with pytest.raises(PermissionDenied):
        add_exception(SATURDAY, is_working=True, note="x", by=anybody)
    with pytest.raises(PermissionDenied):
        remove_exception(exception.pk, by=anybody)
    assert DayException.objects.get() == exception
