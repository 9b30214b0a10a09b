from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from selfassessment.enums import CONCLUSIONS, Question, RevisionKind
from selfassessment.models.reports import CommissionMember, SelfAssessment
from selfassessment.models.standards import Criterion, Section


class AnswerQuerySet(models.QuerySet["Answer"]):
    def in_order(self) -> "AnswerQuerySet":
        """As the report reads: introduction, then each section's criteria and conclusions."""
        return self.order_by("place", "pk")


class Answer(models.Model):
    """One field of a report. All of them are there, empty, as soon as the type is chosen.

    `version` counts the saves: who saves says which version he has read.
    """

    report = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20, choices=Question)
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(null=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    responsible = models.ForeignKey(
        CommissionMember,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("Responsible person"),
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question", "section", "criterion"],
                nulls_distinct=False,
                name="answer_once",
            ),
            models.CheckConstraint(
                condition=Q(question=Question.INTRODUCTION, section=None, criterion=None)
                | Q(question=Question.CRITERION, section__isnull=False, criterion__isnull=False)
                | Q(question__in=CONCLUSIONS, criterion=None),
                name="answer_stands_in_its_place",
            ),
            models.CheckConstraint(
                condition=Q(version=0, text="", updated_by=None, updated_at=None)
                | Q(version__gte=1, updated_by__isnull=False, updated_at__isnull=False),
                name="answer_written_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion or self.get_question_display())

    @property
    def is_conclusion(self) -> bool:
        return self.question in CONCLUSIONS


class AnswerRevision(models.Model):
    """A text that somebody wrote into a field: one for each version, and those that came too late. Never changed."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=10, choices=RevisionKind)
    version = models.PositiveIntegerField()  # which it became; of a text set aside, which its author had read
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    restores = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "answer", "version", condition=~Q(kind=RevisionKind.SET_ASIDE), name="answer_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=RevisionKind.RESTORED, restores__isnull=False)
                | (~Q(kind=RevisionKind.RESTORED) & Q(restores=None)),
                name="restored_revision_names_its_origin",
            ),
            models.CheckConstraint(
                condition=Q(kind=RevisionKind.SET_ASIDE) | Q(version__gte=1), name="saved_revision_has_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.answer_id}, {self.version}"


class Comment(models.Model):
    """A remark of a colleague on one field of the report, until it is resolved and after."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="comments")
    text = models.TextField(_("Comment"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None
