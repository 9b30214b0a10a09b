from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.enums import Level


class AccreditationType(TextChoices):
    """The six types, in the order and wording of the school manual: what is accredited × its level."""

    PROG_GEN = "prog_gen", _("Programme accreditation. General education programmes")
    PROG_NPO = "prog_npo", _("Programme accreditation. Primary vocational programmes")
    PROG_SPO = "prog_spo", _("Programme accreditation. Secondary vocational programmes")
    INST_GEN = "inst_gen", _("Institutional accreditation. General education organization")
    INST_NPO = "inst_npo", _("Institutional accreditation. Primary vocational organization")
    INST_SPO = "inst_spo", _("Institutional accreditation. Secondary vocational organization")

    @property
    def levels(self) -> frozenset[Level]:
        """The levels of the programmes that belong to this type."""
        return _LEVELS[self.value.partition("_")[2]]

    @property
    def concerns_programmes(self) -> bool:
        """Programme types name the programmes to be accredited; institutional ones have none."""
        return self.value.startswith("prog_")


_LEVELS = {
    "gen": frozenset({Level.PRIMARY_GENERAL, Level.BASIC_GENERAL, Level.SECONDARY_GENERAL}),
    "npo": frozenset({Level.PRIMARY_VOCATIONAL}),
    "spo": frozenset({Level.SECONDARY_VOCATIONAL}),
}


class StandardState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a standard", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("state of a standard", "Published, not in force yet")
    IN_FORCE = "in_force", pgettext_lazy("state of a standard", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a standard", "Withdrawn")


class WordingStatus(TextChoices):
    """How sure the wording of a criterion is; the ministry confirms what was reconstructed."""

    CONFIRMED = "confirmed", _("Confirmed by the ministry")
    VERBATIM = "verbatim", _("Taken over word by word")
    VERBATIM_NORMALISED = "verbatim_normalised", _("Taken over, typing slips mended")
    PARTIAL = "partial", _("The beginning is taken over, the rest reconstructed")
    TRANSLATED = "translated", _("Translated from the other language")
    RECONSTRUCTED = "reconstructed", _("Reconstructed, to be confirmed")


class Question(TextChoices):
    """What a field of the report asks for."""

    INTRODUCTION = "introduction", _("Introduction")
    CRITERION = "criterion", _("Criterion")
    STRENGTHS = "strengths", _("Strengths")
    WEAKNESSES = "weaknesses", _("Weaknesses")
    RECOMMENDATIONS = "recommendations", _("Recommendations")


CONCLUSIONS = (Question.STRENGTHS, Question.WEAKNESSES, Question.RECOMMENDATIONS)


class State(TextChoices):
    """Where a self-assessment stands. The words of the list's last column."""

    DRAFT = "draft", pgettext_lazy("state of a self-assessment", "Draft")
    ORDERED = "ordered", pgettext_lazy("state of a self-assessment", "The report is being written")
    APPROVED = "approved", pgettext_lazy("state of a self-assessment", "Approved")
    RETURNED = "returned", pgettext_lazy("state of a self-assessment", "Returned for correction")

    @property
    def is_written(self) -> bool:
        """Whether the commission may write now."""
        return self in WRITTEN_STATES

    @property
    def tone(self) -> str:
        return {State.ORDERED: "accent", State.APPROVED: "done", State.RETURNED: "warning"}.get(self, "neutral")


WRITTEN_STATES = frozenset({State.ORDERED, State.RETURNED})
UNFINISHED_STATES = frozenset({State.DRAFT, *WRITTEN_STATES})


class OrderKind(TextChoices):
    """The two orders of a self-assessment."""

    CONDUCT = "conduct", _("Order on self-assessment")
    APPROVE = "approve", _("Order approving the self-assessment")

    @property
    def purpose(self) -> str:
        """For what the head signs it: the purpose of its signing."""
        return f"self-assessment order: {self.value}"


class OrderState(TextChoices):
    """What became of an order. One that is signed is never changed: a new one replaces it."""

    DRAFT = "draft", pgettext_lazy("state of an order", "Draft")
    SIGNED = "signed", pgettext_lazy("state of an order", "Signed")
    REPLACED = "replaced", pgettext_lazy("state of an order", "Replaced by another order")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an order", "Not signed, withdrawn")


class RevisionKind(TextChoices):
    """How a text came into the history of an answer."""

    SAVED = "saved", pgettext_lazy("text in the history", "Saved")
    RESTORED = "restored", pgettext_lazy("text in the history", "Restored")
    COPIED = "copied", pgettext_lazy("text in the history", "Taken over from an earlier report")
    SET_ASIDE = "set_aside", pgettext_lazy("text in the history", "Not saved: somebody else saved first")


class EvidenceKind(TextChoices):
    FILE = "file", pgettext_lazy("evidence", "File")
    LINK = "link", pgettext_lazy("evidence", "Link")


class LinkState(TextChoices):
    """Whether a link led anywhere when it was last tried."""

    UNCHECKED = "unchecked", pgettext_lazy("link", "Not checked yet")
    ALIVE = "alive", pgettext_lazy("link", "Opens")
    DEAD = "dead", pgettext_lazy("link", "Does not open")


class CopyState(TextChoices):
    """What became of the copy of what a link showed."""

    WAITING = "waiting", pgettext_lazy("copy of a link", "The copy is being made")
    KEPT = "kept", pgettext_lazy("copy of a link", "Kept")
    FAILED = "failed", pgettext_lazy("copy of a link", "No copy could be made")


class Action(TextChoices):
    """What may happen to a self-assessment: the words of its history and of the journal."""

    START = "start_self_assessment", _("Self-assessment started")
    DELETE = "delete_self_assessment", _("Draft of the self-assessment deleted")
    CHOOSE_COMMISSION = "choose_commission", _("Commission chosen")
    PLAN = "plan_self_assessment", _("Type, dates and programmes of the self-assessment chosen")
    ORDER = "order_self_assessment", _("Order on self-assessment signed")
    BEGIN_REPLACEMENT = "begin_order_replacement", _("A new order on self-assessment begun")
    WITHDRAW_REPLACEMENT = "withdraw_order_replacement", _("The new order on self-assessment withdrawn")
    REPLACE_ORDER = "replace_order", _("Order on self-assessment replaced by a new one")
    APPROVE = "approve_self_assessment", _("Self-assessment report approved")
    RETURN = "return_self_assessment", _("Self-assessment report returned for correction")
    REOPEN = "reopen_self_assessment", _("Parts of the self-assessment report opened for correction")
    ASSIGN = "assign_answer", _("Responsible person of a criterion chosen")
    ADD_EVIDENCE = "add_evidence", _("Evidence added")
    RENEW_EVIDENCE = "renew_evidence", _("New version of evidence added")
    DISCARD_EVIDENCE = "discard_evidence", _("Evidence deleted from the library")
    PREPARE_REPORT = "prepare_report_document", _("Report prepared for the signature")
    RELEASE_REPORT = "release_report_document", _("Report opened for writing again, not signed")


class StandardAct(TextChoices):
    """What administrators do with a standard: words of the journal."""

    BEGIN = "begin_standard", _("New version of a standard begun")
    EDIT = "edit_standard", _("Draft of a standard changed")
    DISCARD = "discard_standard", _("Draft of a standard deleted")
    PUBLISH = "publish_standard", _("Standard published")
    WITHHOLD = "withhold_standard", _("Publication of a standard taken back")
    ENFORCE = "enforce_standard", _("Standard came into force")
