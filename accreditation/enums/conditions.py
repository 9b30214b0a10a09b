from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConditionState(TextChoices):
    """Where a condition of a conditional accreditation stands."""

    OPEN = "open", pgettext_lazy("state of a condition", "To be fulfilled")
    ANSWERED = "answered", pgettext_lazy("state of a condition", "The ministry is checking the answer")
    SENT_BACK = "sent_back", pgettext_lazy("state of a condition", "The answer was sent back")
    FULFILLED = "fulfilled", pgettext_lazy("state of a condition", "Fulfilled")
    LIFTED = "lifted", pgettext_lazy("state of a condition", "Lifted with the decision")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES[self]


_TONES = {
    ConditionState.OPEN: "accent",
    ConditionState.ANSWERED: "neutral",
    ConditionState.SENT_BACK: "warning",
    ConditionState.FULFILLED: "done",
    ConditionState.LIFTED: "muted",
}
OWED = frozenset({ConditionState.OPEN, ConditionState.SENT_BACK})  # the school has to answer
UNSETTLED = OWED | {ConditionState.ANSWERED}


class ConditionAction(TextChoices):
    """What may happen to a condition: the words of its history and of the journal."""

    SET = "set_condition", _("Condition set by the Collegium")
    ANSWER = "answer_condition", _("Answer to the condition sent")
    SEND_BACK = "send_back_condition", _("Answer to the condition sent back")
    EXTEND = "extend_condition", _("Term of the condition extended")
    CLOSE = "close_condition", _("Condition found fulfilled")
    LIFT = "lift_condition", _("Condition lifted with the decision")
    MISS = "miss_condition", _("Term of the condition missed")


class Queue(TextChoices):
    """The ministry's lists of conditions."""

    WAITING = "waiting", pgettext_lazy("list of conditions", "To be checked")
    OVERDUE = "overdue", pgettext_lazy("list of conditions", "Overdue")
    OWED = "owed", pgettext_lazy("list of conditions", "Waiting for the school")
    SETTLED = "settled", pgettext_lazy("list of conditions", "Settled")
