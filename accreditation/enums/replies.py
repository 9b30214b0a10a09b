from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReplyState(TextChoices):
    """Where the organization's answer to the experts' findings stands."""

    OPEN = "open", pgettext_lazy("answer of the organization", "The organization may answer")
    SENT = "sent", pgettext_lazy("answer of the organization", "The organization has answered")
    WAIVED = "waived", pgettext_lazy("answer of the organization", "The organization has no objections")
    LAPSED = "lapsed", pgettext_lazy("answer of the organization", "No answer came in time")
    SET_ASIDE = "set_aside", pgettext_lazy("answer of the organization", "Set aside: the findings are being changed")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return {ReplyState.OPEN: "accent", ReplyState.SET_ASIDE: "muted"}.get(self, "done")


CURRENT = frozenset(ReplyState) - {ReplyState.SET_ASIDE}


class ReplyAct(TextChoices):
    """What may happen to the answer of an organization: words of the journal."""

    OPEN = "open_reply", _("Findings of the experts shown to the organization")
    SEND = "send_reply", _("Answer of the organization to the findings sent")
    WAIVE = "waive_reply", _("The organization has no objections to the findings")
    LAPSE = "lapse_reply", _("The time for the answer of the organization is over")
    SET_ASIDE = "set_reply_aside", _("Answer of the organization set aside, because the findings are being changed")


class Verdict(TextChoices):
    """What the chair of the experts says to a remark of the organization."""

    ACCEPTED = "accepted", pgettext_lazy("remark of the organization", "Accepted")
    REJECTED = "rejected", pgettext_lazy("remark of the organization", "Not accepted")

    @property
    def tone(self) -> str:
        return "done" if self == Verdict.ACCEPTED else "warning"
