"""What the pages of the external evaluation show, and who reads its papers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.evaluation import Mark
from accreditation.enums.replies import ReplyState
from accreditation.models import Application, Evaluation, Rating, Remark, Summary
from accreditation.rules.people import collegium_member_of
from accreditation.rules.voting import readable_cases
from records.models import Document, SigningCeremony
from selfassessment.models import Answer, Citation, Section
from selfassessment.writing import citations_of

PURPOSE = "evaluation"
SUMMARY_PURPOSE = "joint report"


def documents(acting: Acting) -> Q:
    """DOCUMENT_READERS: an expert's paper to whom his decision is disclosed; the joint report to the group and, once
    it is finished, to whoever sees the application, and to the collegium."""
    disclosed = Evaluation.objects.disclosed_to(acting)
    group = Evaluation.objects.of(acting).final()
    finished = Summary.objects.filter(finished_at__isnull=False)
    seen = finished.filter(application__in=Application.objects.visible_to(acting))
    own = Summary.objects.filter(application__in=group.values("application"))
    found = Q(pk__in=disclosed.exclude(paper=None).values("paper"))
    if member := collegium_member_of(acting.user):
        found |= Q(pk__in=finished.filter(application__in=readable_cases(member)).values("paper"))
    return found | Q(pk__in=(seen | own).exclude(paper=None).values("paper"))


def signing_of(subject: Evaluation | Summary, paper: Document) -> QuerySet[SigningCeremony]:
    """The signings of the paper that are not finished."""
    purpose = PURPOSE if isinstance(subject, Evaluation) else SUMMARY_PURPOSE
    running = SigningCeremony.objects.running().filter(purpose=purpose, subject_id=subject.pk)
    return running.filter(documents=paper).select_related("signer")


def finished_report(application: Application) -> Summary | None:
    """The joint report that all three have signed."""
    rows = Summary.objects.filter(application=application, finished_at__isnull=False)
    return rows.select_related("paper").first()


def answers_to_rate(application: Application) -> QuerySet[Answer]:
    """The school's answers to the criteria, in the order of the report."""
    answers = application.report.answers.exclude(criterion=None).select_related("criterion", "section")
    return answers.in_order().fetch_mode(models.FETCH_RAISE)


def ratings_of(evaluation: Evaluation) -> QuerySet[Rating]:
    """All ratings of this expert, with what they rate, in the order of the report."""
    rows = evaluation.ratings.select_related("answer__criterion", "answer__section", "evaluation__expert__person")
    return rows.order_by("answer__place", "pk").fetch_mode(models.FETCH_RAISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A criterion before the expert: what the school wrote, what proves it, what he says of it, and what others say."""

    rating: Rating
    citations: tuple[Citation, ...] = ()
    others: tuple[Rating, ...] = ()

    @property
    def key(self) -> str:
        return f"rating-{self.rating.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section of the standard as a page: counted from 1."""

    number: int
    section: Section | None
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.rating.is_complete for row in self.rows)

    @property
    def missing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.rating.is_complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole work of one expert."""

    evaluation: Evaluation
    chapters: tuple[Chapter, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for chapter in self.chapters for row in chapter.rows)

    @property
    def total(self) -> int:
        return sum(chapter.total for chapter in self.chapters)

    @property
    def done(self) -> int:
        return sum(chapter.done for chapter in self.chapters)

    @property
    def next(self) -> "Place | None":
        """Where the first criterion stands that has no rating or no comment."""
        return next((Place(chapter.number, row) for chapter in self.chapters for row in chapter.missing), None)

    @property
    def counts(self) -> dict[str, int]:
        """How often each mark was given, in words."""
        return counted(row.rating for row in self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """A criterion on the page of its section."""

    chapter: int
    row: Row


def sheet_of(evaluation: Evaluation) -> Sheet:
    """In two queries, without the evidence: that is `with_evidence`."""
    return Sheet(evaluation=evaluation, chapters=_chapters(Row(rating=rating) for rating in ratings_of(evaluation)))


def with_evidence(chapter: Chapter) -> Chapter:
    """The chapter with what the school cites, in two queries however much there is."""
    found: dict[int, list[Citation]] = {}
    for citation in citations_of([row.rating.answer for row in chapter.rows]):
        found.setdefault(citation.answer_id, []).append(citation)
    rows = (
        Row(rating=row.rating, citations=tuple(found.get(row.rating.answer_id, ())), others=row.others)
        for row in chapter.rows
    )
    return Chapter(number=chapter.number, section=chapter.section, rows=tuple(rows))


def counted(ratings: Iterable[Rating]) -> dict[str, int]:
    """How often each mark was given, in words, in the order of the marks."""
    marks = [rating.mark for rating in ratings]
    return {str(mark.label): marks.count(mark) for mark in Mark}


def _chapters(rows: Iterable[Row]) -> tuple[Chapter, ...]:
    grouped: dict[Section | None, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.rating.answer.section, []).append(row)
    return tuple(
        Chapter(number=number, section=section, rows=tuple(group))
        for number, (section, group) in enumerate(grouped.items(), start=1)
    )


# The group as a whole ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A criterion with the ratings of the whole group."""

    answer: Answer
    ratings: tuple[Rating, ...]
    remark: Remark | None = None  # what the organization has answered to it

    @property
    def distance(self) -> int:
        """0 where all agree, 2 where one says it meets and another that it does not."""
        levels = [Mark(rating.mark).level for rating in self.ratings]
        return max(levels) - min(levels) if levels else 0

    @property
    def label(self) -> str:
        return str(_DISTANCES[self.distance])

    @property
    def tone(self) -> str:
        return _FAR_TONES[self.distance]


def distances(found: Iterable[Dispute]) -> list[tuple[str, str, int]]:
    """How many criteria there are of each distance, with words and tone, the greatest first."""
    counts = Counter(dispute.distance for dispute in found)
    return [(str(_DISTANCES[far]), _FAR_TONES[far], counts[far]) for far in (2, 1, 0)]


_FAR_TONES = ("muted", "accent", "warning")
_DISTANCES = (_("All agree"), _("One level apart"), _("Two levels apart"))


def disputes(application: Application, acting: Acting) -> list[Dispute]:
    """Every criterion with the ratings disclosed to this person, the greatest disagreement first. Four queries."""
    seen = Evaluation.objects.disclosed_to(acting).final().filter(application=application)
    related = ("answer__criterion", "answer__section", "evaluation__expert__person", "chair_comment")
    rows = Rating.objects.filter(evaluation__in=seen).select_related(*related)
    grouped: dict[Answer, list[Rating]] = {}
    for rating in rows.order_by("answer__place", "evaluation__pk"):
        grouped.setdefault(rating.answer, []).append(rating)
    sent = Remark.objects.filter(reply__application=application, reply__state=ReplyState.SENT)
    remarks = {remark.answer_id: remark for remark in sent.select_related("file", "chair_answer", "reply__application")}
    found = [
        Dispute(answer=answer, ratings=tuple(ratings), remark=remarks.get(answer.pk))
        for answer, ratings in grouped.items()
    ]
    return sorted(found, key=lambda dispute: -dispute.distance)


def uncommented(application: Application) -> QuerySet[Rating]:
    """The colleagues' ratings to which the chair has not said anything, or only to what they said before."""
    seats = application.invitations.accepted().filter(is_chair=False)
    rows = Rating.objects.filter(evaluation__application=application, evaluation__expert__in=seats.values("expert"))
    return rows.exclude(chair_comment__revision=models.F("revision"), chair_comment__isnull=False)
