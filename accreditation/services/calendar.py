"""The ministry's table of exceptions from the usual calendar."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.calendar import is_usually_working
from accreditation.enums.calendar import CalendarAct
from accreditation.models import DayException
from accreditation.rules.calendar import may_keep_calendar
from records import journal


class NoException(Exception):
    """The day is in the table already, or is by itself what it would be made; the text says which."""


@transaction.atomic
def add_exception(day: date, *, is_working: bool, note: str, by: Acting) -> DayException:
    """From now on every term counts the day as working, or as a day off. Raises NoException."""
    may_keep_calendar.check(by)
    if is_usually_working(day) is is_working:
        raise NoException(_usual(is_working=is_working))
    try:
        with transaction.atomic():
            exception = DayException.objects.create(day=day, is_working=is_working, note=note, added_by=by.user)
    except IntegrityError:
        raise NoException(_("This day is in the table already. Remove it first.")) from None
    journal.write(CalendarAct.ADD, by=by.user, obj=exception, changes=_facts(exception))
    return exception


@transaction.atomic
def remove_exception(pk: int, *, by: Acting) -> None:
    """The day is again what the country's calendar says. Raises DoesNotExist if somebody else removed it first."""
    may_keep_calendar.check(by)
    exception = DayException.objects.select_for_update().get(pk=pk)
    journal.write(CalendarAct.REMOVE, by=by.user, obj=exception, changes=_facts(exception))
    exception.delete()


def _usual(*, is_working: bool) -> str:
    if is_working:
        return _("This is a working day anyway.")
    return _("This is a day off anyway.")


def _facts(exception: DayException) -> dict[str, object]:
    return {"day": exception.day, "is_working": exception.is_working, "note": exception.note}
