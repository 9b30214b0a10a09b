from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acting import Acting
from organizations.enums import InstructionLanguage
from organizations.models import Organization, Programme
from records.models import Document
from selfassessment.enums import UNFINISHED_STATES, AccreditationType, Action, State
from selfassessment.models.standards import Standard
from staff.models import Employment

_ONE_OF_A_TYPE = [State.DRAFT, State.ORDERED]


class SelfAssessmentQuerySet(models.QuerySet["SelfAssessment"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those of the organizations where the person works now; to administrators the approved ones; and what the
        apps above grant besides (settings.SELF_ASSESSMENT_VIEWERS)."""
        own = Employment.objects.live().filter(person=acting.user)
        visible = Q(organization__in=own.values("organization"))
        if acting.user.is_administrator:
            visible |= Q(state=State.APPROVED)
        granted = [import_string(path)(acting) for path in settings.SELF_ASSESSMENT_VIEWERS]
        return self.filter(reduce(or_, (condition for condition in granted if condition is not None), visible))

    def of(self, organization_id: int) -> Self:
        return self.filter(organization=organization_id)

    def unfinished(self) -> Self:
        """What the tab of drafts holds: everything that is not approved."""
        return self.filter(state__in=UNFINISHED_STATES)

    def finished(self) -> Self:
        return self.filter(state=State.APPROVED)


class SelfAssessment(models.Model):
    """An organization's self-assessment, from the choice of its commission to the approved report.

    It belongs to the organization, not to the person who began it.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="self_assessments")
    state = models.CharField(_("Status"), max_length=10, choices=State, default=State.DRAFT)
    type = models.CharField(_("Accreditation type"), max_length=10, choices=AccreditationType, blank=True)
    standard = models.ForeignKey(Standard, models.PROTECT, null=True, blank=True, related_name="self_assessments")
    is_second = models.BooleanField(default=False)  # made knowingly beside an unfinished one of the same type
    starts_on = models.DateField(_("Start date"), null=True, blank=True)
    ends_on = models.DateField(_("End date"), null=True, blank=True)
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="self_assessments", verbose_name=_("Programmes to be accredited")
    )
    language = models.CharField(
        _("Language of the report"),
        max_length=10,
        choices=InstructionLanguage,
        default=InstructionLanguage.KYRGYZ,
    )
    preview = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("Date of approval"), null=True, blank=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        constraints = [
            models.CheckConstraint(
                condition=Q(type="", standard=None) | (~Q(type="") & Q(standard__isnull=False)),
                name="self_assessment_type_with_its_standard",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="self_assessment_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | (~Q(type="") & Q(starts_on__isnull=False, ends_on__isnull=False)),
                name="self_assessment_ordered_with_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state=State.APPROVED) & Q(approved_at=None, approved_by=None)),
                name="self_assessment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(based_on=None) | ~Q(based_on=F("pk")), name="self_assessment_not_based_on_itself"
            ),
            models.UniqueConstraint(
                "organization", condition=Q(type="", state=State.DRAFT), name="one_draft_without_a_type"
            ),
            models.UniqueConstraint(
                "organization",
                "type",
                condition=Q(state__in=_ONE_OF_A_TYPE, is_second=False) & ~Q(type=""),
                name="one_unfinished_self_assessment_of_a_type",
            ),
        ]
        indexes = [models.Index("organization", "state", name="self_assessment_list")]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_written(self) -> bool:
        """Whether its commission may write now."""
        return State(self.state).is_written

    @property
    def is_unfinished(self) -> bool:
        """Whether it stands in the tab of drafts."""
        return self.state in UNFINISHED_STATES

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return State(self.state).tone


class SelfAssessmentEvent(models.Model):
    """A step that a self-assessment took. Never changed."""

    report = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=Action)
    source = models.CharField(max_length=10, choices=State)
    target = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.report_id}"


class CommissionMember(models.Model):
    """An employee in the commission that writes the report."""

    report = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="members")
    employment = models.ForeignKey(Employment, models.PROTECT, related_name="commissions")
    is_chair = models.BooleanField(pgettext_lazy("commission", "Chair"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-is_chair", "pk"]
        verbose_name = _("member of the commission")
        verbose_name_plural = _("members of the commission")
        constraints = [
            models.UniqueConstraint("report", "employment", name="commission_member_once"),
            models.UniqueConstraint("report", condition=Q(is_chair=True), name="commission_has_one_chair"),
        ]

    def __str__(self) -> str:
        return str(self.employment)
