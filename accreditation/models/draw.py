from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accreditation.enums.draw import Exclusion, Verdict
from accreditation.models.applications import Application
from accreditation.models.people import Expert
from organizations.models import Organization
from records.models import Document


class Draw(models.Model):
    """One draw of experts for an application: what was frozen, the seed, and the row that followed. Never changed.

    A second draw names its reason, who asked for it and, as `drawn_by`, the other person who agreed.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField(_("Draw"))
    reason = models.TextField(_("Reason of the second draw"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("Drawn at"), db_default=Now())
    anchor_day = models.DateField()
    anchor_seq = models.BigIntegerField()
    anchor_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    list_hash = models.CharField(max_length=64)
    load_limit = models.PositiveIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("draw of experts")
        verbose_name_plural = _("draws of experts")
        constraints = [
            models.UniqueConstraint("application", "number", name="draw_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, reason="", asked_by=None)
                | (Q(number__gt=1, asked_by__isnull=False) & ~Q(reason="") & ~Q(asked_by=F("drawn_by"))),
                name="second_draw_has_a_reason_and_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}/{self.number}"


class Candidate(models.Model):
    """An expert on the frozen list of a draw: the rules that exclude him, or his place in the row. Never changed."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="candidates")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="candidacies")
    code = models.CharField(max_length=40)
    load = models.PositiveIntegerField(_("Evaluations in twelve months"))
    grounds = models.JSONField(default=list)  # of {"rule": …, "data": {…}}
    place = models.PositiveIntegerField(_("Place in the row"), null=True)
    ticket = models.CharField(max_length=64, blank=True)
    waited = models.BooleanField(default=False)

    class Meta:
        ordering = [F("place").asc(nulls_last=True), "code"]
        verbose_name = _("candidate of a draw")
        verbose_name_plural = _("candidates of a draw")
        constraints = [
            models.UniqueConstraint("draw", "expert", name="candidate_once"),
            models.UniqueConstraint("draw", "place", name="one_candidate_for_a_place"),
            models.CheckConstraint(
                condition=Q(grounds=[], place__isnull=False) | (~Q(grounds=[]) & Q(place=None, ticket="")),
                name="candidate_is_ranked_or_excluded",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def rules(self) -> list[Exclusion]:
        """The rules that exclude the expert."""
        return [Exclusion(ground["rule"]) for ground in self.grounds]


class RedrawRequest(models.Model):
    """Somebody asks for a second draw; another person draws, or refuses."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="redraw_requests")
    reason = models.TextField(_("Reason of the second draw"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    draw = models.OneToOneField(Draw, models.PROTECT, null=True, related_name="request")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint("application", condition=Q(answered_at=None), name="one_open_redraw_request"),
            models.CheckConstraint(condition=~Q(reason=""), name="redraw_asked_for_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, draw=None)
                | (Q(answered_at__isnull=False) & ~Q(answered_by=F("asked_by"))),
                name="redraw_answered_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.application_id}: {self.reason[:60]}"


class KinshipVerdict(models.Model):
    """What a person of the ministry found out about an expert who bears a surname like that of a head."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="kinship_verdicts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    surname = models.CharField(_("Surname of the head"), max_length=150)
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.CharField(_("How this is known"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("verdict on similar surnames")
        verbose_name_plural = _("verdicts on similar surnames")
        constraints = [
            models.UniqueConstraint("expert", "organization", "surname", name="one_verdict_on_a_surname"),
        ]

    def __str__(self) -> str:
        return f"{self.expert}: {self.get_verdict_display()}"
