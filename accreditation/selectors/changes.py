"""What an organization changed in its report after its application came back."""

from dataclasses import dataclass

from accreditation.models import Application
from selfassessment.differences import Piece, differences
from selfassessment.models import Answer, Correction


@dataclass(frozen=True, slots=True)
class Change:
    """One named part: its text before and after as pieces, and the evidence that came or went."""

    answer: Answer
    pieces: list[Piece]
    is_changed: bool
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One finished correction with its parts, in the order of the report."""

    correction: Correction
    changes: list[Change]


def changes_of(application: Application) -> list[Corrected]:
    """Every correction of the application that was finished, the latest first."""
    returns = application.returns.filter(correction__corrected_at__isnull=False).select_related("correction")
    answers = "correction__answers__criterion", "correction__answers__section"
    return [_corrected(one.correction) for one in returns.prefetch_related(*answers) if one.correction]


def _corrected(correction: Correction) -> Corrected:
    return Corrected(correction, [_change(correction, answer) for answer in correction.answers.all()])


def _change(correction: Correction, answer: Answer) -> Change:
    empty = {"text": "", "evidence": []}
    before = correction.before.get(str(answer.pk), empty)
    after = (correction.after or {}).get(str(answer.pk), empty)
    return Change(
        answer=answer,
        pieces=differences(before["text"], after["text"]),
        is_changed=before != after,
        added=[title for title in after["evidence"] if title not in before["evidence"]],
        removed=[title for title in before["evidence"] if title not in after["evidence"]],
    )
