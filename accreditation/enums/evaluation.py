from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mark(TextChoices):
    """How far a school meets a criterion: the three buttons of the manual."""

    MEETS = "meets", pgettext_lazy("mark of an expert", "Meets")
    PARTLY = "partly", pgettext_lazy("mark of an expert", "Partly meets")
    FAILS = "fails", pgettext_lazy("mark of an expert", "Does not meet")

    @property
    def tone(self) -> str:
        """The colour of the badge, beside its words."""
        return _TONES[self]

    @property
    def level(self) -> int:
        """The place among the three: two marks with two levels between them contradict each other."""
        return tuple(Mark).index(self)


_TONES = {Mark.MEETS: "done", Mark.PARTLY: "accent", Mark.FAILS: "warning"}


class EvaluationState(TextChoices):
    """Where the work of one expert stands."""

    DRAFT = "draft", pgettext_lazy("evaluation of an expert", "Being written")
    PUBLISHED = "published", pgettext_lazy("evaluation of an expert", "Published")
    RECALLED = "recalled", pgettext_lazy("evaluation of an expert", "Recalled by the expert")
    REOPENED = "reopened", pgettext_lazy("evaluation of an expert", "Reopened by the ministry")

    @property
    def tone(self) -> str:
        return "done" if self == EvaluationState.PUBLISHED else "accent"


WRITABLE = frozenset(EvaluationState) - {EvaluationState.PUBLISHED}


class EvaluationAct(TextChoices):
    """What may happen to an expert's evaluation and to the joint report: words of the journal."""

    BEGIN = "begin_evaluation", _("Evaluation of an expert begun")
    PUBLISH = "publish_evaluation", _("Decision of an expert published")
    RECALL = "recall_evaluation", _("Decision of an expert recalled")
    REOPEN = "reopen_evaluation", _("Decision of an expert reopened")
    CLOSE_SUMMARY = "close_joint_report", _("Joint report given to the experts for signing")
    TAKE_SUMMARY_BACK = "take_joint_report_back", _("Joint report taken back to be changed")
    SIGN_SUMMARY = "sign_joint_report", _("Joint report signed by an expert")


class Proposal(TextChoices):
    """What the chair of the expert group proposes to the Collegium."""

    FULL = "full", _("Accredit for the full term")
    CONDITIONAL = "conditional", _("Accredit conditionally for one year")
    REFUSE = "refuse", _("Refuse accreditation")
