from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.evaluation import WRITABLE, EvaluationAct, EvaluationState, Mark, Proposal
from accreditation.enums.invitations import InvitationState
from accreditation.models.applications import Application
from accreditation.models.invitations import Invitation
from accreditation.models.people import Expert, Specialist
from records.models import Document
from selfassessment.models import Answer

LONGEST = 4000  # characters of a comment


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, acting: Acting) -> Self:
        """One's own; those of the same group; to the ministry those of the applications that it may see.

        That a row is visible says how far its expert has come. What he decided: `disclosed_to`.
        """
        if acting.user.is_administrator:
            return self
        specialists = Specialist.objects.active().filter(person=acting.user)
        return self.filter(
            Q(application__in=_sits_in(acting)) | Q(application__specialist__in=specialists.values("pk"))
        )

    def of(self, acting: Acting) -> Self:
        """The person's own, while he sits in the group and nobody has blocked him."""
        return self.filter(application__in=_sits_in(acting), expert__person=acting.user)

    def final(self) -> Self:
        """Published, and the time in which its expert may recall it is over."""
        until = timezone.now() - settings.EVALUATION_RECALL
        return self.filter(state=EvaluationState.PUBLISHED, published_at__lte=until)

    def disclosed_to(self, acting: Acting) -> Self:
        """Blind: one's own always, a colleague's only where both are final, to the ministry what is final."""
        handled = Specialist.objects.active().filter(person=acting.user)
        final = Q(pk__in=Evaluation.objects.final().values("pk"))
        through = Evaluation.objects.of(acting).final()
        seen = final & Q(application__in=through.values("application"))
        if acting.user.is_administrator:
            seen |= final & ~Q(application__in=_sits_in(acting))
        seen |= final & Q(application__specialist__in=handled.values("pk")) & ~Q(application__in=_sits_in(acting))
        return self.filter(seen | Q(pk__in=Evaluation.objects.of(acting).values("pk")))


def _sits_in(acting: Acting) -> models.QuerySet[Application]:
    """The applications in whose group the person sits."""
    experts = Expert.objects.active().filter(person=acting.user)
    seats = Invitation.objects.filter(expert__in=experts, state=InvitationState.ACCEPTED)
    return Application.objects.filter(pk__in=seats.values("application"))


class Evaluation(models.Model):
    """The work of one expert on one application: a rating for each criterion, signed by him as a paper.

    `paper` is what he is signing or has signed last; what he signed before and recalled stays in the records.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="evaluations")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="evaluations")
    state = models.CharField(_("Status"), max_length=10, choices=EvaluationState, default=EvaluationState.DRAFT)
    begun_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(_("Published"), null=True)
    paper = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evaluation of an expert")
        verbose_name_plural = _("evaluations of experts")
        constraints = [
            models.UniqueConstraint("application", "expert", name="one_evaluation_of_an_expert"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(WRITABLE), published_at=None)
                | Q(state=EvaluationState.PUBLISHED, published_at__isnull=False, paper__isnull=False),
                name="evaluation_published_at_a_moment_as_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}: {self.expert}"

    @property
    def tone(self) -> str:
        return EvaluationState(self.state).tone

    @property
    def counts_from(self) -> datetime | None:
        """When the published decision counts: until then its expert may recall it."""
        return self.published_at + settings.EVALUATION_RECALL if self.published_at else None

    @property
    def is_final(self) -> bool:
        return self.counts_from is not None and self.counts_from <= timezone.now()


class EvaluationEvent(models.Model):
    """A step that an expert's evaluation took. Never changed."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=EvaluationAct)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.evaluation_id}"


class Rating(models.Model):
    """What an expert says of one criterion. All of them are there, empty, as soon as the evaluation begins.

    `revision` counts the saves: who saves says which one he has read.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="ratings")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="ratings")
    mark = models.CharField(_("My rating"), max_length=10, choices=Mark, blank=True)
    comment = models.TextField(_("Comment"), max_length=LONGEST, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["answer__place", "pk"]
        verbose_name = _("rating of a criterion")
        verbose_name_plural = _("ratings of criteria")
        constraints = [
            models.UniqueConstraint("evaluation", "answer", name="criterion_rated_once"),
            models.CheckConstraint(
                condition=Q(revision=0, mark="", comment="", saved_at=None)
                | Q(revision__gte=1, saved_at__isnull=False),
                name="rating_saved_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_mark_display()}"

    @property
    def is_complete(self) -> bool:
        """Both the mark and the comment are there."""
        return bool(self.mark and self.comment.strip())

    @property
    def tone(self) -> str:
        return Mark(self.mark).tone


class RatingRevision(models.Model):
    """What a rating said when the ministry reopened the evaluation. Never changed."""

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="revisions")
    event = models.ForeignKey(EvaluationEvent, models.PROTECT, related_name="kept")
    mark = models.CharField(max_length=10, choices=Mark)
    comment = models.TextField()
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint("rating", "event", name="rating_kept_once_at_a_reopening")]

    def __str__(self) -> str:
        return f"{self.rating_id}, {self.revision}"

    @property
    def tone(self) -> str:
        return Mark(self.mark).tone


class ChairComment(models.Model):
    """What the chair of the group says to a colleague's rating, as it stood at `revision`.

    `saves` counts, so that two windows don't overwrite each other.
    """

    rating = models.OneToOneField(Rating, models.CASCADE, related_name="chair_comment")
    text = models.TextField(_("Comment of the chair"), max_length=LONGEST)
    revision = models.PositiveIntegerField()
    saves = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("comment of the chair")
        verbose_name_plural = _("comments of the chair")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="chair_comment_says_something")]

    def __str__(self) -> str:
        return self.text[:80]


class Summary(models.Model):
    """What the chair writes about the whole: the joint report of the group. `paper` is what the three sign.

    `saves` counts for the parts that are saved together how often that was, so that two windows don't overwrite.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="summary")
    strengths = models.TextField(_("Strengths"), max_length=LONGEST, blank=True)
    weaknesses = models.TextField(_("Weaknesses"), max_length=LONGEST, blank=True)
    recommendations = models.TextField(_("Recommendations"), max_length=LONGEST, blank=True)
    proposal = models.CharField(_("Proposal to the Collegium"), max_length=12, choices=Proposal, blank=True)
    saves = models.JSONField(default=dict)
    paper = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("joint report of the experts")
        verbose_name_plural = _("joint reports of the experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(paper__isnull=False), name="joint_report_finished_as_a_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}"

    @property
    def is_whole(self) -> bool:
        return all(part.strip() for part in (self.strengths, self.weaknesses, self.recommendations, self.proposal))
