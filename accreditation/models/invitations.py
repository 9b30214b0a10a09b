from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.invitations import LIVE, DeclineReason, InvitationAct, InvitationState
from accreditation.models.applications import Application
from accreditation.models.draw import Draw
from accreditation.models.people import Expert, Specialist

SEATS = 3
_LIVE = Q(state__in=sorted(LIVE))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, acting: Acting) -> Self:
        """An expert's own; to the ministry those of the applications that it may see. The school sees no names here."""
        if acting.user.is_administrator:
            return self
        specialists = Specialist.objects.active().filter(person=acting.user)
        experts = Expert.objects.active().filter(person=acting.user)
        return self.filter(Q(expert__in=experts.values("pk")) | Q(application__specialist__in=specialists.values("pk")))

    def live(self) -> Self:
        """Those who are asked or have agreed: three at most."""
        return self.filter(_LIVE)

    def waiting(self) -> Self:
        return self.filter(state=InvitationState.WAITING)

    def accepted(self) -> Self:
        return self.filter(state=InvitationState.ACCEPTED)


class Invitation(models.Model):
    """An expert is asked to evaluate a school. Each live invitation holds one of three seats, so there are never four.

    `draw` and `place` say where in which row the expert stood; by hand he has none, but a reason.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="invitations")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="invitations")
    state = models.CharField(_("Answer"), max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    seat = models.PositiveSmallIntegerField()
    is_chair = models.BooleanField(_("Chair"), default=False)
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="invitations")
    place = models.PositiveIntegerField(_("Place in the row"), null=True)
    hand_reason = models.CharField(_("Reason of the choice by hand"), max_length=1000, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    asked_at = models.DateTimeField(_("Invited at"))
    due_on = models.DateField(_("Answer until"))
    remind_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("Answered at"), null=True)
    decline_reason = models.CharField(_("Reason"), max_length=10, choices=DeclineReason, blank=True)
    comment = models.CharField(_("Comment"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "-asked_at", "-pk"]
        verbose_name = _("invitation of an expert")
        verbose_name_plural = _("invitations of experts")
        constraints = [
            models.UniqueConstraint("application", "seat", condition=_LIVE, name="one_live_invitation_for_a_seat"),
            models.CheckConstraint(condition=Q(seat__gte=1, seat__lte=SEATS), name="three_seats"),
            models.UniqueConstraint("application", "expert", name="expert_asked_once_for_an_application"),
            models.UniqueConstraint(
                "application", condition=_LIVE & Q(is_chair=True), name="one_chair_of_the_expert_group"
            ),
            models.CheckConstraint(
                condition=Q(draw__isnull=False, place__isnull=False, hand_reason="")
                | (Q(draw=None, place=None) & ~Q(hand_reason="")),
                name="invited_by_the_draw_or_by_hand_for_a_reason",
            ),
            models.CheckConstraint(
                condition=(_LIVE & Q(ended_at=None)) | (~_LIVE & Q(ended_at__isnull=False)),
                name="invitation_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.DECLINED) | ~Q(decline_reason=""), name="declined_for_a_reason"
            ),
        ]
        indexes = [
            models.Index("expert", "state", name="invitation_of_expert"),
            models.Index("due_on", name="invitation_waiting", condition=Q(state=InvitationState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}: {self.expert}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def tone(self) -> str:
        return InvitationState(self.state).tone


class InvitationEvent(models.Model):
    """Something that happened to an invitation. Never changed. Without a person, it happened by itself."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="events")
    action = models.CharField(max_length=30, choices=InvitationAct)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.invitation_id}"


class InvitationLink(models.Model):
    """The way to an invitation without signing in: only the digest of the secret is kept, the letter has the secret."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.expires_at:%Y-%m-%d}"
