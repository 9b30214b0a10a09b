"""What the pages of step 3 show: the report as chapters, and each answer with all that stands beside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from selfassessment import rules
from selfassessment.completeness import Gap, Part, answers_of, completeness
from selfassessment.copies import copies_of
from selfassessment.models import Answer, AnswerRevision, Citation, Comment, EvidenceVersion, SelfAssessment


class Showing(models.TextChoices):
    """Which answers the overview shows."""

    ALL = "all", _("All")
    NAMED = "named", _("To be corrected")
    MINE = "mine", _("Mine")
    UNFINISHED = "unfinished", _("Not finished")
    COMMENTED = "commented", _("With open comments")
    CHANGED = "changed", _("Changed by others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An answer with what stands beside it."""

    answer: Answer
    gap: Gap | None
    comments: int = 0
    open_comments: int = 0
    cited: int = 0
    citations: tuple[Citation, ...] = ()
    is_mine: bool = False
    is_changed: bool = False  # by somebody else since the reader wrote last
    is_named: bool = False  # for correction, by whoever sent the report back
    is_locked: bool = False  # because others were named

    def is_in(self, showing: Showing) -> bool:
        return _SHOWN[showing](self)


_SHOWN: dict[Showing, Callable[[Sheet], bool]] = {
    Showing.ALL: lambda _sheet: True,
    Showing.NAMED: lambda sheet: sheet.is_named,
    Showing.MINE: lambda sheet: sheet.is_mine,
    Showing.UNFINISHED: lambda sheet: sheet.gap is not None,
    Showing.COMMENTED: lambda sheet: sheet.open_comments > 0,
    Showing.CHANGED: lambda sheet: sheet.is_changed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the report as its pages count them, from 1."""

    number: int
    part: Part
    sheets: tuple[Sheet, ...]

    def only(self, showing: Showing) -> "Chapter":
        """The chapter with the answers that this filter lets through."""
        return replace(self, sheets=tuple(sheet for sheet in self.sheets if sheet.is_in(showing)))


def chapters(report: SelfAssessment, reader: User) -> list[Chapter]:
    """The whole report as this person finds it; its evidence is only counted."""
    answers, opened = list(answers_of(report)), rules.open_answers(report)
    comments, cited, wrote_at = _comments(report), _cited(report), _wrote_at(report, reader)
    found = []
    for number, part in enumerate(completeness(report, answers).parts, start=1):
        gaps = {gap.answer.pk: gap for gap in part.gaps}
        sheets = (
            Sheet(
                answer=answer,
                gap=gaps.get(answer.pk),
                comments=comments.get(answer.pk, (0, 0))[0],
                open_comments=comments.get(answer.pk, (0, 0))[1],
                cited=cited.get(answer.pk, 0),
                is_mine=bool(answer.responsible and answer.responsible.employment.person_id == reader.pk),
                is_changed=_is_changed(answer, reader, wrote_at),
                is_named=opened is not None and answer.pk in opened,
                is_locked=opened is not None and answer.pk not in opened,
            )
            for answer in part.answers
        )
        found.append(Chapter(number=number, part=part, sheets=tuple(sheets)))
    return found


def with_citations(chapter: Chapter) -> Chapter:
    """The chapter with the evidence of its answers, in two queries however much there is."""
    found: dict[int, list[Citation]] = {}
    for citation in citations_of(chapter.part.answers):
        found.setdefault(citation.answer_id, []).append(citation)
    sheets = (replace(sheet, citations=tuple(found.get(sheet.answer.pk, ()))) for sheet in chapter.sheets)
    return replace(chapter, sheets=tuple(sheets))


def citations_of(answers: Iterable[Answer]) -> models.QuerySet[Citation]:
    """What these answers cite, with every version of it, the oldest citation first."""
    found = list(answers)
    versions = models.Prefetch("evidence__versions", EvidenceVersion.objects.select_related("file"))
    copies = copies_of({answer.report_id for answer in found})
    cited = Citation.objects.filter(answer__in=[answer.pk for answer in found])
    related = cited.select_related("evidence", "version__file").prefetch_related(versions, copies)
    return related.order_by("pk").fetch_mode(models.FETCH_RAISE)


def counts(chapters: Iterable[Chapter]) -> dict[Showing, int]:
    """How many answers each filter of the overview lets through."""
    sheets = [sheet for chapter in chapters for sheet in chapter.sheets]
    return {showing: sum(sheet.is_in(showing) for sheet in sheets) for showing in Showing}


def _comments(report: SelfAssessment) -> dict[int, tuple[int, int]]:
    rows = Comment.objects.filter(answer__report=report).order_by().values_list("answer")
    counted = rows.annotate(number=Count("pk"), unresolved=Count("pk", filter=Q(resolved_at=None)))
    return {answer: (all_of_them, unresolved) for answer, all_of_them, unresolved in counted}


def _cited(report: SelfAssessment) -> dict[int, int]:
    rows = Citation.objects.filter(answer__report=report).order_by().values_list("answer")
    return dict(rows.annotate(number=Count("pk")))


def _wrote_at(report: SelfAssessment, reader: User) -> datetime | None:
    own = AnswerRevision.objects.filter(answer__report=report, by=reader)
    return own.aggregate(last=Max("at"))["last"]


def _is_changed(answer: Answer, reader: User, wrote_at: datetime | None) -> bool:
    if wrote_at is None or answer.updated_at is None or answer.updated_by_id == reader.pk:
        return False
    return answer.updated_at > wrote_at


def number_of(answer: Answer) -> int:
    """Which chapter of its report the answer belongs to."""
    parts = completeness(answer.report).parts
    return next(number for number, part in enumerate(parts, start=1) if answer in part.answers)
