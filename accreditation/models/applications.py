from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.applications import ASSIGNED_STATES, OPEN, RELEASING, TAKEN, Action, State
from accreditation.models.people import Specialist
from organizations.models import Organization
from records.models import Document
from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment
from staff.models import Employment

_LONGEST = max(len(state) for state in State)
_NEEDS_REGISTRATION = sorted(ASSIGNED_STATES | {State.REGISTERED})
_NEEDS_PERIOD = sorted(TAKEN | {State.SCHEDULED})


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those of the organizations where the person works now; what was sent, to administrators all and to a
        specialist those given to him."""
        own = Employment.objects.live().filter(person=acting.user)
        visible = Q(organization__in=own.values("organization"))
        if acting.user.is_administrator:
            visible |= ~Q(state=State.DRAFT)
        mine = Specialist.objects.active().filter(person=acting.user)
        visible |= ~Q(state=State.DRAFT) & Q(specialist__in=mine.values("pk"))
        return self.filter(visible)

    def of(self, organization_id: int | None) -> Self:
        return self.filter(organization=organization_id)

    def open(self) -> Self:
        """What is not decided, returned for good or withdrawn yet."""
        return self.filter(state__in=OPEN)

    def sent(self) -> Self:
        """What the ministry knows of."""
        return self.exclude(state=State.DRAFT)


class Application(models.Model):
    """An organization asks to be accredited: from the draft that rests on an approved report to the decision.

    `document` is the paper that the head signed last, `draft` the one that waits to be signed. The application's number
    is its key; `registration_number` and `registered_on` are the ministry's entry of incoming letters (СЭД).
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="applications")
    report = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="applications")
    type = models.CharField(_("Accreditation type"), max_length=10, choices=AccreditationType)
    state = models.CharField(_("Status"), max_length=_LONGEST, choices=State, default=State.DRAFT)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("Date of submission"), null=True, blank=True)
    registration_number = models.CharField(_("SED number"), max_length=50, blank=True)
    registered_on = models.DateField(_("Date in SED"), null=True, blank=True)
    specialist = models.ForeignKey(
        Specialist,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("Assigned specialist"),
    )
    evaluation_starts_on = models.DateField(_("Start date"), null=True, blank=True)
    evaluation_ends_on = models.DateField(_("End date"), null=True, blank=True)
    taken_at = models.DateTimeField(_("Date taken under consideration"), null=True, blank=True)
    state_since = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField(_("Due"), null=True, blank=True)  # by when whoever has it takes the next step

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                "report", condition=~Q(state__in=sorted(RELEASING)), name="one_application_per_report"
            ),
            models.UniqueConstraint(
                "organization", "type", condition=Q(state__in=sorted(OPEN)), name="one_open_application_of_a_type"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_at=None, submitted_by=None)
                | (~Q(state=State.DRAFT) & Q(submitted_at__isnull=False, submitted_by__isnull=False)),
                name="application_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(document__isnull=False), name="application_submitted_as_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(registration_number="", registered_on=None)
                | (~Q(registration_number="") & Q(registered_on__isnull=False)),
                name="application_registered_with_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_NEEDS_REGISTRATION) | ~Q(registration_number=""),
                name="application_registered_before_it_is_assigned",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ASSIGNED_STATES)) | Q(specialist__isnull=False),
                name="application_assigned_to_a_specialist",
            ),
            models.CheckConstraint(
                condition=Q(evaluation_starts_on=None, evaluation_ends_on=None)
                | Q(evaluation_ends_on__gte=F("evaluation_starts_on")),
                name="evaluation_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_NEEDS_PERIOD) | Q(evaluation_starts_on__isnull=False),
                name="application_taken_with_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(TAKEN)) | Q(taken_at__isnull=False), name="application_taken_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state"], name="application_of_organization"),
            models.Index(fields=["state", "-submitted_at"], name="application_list"),
            models.Index(fields=["specialist", "state"], name="application_of_specialist"),
            models.Index(fields=["due_on"], name="application_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["registration_number"], name="application_by_registration"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_open(self) -> bool:
        return State(self.state).is_open

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return State(self.state).tone


class ApplicationEvent(models.Model):
    """A step that an application took. Never changed. Without a person, the system took it by itself."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=Action)
    source = models.CharField(max_length=_LONGEST, choices=State)
    target = models.CharField(max_length=_LONGEST, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.application_id}"
