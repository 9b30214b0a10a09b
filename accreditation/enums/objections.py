from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObjectionGround(TextChoices):
    """Why an organization does not trust an expert to be fair. Each is explained in words besides."""

    KINSHIP = "kinship", pgettext_lazy("ground of an objection", "Kinship with one of our employees")
    INTEREST = "interest", pgettext_lazy("ground of an objection", "Conflict of interest")
    DISPUTE = "dispute", pgettext_lazy("ground of an objection", "A dispute with our organization or its employees")
    EMPLOYMENT = "employment", pgettext_lazy("ground of an objection", "Worked in our organization before")
    OTHER = "other", pgettext_lazy("ground of an objection", "Another ground")


class ObjectionState(TextChoices):
    """What became of an organization's objection to an expert."""

    OPEN = "open", pgettext_lazy("objection", "The ministry has not decided yet")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Dismissed")
    SETTLED = "settled", pgettext_lazy("objection", "The expert has left, there is nothing to decide")
    TAKEN_BACK = "taken_back", pgettext_lazy("objection", "Taken back by the organization")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return {ObjectionState.OPEN: "warning", ObjectionState.UPHELD: "done"}.get(self, "muted")


class ObjectionAct(TextChoices):
    """What happens to an objection: words of the journal."""

    FILE = "objection_filed", _("Objection to an expert filed")
    UPHOLD = "objection_upheld", _("Objection to an expert upheld")
    DISMISS = "objection_dismissed", _("Objection to an expert dismissed")
    SETTLE = "objection_settled", _("Objection settled: the expert has left the group")
    TAKE_BACK = "objection_taken_back", _("Objection to an expert taken back by the organization")
