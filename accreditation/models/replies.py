from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.replies import CURRENT, ReplyState, Verdict
from accreditation.models.applications import Application
from accreditation.models.evaluation import LONGEST, Evaluation
from core.uploads.models import StoredFile, StoredFileQuerySet
from selfassessment.models import Answer
from staff.models import Employment

REMARK_LIMIT = 500  # characters of a remark


class ReplyQuerySet(models.QuerySet["Reply"]):
    def current(self) -> Self:
        """The one of each application that counts: none that was set aside."""
        return self.filter(state__in=sorted(CURRENT))

    def given(self) -> Self:
        """What the organization has sent or waived, in the rounds too that were set aside since."""
        return self.filter(closed_by__isnull=False)

    def visible_to(self, acting: Acting) -> Self:
        """To the organization and the ministry with the application; to the experts whose own decision counts."""
        own = Evaluation.objects.of(acting).final()
        seen = Q(application__in=Application.objects.visible_to(acting))
        return self.filter(seen | Q(application__in=own.values("application")))


class Reply(models.Model):
    """The right of the organization to answer the experts' findings on facts, once, until a day.

    When the ministry reopens a decision the findings change: the answer is set aside, and another round begins.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("Status"), max_length=10, choices=ReplyState, default=ReplyState.OPEN)
    opened_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField(_("Answer until"))
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-round"]
        verbose_name = _("answer of an organization to the findings")
        verbose_name_plural = _("answers of organizations to the findings")
        constraints = [
            models.UniqueConstraint("application", "round", name="reply_round_once"),
            models.UniqueConstraint(
                "application", condition=Q(state__in=sorted(CURRENT)), name="one_current_reply_of_an_application"
            ),
            models.CheckConstraint(
                condition=Q(state=ReplyState.OPEN, closed_at=None)
                | (~Q(state=ReplyState.OPEN) & Q(closed_at__isnull=False)),
                name="reply_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplyState.SENT, ReplyState.WAIVED]) | Q(closed_by__isnull=False),
                name="reply_given_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}, {self.round}"

    @property
    def tone(self) -> str:
        return ReplyState(self.state).tone

    @property
    def is_open(self) -> bool:
        """Whether the organization may still answer today."""
        return self.state == ReplyState.OPEN and timezone.localdate() <= self.due_on


class ReplyFileQuerySet(StoredFileQuerySet["ReplyFile"]):
    def visible_to(self, acting: Acting) -> Self:
        """The organization's people see theirs; everybody else who sees the answer those that were sent."""
        own = Employment.objects.live().filter(person=acting.user)
        sent = Reply.objects.visible_to(acting).given()
        return self.filter(
            Q(application__organization__in=own.values("organization"))
            | Q(pk__in=Remark.objects.filter(reply__in=sent.values("pk"), file__isnull=False).values("file"))
        )


class ReplyFile(StoredFile):
    """What proves a remark of the organization."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")

    objects = ReplyFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("file of an answer to the findings")
        verbose_name_plural = _("files of answers to the findings")


class Remark(models.Model):
    """What the organization says on facts to the findings on one criterion. Nobody else reads it before it is sent."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="remarks")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="remarks")
    text = models.TextField(_("Answer of the organization"), max_length=REMARK_LIMIT)
    file = models.ForeignKey(ReplyFile, models.PROTECT, null=True, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["answer__place", "pk"]
        verbose_name = _("remark of an organization")
        verbose_name_plural = _("remarks of organizations")
        constraints = [
            models.UniqueConstraint("reply", "answer", name="remark_once_on_a_criterion"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class RemarkAnswer(models.Model):
    """What the chair says to a remark. May be half written; `saves` counts, so that two windows don't overwrite."""

    remark = models.OneToOneField(Remark, models.CASCADE, related_name="chair_answer")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    text = models.TextField(max_length=LONGEST, blank=True)
    saves = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("answer of the chair to a remark")
        verbose_name_plural = _("answers of the chair to remarks")

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_complete(self) -> bool:
        """Both the decision and its reason are there."""
        return bool(self.verdict and self.text.strip())

    @property
    def tone(self) -> str:
        return Verdict(self.verdict).tone if self.verdict else "muted"
