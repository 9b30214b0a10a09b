from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpertType(TextChoices):
    """For which of the two systems an expert evaluates."""

    ACCREDITATION = "accreditation", pgettext_lazy("type of an expert", "Accreditation")
    LICENSING = "licensing", pgettext_lazy("type of an expert", "Licensing")
    ANY = "any", pgettext_lazy("type of an expert", "Any")


class PersonAct(TextChoices):
    """What happens to a specialist, an expert or a member of the collegium: the words of their history."""

    ADD = "ministry_person_added", _("Added")
    IMPORT = "ministry_person_imported", _("Added from a file")
    CHANGE = "ministry_person_changed", pgettext_lazy("event of a person", "Data changed")
    RENAME = "ministry_person_renamed", _("Name changed after the state sign-in")
    BLOCK = "ministry_person_blocked", pgettext_lazy("event of a person", "Blocked")
    UNBLOCK = "ministry_person_unblocked", pgettext_lazy("event of a person", "Unblocked")
    DELETE = "ministry_person_deleted", pgettext_lazy("event of a person", "Deleted")
    EXPORT = "ministry_people_exported", _("List of people exported")
    DECLARE_RELATIVE = "ministry_relative_declared", _("Relative declared")
    WITHDRAW_RELATIVE = "ministry_relative_withdrawn", _("Declaration about a relative withdrawn")
    ADD_ABSENCE = "ministry_absence_added", _("Absence entered")
    REMOVE_ABSENCE = "ministry_absence_removed", _("Absence removed")
