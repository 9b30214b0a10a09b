from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.appeals import (
    LIVE_APPEALS,
    Against,
    AppealAction,
    AppealGround,
    AppealState,
    Capacity,
    Verdict,
)
from accreditation.models.applications import Application
from accreditation.models.certificates import CertificateEvent
from accreditation.models.collegium import CollegiumDecision
from core.uploads.models import StoredFile, StoredFileQuerySet

_PERSON = settings.AUTH_USER_MODEL
_OF_DECISIONS = sorted(one for one in Against if one.is_decision)
_OF_ORDERS = sorted(one for one in Against if not one.is_decision)
_DECIDED = sorted({AppealState.UPHELD, AppealState.DISMISSED})


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those of the applications that the person sees, and those on whose panel the person sits."""
        seen = Q(application__in=Application.objects.visible_to(acting).values("pk"))
        return self.filter(seen | Q(pk__in=AppealPanelist.objects.filter(person=acting.user).values("appeal")))

    def live(self) -> Self:
        """What is not decided and not withdrawn."""
        return self.filter(state__in=sorted(LIVE_APPEALS))

    def heard_by(self, acting: Acting) -> Self:
        """On whose panel the person sits."""
        return self.filter(pk__in=AppealPanelist.objects.filter(person=acting.user).values("appeal"))


class Appeal(models.Model):
    """An organization asks that a decision of the collegium, or an order of the ministry, be looked at by others.

    Its number is its key; `registration_number` and `registered_on` are the ministry's entry of incoming letters.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="appeals")
    against = models.CharField(_("Against what"), max_length=15, choices=Against)
    decision = models.ForeignKey(CollegiumDecision, models.PROTECT, null=True, blank=True, related_name="appeals")
    order = models.ForeignKey(CertificateEvent, models.PROTECT, null=True, blank=True, related_name="appeals")
    grounds = ArrayField(models.CharField(max_length=15, choices=AppealGround), verbose_name=_("Grounds"))
    text = models.TextField(_("Explanation"))
    state = models.CharField(_("Status"), max_length=10, choices=AppealState, default=AppealState.FILED)
    state_since = models.DateTimeField(db_default=Now())
    filed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("Filed"), db_default=Now())
    due_on = models.DateField(_("Due"), null=True, blank=True)
    registration_number = models.CharField(_("SED number"), max_length=50, blank=True)
    registered_on = models.DateField(_("Date in SED"), null=True, blank=True)
    reasons = models.TextField(_("Reasons"), blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(against__in=_OF_DECISIONS, decision__isnull=False, order=None)
                | Q(against__in=_OF_ORDERS, decision=None, order__isnull=False),
                name="appeal_is_against_one_act",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(grounds=[]), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(registration_number="", registered_on=None)
                | (~Q(registration_number="") & Q(registered_on__isnull=False)),
                name="appeal_registered_with_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AppealState.REGISTERED, AppealState.HEARD, *_DECIDED])
                | ~Q(registration_number=""),
                name="appeal_registered_before_it_is_heard",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons="")
                | ~Q(state__in=_DECIDED) & Q(decided_by=None, decided_at=None, reasons=""),
                name="appeal_decided_by_somebody_for_reasons",
            ),
            models.UniqueConstraint(
                "decision", condition=~Q(state=AppealState.WITHDRAWN), name="one_appeal_against_a_decision"
            ),
            models.UniqueConstraint(
                "order", condition=~Q(state=AppealState.WITHDRAWN), name="one_appeal_against_an_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="appeal_queue")]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def tone(self) -> str:
        return AppealState(self.state).tone

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_APPEALS

    @property
    def is_overdue(self) -> bool:
        return self.is_live and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def ground_labels(self) -> list[str]:
        """The grounds in the reader's language, in the order of the list."""
        return [str(one.label) for one in AppealGround if one in self.grounds]


class AppealFileQuerySet(StoredFileQuerySet["AppealFile"]):
    def visible_to(self, acting: Acting) -> Self:
        return self.filter(appeal__in=Appeal.objects.visible_to(acting).values("pk"))


class AppealFile(StoredFile):
    """A document with which the organization supports its appeal."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="files")

    objects = AppealFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("document of an appeal")
        verbose_name_plural = _("documents of appeals")


class AppealPanelist(models.Model):
    """Somebody who decides an appeal, had no part in what it is against, and votes by name."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="panel")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="appeal_seats")
    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=10, choices=Capacity)
    verdict = models.CharField(_("Vote"), max_length=10, choices=Verdict, blank=True)
    opinion = models.TextField(_("Opinion"), blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("member of an appeal panel")
        verbose_name_plural = _("members of appeal panels")
        constraints = [
            models.UniqueConstraint("appeal", "person", name="one_seat_in_an_appeal_panel"),
            models.CheckConstraint(
                condition=Q(verdict="", voted_at=None) | (~Q(verdict="") & Q(voted_at__isnull=False)),
                name="vote_on_an_appeal_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AppealRecusal(models.Model):
    """Somebody stepped aside from the panel of an appeal, because of an interest in it: he is not named to it again."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    reason = models.TextField(_("Reason"))
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("recusal from an appeal panel")
        verbose_name_plural = _("recusals from appeal panels")
        constraints = [
            models.UniqueConstraint("appeal", "person", name="one_recusal_from_an_appeal_panel"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_from_an_appeal_says_why"),
        ]

    def __str__(self) -> str:
        return self.name


class AppealEvent(models.Model):
    """A step of an appeal. Never changed."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=AppealAction)
    source = models.CharField(max_length=10, choices=AppealState)
    target = models.CharField(max_length=10, choices=AppealState)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.appeal_id}"
