from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.objections import ObjectionGround, ObjectionState
from accreditation.models.applications import Application
from accreditation.models.invitations import Invitation
from accreditation.models.people import Specialist
from staff.models import Employment

LONGEST = 1000  # characters of an explanation
_DECIDED = [ObjectionState.UPHELD, ObjectionState.DISMISSED]


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, acting: Acting) -> Self:
        """The organization's own people, and the ministry's people of the application. The expert does not see it:
        what was dismissed must not weigh on his evaluation."""
        own = Employment.objects.live().filter(person=acting.user)
        seen = Q(invitation__application__organization__in=own.values("organization"))
        if acting.user.is_administrator:
            seen |= Q(pk__isnull=False)
        mine = Specialist.objects.active().filter(person=acting.user)
        return self.filter(seen | Q(invitation__application__specialist__in=mine.values("pk")))

    def of(self, application: Application) -> Self:
        return self.filter(invitation__application=application)

    def open(self) -> Self:
        """Those that the ministry has to decide."""
        return self.filter(state=ObjectionState.OPEN)


class Objection(models.Model):
    """The organization does not want to be evaluated by an expert, and says why: once for each expert.

    `decided_by` is whoever ended it: the ministry's person, or the organization's who took it back.
    """

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="objection")
    state = models.CharField(_("Outcome"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    ground = models.CharField(_("Ground"), max_length=10, choices=ObjectionGround)
    text = models.CharField(_("Explanation"), max_length=LONGEST)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("Filed at"), db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("Decided at"), null=True)
    reason = models.CharField(_("Reason of the decision"), max_length=LONGEST, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["filed_at", "pk"]
        verbose_name = _("objection to an expert")
        verbose_name_plural = _("objections to experts")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="objection_explained"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, decided_by=None, decided_at=None, reason="")
                | (Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""))
                | Q(state=ObjectionState.SETTLED, decided_by=None, decided_at__isnull=False)
                | Q(state=ObjectionState.TAKEN_BACK, decided_by__isnull=False, decided_at__isnull=False, reason=""),
                name="objection_decided_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index("invitation", name="objection_open", condition=Q(state=ObjectionState.OPEN))]

    def __str__(self) -> str:
        return f"№ {self.invitation.application_id}: {self.invitation.expert}"

    @property
    def tone(self) -> str:
        return ObjectionState(self.state).tone

    @property
    def is_open(self) -> bool:
        """The ministry has not decided, and the organization may take it back."""
        return self.state == ObjectionState.OPEN

    @property
    def is_decided(self) -> bool:
        """The ministry has said yes or no."""
        return self.state in _DECIDED
