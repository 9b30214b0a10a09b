"""What the organization reads of the experts' findings, what it has answered, and what the chair said to that."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch, Q, QuerySet

from accounts.acting import Acting
from accreditation.models import Application, Evaluation, Rating, Remark, Reply, ReplyFile, Summary
from accreditation.rules.people import collegium_member_of
from accreditation.rules.voting import readable_cases
from selfassessment.models import Answer, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A criterion with what each expert found, always in the same order and without his name."""

    answer: Answer
    ratings: tuple[Rating, ...]
    remark: Remark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChapter:
    """A section of the standard as a page: counted from 1."""

    number: int
    section: Section | None
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        return len(self.findings)

    @property
    def remarks(self) -> int:
        """To how many criteria the organization has written something."""
        return sum(finding.remark is not None for finding in self.findings)


def reply_of(application: Application) -> Reply | None:
    """The newest round, also while its findings are being changed."""
    rows = Reply.objects.filter(application=application).select_related("closed_by", "application__organization")
    return rows.order_by("-round").first()


def findings(reply: Reply) -> tuple[FindingChapter, ...]:
    """What the three found, section by section, with the remarks of this round. Three queries."""
    final = Evaluation.objects.final().filter(application=reply.application_id)
    rows = Rating.objects.filter(evaluation__in=final.values("pk")).select_related(
        "answer__criterion", "answer__section"
    )
    remarks = {remark.answer_id: remark for remark in reply.remarks.select_related("file")}
    grouped: dict[Answer, list[Rating]] = {}
    for rating in rows.order_by("answer__place", "evaluation__pk").fetch_mode(models.FETCH_RAISE):
        grouped.setdefault(rating.answer, []).append(rating)
    found = (
        Finding(answer=answer, ratings=tuple(ratings), remark=remarks.get(answer.pk))
        for answer, ratings in grouped.items()
    )
    return _chapters(found)


def rounds(application: Application) -> QuerySet[Reply]:
    """What the organization has said or waived, the newest first, each with its remarks and the chair's answers."""
    related = ("answer__criterion", "answer__section", "file", "chair_answer")
    remarks = Remark.objects.select_related(*related).order_by("answer__place", "pk")
    given = Reply.objects.given().filter(application=application).select_related("closed_by")
    return given.prefetch_related(Prefetch("remarks", remarks)).fetch_mode(models.FETCH_RAISE)


def may_read_answers(application: Application, *, inside: bool) -> bool:
    """The chair's answers: for the group and the ministry once he gives them for signing, for others at the end."""
    summary = Summary.objects.filter(application=application).first()
    if summary is None:
        return False
    return bool(summary.paper_id) if inside else summary.finished_at is not None


def readable_files(acting: Acting) -> QuerySet[ReplyFile]:
    """Of one's own organization all; of the others what was sent, to whoever sees the answer, and to the collegium."""
    found = Q(pk__in=ReplyFile.objects.visible_to(acting).values("pk"))
    if member := collegium_member_of(acting.user):
        given = Reply.objects.given().filter(application__in=readable_cases(member))
        found |= Q(pk__in=Remark.objects.filter(reply__in=given.values("pk"), file__isnull=False).values("file"))
    return ReplyFile.objects.filter(found)


def _chapters(found: Iterable[Finding]) -> tuple[FindingChapter, ...]:
    grouped: dict[Section | None, list[Finding]] = {}
    for finding in found:
        grouped.setdefault(finding.answer.section, []).append(finding)
    return tuple(
        FindingChapter(number=number, section=section, findings=tuple(group))
        for number, (section, group) in enumerate(grouped.items(), start=1)
    )
