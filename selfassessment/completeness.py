"""What a report still lacks: for each section and in all, by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.rules import Reason
from selfassessment import texts
from selfassessment.models import Answer, AnswerQuerySet, Section, SelfAssessment


@dataclass(frozen=True, slots=True)
class Gap:
    """An answer that does not yet stand as it must."""

    answer: Answer
    excess: int = 0  # characters too many; 0 where the answer is missing

    @property
    def reason(self) -> str:
        if self.excess:
            return ngettext("%(count)d character too many", "%(count)d characters too many", self.excess) % {
                "count": self.excess
            }
        return _("not filled in")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report with its answers: the introduction, a section, or conclusions about the whole."""

    section: Section | None
    answers: tuple[Answer, ...]
    gaps: tuple[Gap, ...]

    @property
    def title(self) -> str:
        """The section with its number, or what the part is called where it is no section."""
        if self.section:
            return str(self.section)
        return _("Conclusions") if self.answers[0].is_conclusion else self.answers[0].get_question_display()

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def done(self) -> int:
        return self.total - len(self.gaps)

    @property
    def is_complete(self) -> bool:
        return not self.gaps


@dataclass(frozen=True, slots=True)
class Completeness:
    """The state of the whole report."""

    parts: tuple[Part, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for part in self.parts for gap in part.gaps)

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def done(self) -> int:
        return sum(part.done for part in self.parts)

    @property
    def is_complete(self) -> bool:
        return bool(self.parts) and not self.gaps

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means complete."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def reason(self) -> Reason:
        """Why the report can't be approved yet, or None."""
        if self.is_complete:
            return None
        if not self.parts:
            return _("The report has no questions yet: choose the accreditation type.")
        lacking = len(self.gaps)
        return ngettext(
            "The report is not complete: %(count)d answer is missing or too long.",
            "The report is not complete: %(count)d answers are missing or too long.",
            lacking,
        ) % {"count": lacking}


def answers_of(report: SelfAssessment) -> AnswerQuerySet:
    """All fields of the report as it reads, with what names them."""
    related = ("criterion", "section", "updated_by", "responsible__employment", "copied_from")
    return report.answers.select_related(*related).in_order().fetch_mode(models.FETCH_RAISE)


def completeness(report: SelfAssessment, answers: Iterable[Answer] | None = None) -> Completeness:
    """What is done and what is missing, in one query, or in none with the answers of `answers_of`."""
    if report.standard is None:
        return Completeness(())
    limit = report.standard.limit
    grouped: dict[tuple[bool, int | None], list[Answer]] = {}
    for answer in answers_of(report) if answers is None else answers:
        grouped.setdefault((answer.is_conclusion and answer.section_id is None, answer.section_id), []).append(answer)
    return Completeness(tuple(_part(group, limit) for group in grouped.values()))


def gap(answer: Answer, limit: int) -> Gap | None:
    """What is wrong with this answer, or None."""
    if texts.is_empty(answer.text):
        return Gap(answer)
    excess = texts.length(answer.text) - limit
    return Gap(answer, excess) if excess > 0 else None


def _part(answers: list[Answer], limit: int) -> Part:
    gaps = tuple(found for answer in answers if (found := gap(answer, limit)))
    return Part(answers[0].section, tuple(answers), gaps)
