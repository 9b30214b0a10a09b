"""Who may do what at the ministry's desk."""

from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.models import Application, Note
from accreditation.rules.applications import is_its_specialist
from core.rules import Reason, rule


@rule
def deals_with(acting: Acting, application: Application) -> Reason:
    """Administrators with all applications, a specialist with his own."""
    if acting.user.is_administrator or is_its_specialist(acting, application):
        return None
    return _("Only the specialist to whom the application was given, or an administrator, may do this.")


@rule
def wrote_note(acting: Acting, note: Note) -> Reason:
    """A note is taken back by whoever wrote it."""
    if note.by_id != acting.user.pk:
        return _("Only the person who wrote the note may delete it.")
    return deals_with.reason(acting, note.application)
