from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AppealState(TextChoices):
    """Where an appeal stands."""

    FILED = "filed", pgettext_lazy("state of an appeal", "Filed")
    REGISTERED = "registered", pgettext_lazy("state of an appeal", "Registered")
    HEARD = "heard", pgettext_lazy("state of an appeal", "Before the appeal panel")
    UPHELD = "upheld", pgettext_lazy("state of an appeal", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("state of an appeal", "Dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an appeal", "Withdrawn by the organization")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES[self]


_TONES = {
    AppealState.FILED: "accent",
    AppealState.REGISTERED: "accent",
    AppealState.HEARD: "accent",
    AppealState.UPHELD: "done",
    AppealState.DISMISSED: "warning",
    AppealState.WITHDRAWN: "muted",
}
LIVE_APPEALS = frozenset({AppealState.FILED, AppealState.REGISTERED, AppealState.HEARD})


class Against(TextChoices):
    """What an organization may appeal against."""

    REFUSAL = "refusal", pgettext_lazy("against what an appeal is", "The refusal of the accreditation")
    CONDITIONS = "conditions", pgettext_lazy("against what an appeal is", "The conditions of the accreditation")
    SUSPENSION = "suspension", pgettext_lazy("against what an appeal is", "The suspension of the certificate")
    REVOCATION = "revocation", pgettext_lazy("against what an appeal is", "The revocation of the certificate")

    @property
    def is_decision(self) -> bool:
        """Whether the Collegium decided it; the rest was ordered by the ministry."""
        return self in {Against.REFUSAL, Against.CONDITIONS}


class AppealGround(TextChoices):
    """On which grounds an organization appeals."""

    PROCEDURE = "procedure", _("The procedure was not kept")
    FACTS = "facts", _("Facts were established wrongly or not completely")
    EVIDENCE = "evidence", _("Evidence of the organization was not considered")
    INTEREST = "interest", _("An expert or a member of the Collegium had a conflict of interest")
    DISPROPORTION = "disproportion", _("The decision does not follow from the findings")
    OTHER = "other", pgettext_lazy("ground of an appeal", "Another ground")


class Verdict(TextChoices):
    """How a member of an appeal panel votes."""

    UPHOLD = "uphold", pgettext_lazy("vote on an appeal", "Uphold the appeal")
    DISMISS = "dismiss", pgettext_lazy("vote on an appeal", "Dismiss the appeal")


class Capacity(TextChoices):
    """As what somebody sits in an appeal panel."""

    MEMBER = "member", _("Member of the Collegium")
    EXPERT = "expert", pgettext_lazy("role", "Expert")


class AppealAction(TextChoices):
    """What may happen to an appeal: the words of its history and of the journal."""

    FILE = "file_appeal", _("Appeal filed")
    REGISTER = "register_appeal", _("Appeal registered")
    NAME_PANEL = "name_appeal_panel", _("Appeal panel named")
    VOTE = "vote_on_appeal", _("Vote of a member of the appeal panel")
    STEP_ASIDE = "step_aside_from_appeal", _("Member of the appeal panel stepped aside")
    DECIDE = "decide_appeal", _("Appeal decided")
    WITHDRAW = "withdraw_appeal", _("Appeal withdrawn")
