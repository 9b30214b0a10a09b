from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitState(TextChoices):
    """Whether the experts go to the organization."""

    PLANNED = "planned", pgettext_lazy("state of a visit", "Planned")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit", "Cancelled")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return "accent" if self == VisitState.PLANNED else "muted"


class Finding(TextChoices):
    """What an expert found on the spot of what the school says of a criterion."""

    SEEN = "seen", pgettext_lazy("finding of a visit", "Seen")
    PARTLY = "partly", pgettext_lazy("finding of a visit", "Partly seen")
    NOT_SEEN = "not_seen", pgettext_lazy("finding of a visit", "Not seen")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES[self]


_TONES = {Finding.SEEN: "done", Finding.PARTLY: "accent", Finding.NOT_SEEN: "warning"}


class RatingFate(TextChoices):
    """What became of the rating that an entry of the visit brought with it."""

    CARRIED = "carried", _("The rating of the visit is saved")
    WAITING = "waiting", _("Two ratings: choose one")
    TAKEN = "taken", _("The rating of the visit was chosen")
    KEPT = "kept", _("The other rating was kept")
    LATE = "late", _("Your decision was published: the rating of the visit changed nothing")


class VisitAct(TextChoices):
    """What may happen to a visit and its entries: words of the journal."""

    PLAN = "plan_visit", _("Visit of the experts planned")
    CHANGE = "change_visit", _("Plan of the visit changed")
    CANCEL = "cancel_visit", _("Visit of the experts cancelled")
    NOTE = "note_on_visit", _("Entry of the visit stored")
    REMOVE = "remove_visit_entry", _("Entry of the visit removed")
    CHOOSE = "choose_visit_rating", _("Chosen between two ratings of the visit")
