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
