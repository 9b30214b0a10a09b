from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SittingState(TextChoices):
    """Where a sitting of the collegium stands."""

    PLANNED = "planned", pgettext_lazy("state of a sitting", "Planned")
    OPEN = "open", pgettext_lazy("state of a sitting", "Sitting now")
    CLOSED = "closed", pgettext_lazy("state of a sitting", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("state of a sitting", "Cancelled")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _SITTING_TONES[self]


class ItemState(TextChoices):
    """Where a case of the agenda stands."""

    WAITING = "waiting", pgettext_lazy("state of a case of the agenda", "Not heard yet")
    VOTING = "voting", pgettext_lazy("state of a case of the agenda", "Put to the vote")
    DRAFTED = "drafted", pgettext_lazy("state of a case of the agenda", "Decision waits for confirmation")
    DECIDED = "decided", pgettext_lazy("state of a case of the agenda", "Decided")
    LEFT = "left", pgettext_lazy("state of a case of the agenda", "Left for another sitting")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _ITEM_TONES[self]


_SITTING_TONES = {
    SittingState.PLANNED: "neutral",
    SittingState.OPEN: "accent",
    SittingState.CLOSED: "done",
    SittingState.CANCELLED: "muted",
}
_ITEM_TONES = {
    ItemState.WAITING: "neutral",
    ItemState.VOTING: "accent",
    ItemState.DRAFTED: "warning",
    ItemState.DECIDED: "done",
    ItemState.LEFT: "muted",
}
LIVE_ITEMS = frozenset({ItemState.WAITING, ItemState.VOTING, ItemState.DRAFTED})


class Outcome(TextChoices):
    """What the collegium may decide on a case."""

    ACCREDITED = "accredited", pgettext_lazy("decision of the Collegium", "Accreditation granted")
    CONDITIONAL = "conditional", pgettext_lazy("decision of the Collegium", "Accreditation granted conditionally")
    REFUSED = "refused", pgettext_lazy("decision of the Collegium", "Accreditation refused")
    POSTPONED = "postponed", pgettext_lazy("decision of the Collegium", "Decision postponed")

    @property
    def grants(self) -> bool:
        """Whether a certificate follows."""
        return self in {Outcome.ACCREDITED, Outcome.CONDITIONAL}


class Choice(TextChoices):
    """How a member votes."""

    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstain")


class ConflictGround(TextChoices):
    """Why a member neither sees nor decides a case."""

    EMPLOYED = "employed", _("Works in the organization")
    KIN = "kin", _("A relative works in the organization")
    HANDLES = "handles", _("Handled the application in the ministry")
    EVALUATED = "evaluated", _("Evaluated the organization as an expert")
    DECLARED = "declared", _("Declared a conflict of interest")


class CollegiumAction(TextChoices):
    """What may happen in a sitting: the words of its history and of the journal."""

    PLAN = "plan_sitting", _("Sitting of the Collegium planned")
    OPEN = "open_sitting", _("Sitting of the Collegium opened")
    RECORD_PRESENCE = "record_presence", _("Presence of the members recorded")
    CONFIRM_PRESENCE = "confirm_presence", _("Presence confirmed by the member")
    CLOSE = "close_sitting", _("Sitting of the Collegium closed")
    CANCEL = "cancel_sitting", _("Sitting of the Collegium cancelled")
    ADD_CASE = "add_to_agenda", _("Case put on the agenda")
    MOVE_CASE = "move_case", _("Order of the agenda changed")
    LEAVE_CASE = "leave_case", _("Case left for another sitting")
    PUT_TO_VOTE = "put_to_vote", _("Case put to the vote")
    VOTE = "vote_in_collegium", _("Vote of a member of the Collegium")
    DECLARE_CONFLICT = "declare_conflict", _("Conflict of interest of a member declared")
    CONFIRM_CONFLICT = "confirm_conflict", _("Conflict of interest confirmed by the member")
    TAKE_BACK_CONFLICT = "take_back_conflict", _("Conflict of interest recorded by mistake taken back")
    DRAFT_DECISION = "draft_decision", _("Decision of the Collegium drafted")
    SEND_BACK_DECISION = "send_back_decision", _("Draft of the decision sent back")
    CONFIRM_DECISION = "confirm_decision", _("Decision of the Collegium confirmed")
    SIGN_MINUTES = "sign_minutes", _("Minutes of the sitting signed")
    MAKE_PACK = "make_pack", _("Pack of the sitting asked for")
