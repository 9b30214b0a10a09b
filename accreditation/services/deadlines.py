"""Deadlines counted anew, when the calendar, a term or only the day has changed."""

from django.db import transaction

from accreditation.calendar import Calendar
from accreditation.deadlines import due_on
from accreditation.enums.applications import OPEN, State
from accreditation.models import Application


def refresh_deadlines() -> int:
    """Every open application has the deadline that holds now; how many had another one is returned."""
    calendar, changed = Calendar.load(), 0
    for pk in Application.objects.filter(state__in=OPEN - {State.DRAFT}).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
            day = due_on(application, calendar)
            if day != application.due_on:
                Application.objects.filter(pk=pk).update(due_on=day)
                changed += 1
    return changed
