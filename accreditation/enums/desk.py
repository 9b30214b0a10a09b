from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Queue(TextChoices):
    """What waits for whom: the short lists across the tabs."""

    UNASSIGNED = "unassigned", pgettext_lazy("queue of applications", "Without a specialist")
    MINE = "mine", pgettext_lazy("queue of applications", "Mine")
    OBJECTIONS = "objections", pgettext_lazy("queue of applications", "Objections to decide")
    WAITING = "waiting", pgettext_lazy("queue of applications", "Waiting for the organization")
    SOON = "soon", pgettext_lazy("queue of applications", "Due this week")
    OVERDUE = "overdue", pgettext_lazy("queue of applications", "Overdue")


class LabelTone(TextChoices):
    """The colour of a label, beside its words."""

    NEUTRAL = "neutral", pgettext_lazy("colour of a label", "Grey")
    ACCENT = "accent", pgettext_lazy("colour of a label", "Blue")
    DONE = "done", pgettext_lazy("colour of a label", "Green")
    WARNING = "warning", pgettext_lazy("colour of a label", "Orange")


class DeskAct(TextChoices):
    """What the ministry does at its desk beside the steps of an application: words of the journal."""

    NOTE_WRITTEN = "note_written", _("Private note written")
    NOTE_DELETED = "note_deleted", _("Private note deleted")
    LABELS_CHANGED = "labels_changed", _("Labels changed")
    LABEL_SAVED = "label_saved", _("Label saved")
    LABEL_DELETED = "label_deleted", _("Label deleted")
    PARAGRAPH_SAVED = "return_paragraph_saved", _("Paragraph for returns saved")
    PARAGRAPH_RETIRED = "return_paragraph_retired", _("Paragraph for returns put aside")
    EXPORTED = "applications_exported", _("List of applications exported")
    ESCALATED = "application_escalated", _("Overdue application shown to the administrators")
