"""What is overdue is shown to the administrators, once for each day that was missed."""

from django.db import transaction

from accreditation.enums.desk import DeskAct
from accreditation.models import Application, Escalation
from accreditation.selectors.desk import is_overdue, newly_overdue
from accreditation.services import telling
from core.locking import read_locked
from records import journal


def escalate_overdue() -> int:
    """Administrators and specialists know of every application that missed its day; asked again, nobody is told twice.
    Returns of how many they were told now."""
    return sum(_escalate(pk) for pk in newly_overdue().values_list("pk", flat=True))


@transaction.atomic
def _escalate(pk: int) -> bool:
    rows = Application.objects.select_related("organization", "specialist__person")
    application = read_locked(rows, pk)
    if not is_overdue(application) or application.due_on is None:
        return False
    _escalation, is_new = Escalation.objects.get_or_create(application=application, due_on=application.due_on)
    if is_new:
        facts = {"due_on": application.due_on}
        journal.write(DeskAct.ESCALATED, by=None, obj=application, organization=application.organization, changes=facts)
        telling.overdue(application)
    return is_new
