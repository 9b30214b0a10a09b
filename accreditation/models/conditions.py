from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.conditions import OWED, UNSETTLED, ConditionAction, ConditionState
from accreditation.models.applications import Application
from accreditation.models.collegium import CollegiumDecision
from core.languages import written
from core.uploads.models import StoredFile, StoredFileQuerySet

_PERSON = settings.AUTH_USER_MODEL


class ConditionQuerySet(models.QuerySet["Condition"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those of the applications that the person sees."""
        return self.filter(application__in=Application.objects.visible_to(acting).values("pk"))

    def unsettled(self) -> Self:
        """What is neither fulfilled nor lifted."""
        return self.filter(state__in=sorted(UNSETTLED))

    def owed(self) -> Self:
        """What the school has to answer."""
        return self.filter(state__in=sorted(OWED))

    def overdue(self, today: date) -> Self:
        """What the school has not answered in time."""
        return self.owed().filter(due_on__lt=today)


class Condition(models.Model):
    """One thing that a conditionally accredited organization has to do by a day."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="conditions")
    decision = models.ForeignKey(CollegiumDecision, models.PROTECT, related_name="set_conditions")
    place = models.PositiveSmallIntegerField()
    text_ky = models.TextField(_("Condition, in Kyrgyz"), blank=True)
    text_ru = models.TextField(_("Condition, in Russian"), blank=True)
    due_on = models.DateField(_("To be fulfilled by"))
    state = models.CharField(_("Status"), max_length=10, choices=ConditionState, default=ConditionState.OPEN)
    state_since = models.DateTimeField(db_default=Now())
    reminded_of = models.DateField(null=True, blank=True)  # the day about which the school was reminded last
    missed_on = models.DateField(null=True, blank=True)  # the day of which both were told that it was missed

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "place"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        constraints = [
            models.UniqueConstraint("decision", "place", name="condition_stands_in_its_place"),
            models.CheckConstraint(condition=~Q(text_ky="", text_ru=""), name="condition_says_something"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="condition_queue")]

    def __str__(self) -> str:
        return f"{self.decision_id}.{self.place}"

    @property
    def text(self) -> str:
        """In the reader's language, otherwise in the one in which it was written, and marked so."""
        return written(self.text_ky, self.text_ru)

    @property
    def tone(self) -> str:
        return ConditionState(self.state).tone

    @property
    def is_owed(self) -> bool:
        """Whether the school has to answer."""
        return self.state in OWED

    @property
    def is_overdue(self) -> bool:
        return self.is_owed and self.due_on < timezone.localdate()


class ConditionAnswer(models.Model):
    """What the school says it did, and what the ministry found. Never changed after it was checked."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="answers")
    text = models.TextField(_("What was done"))
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    is_accepted = models.BooleanField(null=True, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    checked_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("answer to a condition")
        verbose_name_plural = _("answers to conditions")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_to_condition_says_something"),
            models.CheckConstraint(
                condition=Q(is_accepted=None, checked_by=None, checked_at=None)
                | Q(is_accepted__isnull=False, checked_by__isnull=False, checked_at__isnull=False),
                name="answer_to_condition_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=None) | Q(is_accepted=True) | ~Q(reason=""),
                name="answer_to_condition_sent_back_for_a_reason",
            ),
            models.UniqueConstraint("condition", condition=Q(is_accepted=None), name="one_answer_is_checked_at_once"),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}: {self.at:%d.%m.%Y}"


class ConditionFileQuerySet(StoredFileQuerySet["ConditionFile"]):
    def visible_to(self, acting: Acting) -> Self:
        return self.filter(answer__condition__in=Condition.objects.visible_to(acting).values("pk"))


class ConditionFile(StoredFile):
    """Evidence of the school that a condition is fulfilled."""

    answer = models.ForeignKey(ConditionAnswer, models.PROTECT, related_name="files")

    objects = ConditionFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("evidence for a condition")
        verbose_name_plural = _("evidence for conditions")


class ConditionEvent(models.Model):
    """A step of a condition. Never changed. Without a person, the system took it by itself."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=ConditionAction)
    source = models.CharField(max_length=10, choices=ConditionState)
    target = models.CharField(max_length=10, choices=ConditionState)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.condition_id}"
