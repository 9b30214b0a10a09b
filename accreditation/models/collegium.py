from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.collegium import LIVE_ITEMS, Choice, CollegiumAction, ItemState, Outcome, SittingState
from accreditation.models.applications import Application
from accreditation.models.people import CollegiumMember, Specialist
from core.languages import written
from records.models import Document

_PERSON = settings.AUTH_USER_MODEL
_NEEDS_REASONS = sorted({Outcome.REFUSED, Outcome.POSTPONED})
_NEEDS_A_DAY = sorted({Outcome.CONDITIONAL, Outcome.POSTPONED})


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, acting: Acting) -> Self:
        """All to administrators, specialists and members of the collegium; nothing to others."""
        if acting.user.is_administrator:
            return self
        entries = (Specialist, CollegiumMember)
        known = any(model.objects.active().filter(person=acting.user).exists() for model in entries)
        return self if known else self.none()

    def to_come(self) -> Self:
        """What is planned or goes on."""
        return self.filter(state__in=[SittingState.PLANNED, SittingState.OPEN])

    def over(self) -> Self:
        return self.exclude(state__in=[SittingState.PLANNED, SittingState.OPEN])


class Sitting(models.Model):
    """The collegium comes together at a time, in a place or over a link, and decides the cases of its agenda.

    Its number is its key. `minutes` are written when it closes.
    """

    starts_at = models.DateTimeField(_("Date and time"))
    place = models.CharField(_("Place"), max_length=300, blank=True)
    link = models.URLField(_("Link"), blank=True)
    state = models.CharField(_("Status"), max_length=10, choices=SittingState, default=SittingState.PLANNED)
    chair = models.ForeignKey(
        CollegiumMember, models.PROTECT, related_name="chaired_sittings", verbose_name=_("Chair of the sitting")
    )
    secretary = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Secretary"))
    created_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("sitting of the Collegium")
        verbose_name_plural = _("sittings of the Collegium")
        constraints = [
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="sitting_is_somewhere"),
            models.CheckConstraint(
                condition=~Q(state__in=[SittingState.OPEN, SittingState.CLOSED]) | Q(opened_at__isnull=False),
                name="sitting_opened_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SittingState.CLOSED) | Q(closed_at__isnull=False, minutes__isnull=False),
                name="sitting_closed_with_minutes",
            ),
        ]
        indexes = [models.Index(fields=["state", "-starts_at"], name="sitting_list")]

    def __str__(self) -> str:
        return f"№\u00a0{self.pk}, {date_format(localtime(self.starts_at), 'SHORT_DATE_FORMAT')}"

    def get_absolute_url(self) -> str:
        return reverse("accreditation:collegium_sitting", args=[self.pk])

    @property
    def tone(self) -> str:
        return SittingState(self.state).tone

    @property
    def sat_on(self) -> date:
        """The day on which it sits: the planned one until it is opened."""
        return localtime(self.opened_at or self.starts_at).date()


class AgendaItem(models.Model):
    """A case before a sitting. `motion` is what was put to the vote last, `round` how often something was."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(_("Status"), max_length=10, choices=ItemState, default=ItemState.WAITING)
    motion = models.CharField(_("Put to the vote"), max_length=15, choices=Outcome, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sitting", "order"]
        verbose_name = _("case of the agenda")
        verbose_name_plural = _("cases of the agenda")
        constraints = [
            models.UniqueConstraint("sitting", "order", name="agenda_place_once"),
            models.UniqueConstraint(
                "application", condition=Q(state__in=sorted(LIVE_ITEMS)), name="case_on_one_agenda_at_once"
            ),
            models.CheckConstraint(
                condition=Q(motion="", round=0) | (~Q(motion="") & Q(round__gte=1)), name="agenda_motion_has_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted({ItemState.VOTING, ItemState.DRAFTED, ItemState.DECIDED}))
                | ~Q(motion=""),
                name="agenda_votes_on_a_motion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.order}"

    @property
    def tone(self) -> str:
        return ItemState(self.state).tone


class Recorded(models.Model):
    """What somebody wrote down of a member, and when the member said so himself."""

    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Attendance(Recorded):
    """A member is present at a sitting."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(CollegiumMember, models.PROTECT, related_name="attendances")

    class Meta:
        constraints = [models.UniqueConstraint("sitting", "member", name="present_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.member_id}"


class Vote(Recorded):
    """How a member voted on a motion: it counts once the member has confirmed it. Votes of earlier rounds stay."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(CollegiumMember, models.PROTECT, related_name="votes")
    choice = models.CharField(_("Vote"), max_length=10, choices=Choice)
    opinion = models.TextField(_("Dissenting opinion"), blank=True)

    class Meta:
        ordering = ["item", "round", "member__sort_key", "member"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint("item", "round", "member", name="one_vote_of_a_member")]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.round}: {self.member_id}"


class Conflict(models.Model):
    """A member declared that he has an interest in a case. What registers know of it, is asked, not kept.

    It counts at once, also when the secretary wrote it down and the member has not said so himself yet.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="conflicts")
    member = models.ForeignKey(CollegiumMember, models.PROTECT, related_name="conflicts")
    note = models.CharField(_("Note"), max_length=500)
    declared_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("application", "member", name="conflict_declared_once")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.member_id}"


class CollegiumDecision(models.Model):
    """What the collegium decided on a case, with the count on which it rests: a draft until a second person confirms.

    `until` is the day to which the decision is postponed, or by which the conditions are to be fulfilled. `letter` is
    written when it is confirmed. Reasons and conditions are written in one language or in both; nothing is translated.
    """

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="decision")
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    number = models.CharField(_("Number of the decision"), max_length=50, unique=True)
    outcome = models.CharField(_("Decision"), max_length=15, choices=Outcome)
    reasons_ky = models.TextField(_("Reasons, in Kyrgyz"), blank=True)
    reasons_ru = models.TextField(_("Reasons, in Russian"), blank=True)
    conditions_ky = models.TextField(_("Conditions, in Kyrgyz"), blank=True)
    conditions_ru = models.TextField(_("Conditions, in Russian"), blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    tally = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(db_default=Now())
    confirmed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    letter = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("decision of the Collegium")
        verbose_name_plural = _("decisions of the Collegium")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=_NEEDS_REASONS) | ~Q(reasons_ky="", reasons_ru=""), name="decision_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CONDITIONAL) | ~Q(conditions_ky="", conditions_ru=""),
                name="decision_names_its_conditions",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=_NEEDS_A_DAY) | Q(until__isnull=False), name="decision_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=models.F("drafted_by")),
                name="decision_of_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def reasons(self) -> str:
        """In the reader's language, otherwise in the one in which they were written, and marked so."""
        return written(self.reasons_ky, self.reasons_ru)

    @property
    def conditions(self) -> str:
        """In the reader's language, otherwise in the one in which they were written, and marked so."""
        return written(self.conditions_ky, self.conditions_ru)


class CollegiumEvent(models.Model):
    """A step of a sitting, or of a case of its agenda. Never changed."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="events")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="events")
    action = models.CharField(max_length=40, choices=CollegiumAction)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.sitting_id}"
