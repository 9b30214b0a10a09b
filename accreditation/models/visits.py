import uuid
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.evaluation import Mark
from accreditation.enums.invitations import InvitationState
from accreditation.enums.visits import Finding, RatingFate, VisitState
from accreditation.models.applications import Application
from accreditation.models.evaluation import LONGEST
from accreditation.models.people import Expert, Specialist
from core.uploads.models import StoredFile, StoredFileQuerySet
from selfassessment.models import Answer

_WITH_A_RATING = ~Q(mark="") | ~Q(comment="")
_IN_THE_RATING = [RatingFate.CARRIED, RatingFate.TAKEN]


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, acting: Acting) -> Self:
        """To the group of experts, and to the ministry for the applications that it may see. The organization has the
        plan on its own page, and never what was noted."""
        if acting.user.is_administrator:
            return self
        handled = Specialist.objects.active().filter(person=acting.user)
        group = Application.objects.filter(
            invitations__expert__person=acting.user,
            invitations__expert__blocked_at=None,
            invitations__state=InvitationState.ACCEPTED,
        )
        return self.filter(Q(application__in=group) | Q(application__specialist__in=handled.values("pk")))

    def planned(self) -> Self:
        return self.filter(state=VisitState.PLANNED)


class Visit(models.Model):
    """The experts look at the organization on the spot: when, who of the three, whom they ask for there.

    `revision` counts the plans that were told, so that calendars replace an older one.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="visit")
    state = models.CharField(_("Status"), max_length=10, choices=VisitState, default=VisitState.PLANNED)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    experts = models.ManyToManyField(Expert, related_name="visits", verbose_name=_("Who goes"))
    contact_name = models.CharField(_("Contact person of the organization"), max_length=200)
    contact_phone = models.CharField(_("Telephone"), max_length=50)
    meeting = models.CharField(_("Where and when you meet"), max_length=500, blank=True)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(db_default=Now())

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("visit of the experts")
        verbose_name_plural = _("visits of the experts")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="visit_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(state=VisitState.PLANNED, reason="") | (Q(state=VisitState.CANCELLED) & ~Q(reason="")),
                name="visit_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}, {self.starts_on:%d.%m.%Y}"

    @property
    def tone(self) -> str:
        return VisitState(self.state).tone

    @property
    def is_planned(self) -> bool:
        return self.state == VisitState.PLANNED

    @property
    def over_at(self) -> datetime:
        """The end of its last day: from then on no device keeps its pages."""
        return timezone.make_aware(datetime.combine(self.ends_on + timedelta(days=1), time.min))


class VisitEntryQuerySet(models.QuerySet["VisitEntry"]):
    def visible_to(self, acting: Acting) -> Self:
        """Whoever sees the visit sees what was noted there. Members of the collegium: selectors.visits.entries_for."""
        return self.filter(visit__in=Visit.objects.visible_to(acting))

    def standing(self) -> Self:
        """What its author has not removed."""
        return self.filter(removed_at=None)


class VisitEntry(models.Model):
    """What an expert noted of one criterion on the spot. Never changed; its author may remove it.

    `public_id` was made where the entry was written, so that what is sent twice is stored once. An entry may bring a
    rating, written against the revision `rating_base` of the expert's own one.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="entries")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="+")
    finding = models.CharField(_("On the spot"), max_length=10, choices=Finding)
    note = models.TextField(_("What I saw"), max_length=LONGEST, blank=True)
    noted_at = models.DateTimeField(_("Noted at"))
    received_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)
    mark = models.CharField(_("My rating"), max_length=10, choices=Mark, blank=True)
    comment = models.TextField(_("Comment"), max_length=LONGEST, blank=True)
    rating_base = models.PositiveIntegerField(default=0)
    rating_fate = models.CharField(max_length=10, choices=RatingFate, blank=True)
    carried_revision = models.PositiveIntegerField(null=True)

    objects = VisitEntryQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        verbose_name = _("entry of a visit")
        verbose_name_plural = _("entries of visits")
        constraints = [
            models.CheckConstraint(
                condition=(_WITH_A_RATING & ~Q(rating_fate="")) | Q(mark="", comment="", rating_fate=""),
                name="rating_of_a_visit_has_a_fate",
            ),
            models.CheckConstraint(
                condition=Q(rating_fate__in=_IN_THE_RATING, carried_revision__isnull=False)
                | (~Q(rating_fate__in=_IN_THE_RATING) & Q(carried_revision=None)),
                name="rating_of_a_visit_carried_to_a_revision",
            ),
        ]
        indexes = [models.Index(fields=["visit", "answer"], name="entries_of_a_criterion")]

    def __str__(self) -> str:
        return f"{self.answer}: {self.get_finding_display()}"

    @property
    def tone(self) -> str:
        return Finding(self.finding).tone

    @property
    def waits_for_choice(self) -> bool:
        """The expert has saved another rating meanwhile, and has not said which one is right."""
        return self.rating_fate == RatingFate.WAITING and self.removed_at is None


class VisitPhotoQuerySet(StoredFileQuerySet["VisitPhoto"]):
    def visible_to(self, acting: Acting) -> Self:
        """The photos of the entries that the person may see."""
        return self.filter(entry__in=VisitEntry.objects.visible_to(acting).standing())


class VisitPhoto(StoredFile):
    """A picture taken on the spot, without what the camera wrote into it. Its `public_id` was made on the device."""

    entry = models.ForeignKey(VisitEntry, models.PROTECT, related_name="photos")

    objects = VisitPhotoQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        ordering = ["pk"]
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")
