from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvitationState(TextChoices):
    """What became of the question whether an expert evaluates a school."""

    WAITING = "waiting", pgettext_lazy("invitation", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Agreed")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    LAPSED = "lapsed", pgettext_lazy("invitation", "Did not answer in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrew after consent")
    REPLACED = "replaced", pgettext_lazy("invitation", "Replaced by the ministry")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES.get(self, "muted")


_TONES = {
    InvitationState.WAITING: "accent",
    InvitationState.ACCEPTED: "done",
    InvitationState.DECLINED: "warning",
    InvitationState.WITHDRAWN: "warning",
}
LIVE = frozenset({InvitationState.WAITING, InvitationState.ACCEPTED})


class DeclineReason(TextChoices):
    """Why an expert does not take part. The first three are his duties to refuse."""

    DISTRICT = "district", _("I live in the district of the organization")
    KIN = "kin", _("I am a relative of one of its heads")
    LANGUAGE = "language", _("I do not work in the language of the report")
    INTEREST = "interest", _("Another conflict of interest with the organization")
    BUSY = "busy", _("I am busy in this period")
    HEALTH = "health", _("Illness or family reasons")
    OTHER = "other", _("Another reason")

    @property
    def is_conflict(self) -> bool:
        """Who is too close to the organization is not asked again for it in this cycle."""
        return self in CONFLICTS


CONFLICTS = frozenset({DeclineReason.DISTRICT, DeclineReason.KIN, DeclineReason.INTEREST})


class InvitationAct(TextChoices):
    """What may happen to an invitation: words of its history and of the journal."""

    INVITE = "expert_invited", _("Expert invited")
    REMIND = "expert_reminded", _("Expert reminded of the invitation")
    ACCEPT = "invitation_accepted", _("Invitation accepted")
    DECLINE = "invitation_declined", _("Invitation declined")
    LAPSE = "invitation_lapsed", _("Invitation lapsed without an answer")
    WITHDRAW = "consent_withdrawn", _("Consent of an expert withdrawn")
    REPLACE = "expert_replaced", _("Expert replaced")
    CHAIR = "chair_changed", _("Another chair of the expert group")
    DOUBT = "expert_in_doubt", _("A rule excludes an expert who was invited already")
    SHORT = "no_alternate_left", _("No alternate is left for a place in the expert group")
