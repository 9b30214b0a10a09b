from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from core.search import SearchKey
from core.sorting import KyrgyzSortKey
from organizations.enums import Role
from organizations.models import Organization
from staff.enums import Action, Permission, Phase, State, Verification
from staff.permissions import TABLE


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def visible_to(self, acting: Acting) -> Self:
        """Colleagues who work now; to those who manage the staff, its history too; to the ministry everybody."""
        if acting.user.is_administrator:
            return self
        own = Employment.objects.live().filter(person=acting.user)
        managed = own.filter(
            Q(role__in=TABLE[Permission.MANAGE_STAFF]) | ActingHead.objects.today_of_outer_employment()
        )
        return self.filter(
            Q(organization__in=managed.values("organization"))
            | Q(state=State.EMPLOYED, organization__in=own.values("organization"))
        )

    def live(self) -> Self:
        return self.filter(state=State.EMPLOYED)

    def of(self, organization_id: int) -> Self:
        return self.filter(organization=organization_id)


class Employment(models.Model):
    """A person's work in an organization: one row for all the years, its history in the events.

    The name is the one under which the organization knows the person: a register's, or typed by hand until a register
    confirms it. It never changes the name of the person's own account.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="employments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="employments")
    last_name = models.CharField(_("Surname"), max_length=150)
    first_name = models.CharField(_("First name"), max_length=150)
    middle_name = models.CharField(_("Patronymic"), max_length=150, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    position = models.CharField(_("Position"), max_length=200)
    state = models.CharField(_("Status"), max_length=20, choices=State, default=State.EMPLOYED)
    verification = models.CharField(_("Check of the name"), max_length=20, choices=Verification)
    name_in_register = ArrayField(models.CharField(max_length=150), default=list, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(_("Works since"), default=timezone.localdate)
    ended_on = models.DateField(_("Dismissed on"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    sort_key = KyrgyzSortKey("last_name", "first_name", "middle_name")
    search_key = SearchKey("last_name", "first_name", "middle_name", "position")

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="one_employment_per_person"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(role=Role.HEAD, state=State.EMPLOYED),
                name="one_head_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(state=State.EMPLOYED, ended_on=None) | Q(state=State.DISMISSED, ended_on__isnull=False),
                name="dismissed_on_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(verification=Verification.CONFIRMED) | Q(verified_at__isnull=False),
                name="confirmed_at_a_moment",
            ),
        ]
        indexes = [models.Index("organization", "state", "sort_key", name="employment_list")]
        verbose_name = _("employee")
        verbose_name_plural = _("employees")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def is_live(self) -> bool:
        return self.state == State.EMPLOYED

    @property
    def is_head(self) -> bool:
        return self.is_live and self.role == Role.HEAD


class EmploymentEvent(models.Model):
    """Something that happened to an employment, with role and position as they were after it. Never changed."""

    employment = models.ForeignKey(Employment, models.PROTECT, related_name="events")
    action = models.CharField(max_length=30, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    role = models.CharField(max_length=20, choices=Role)
    position = models.CharField(max_length=200)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.employment_id}"

    @property
    def author(self) -> str:
        """Who did it, as the history says it."""
        return str(self.by) if self.by else str(_("by the data of the state"))


class ActingHeadQuerySet(models.QuerySet["ActingHead"]):
    def on(self, day: date) -> Self:
        """Those whose dates hold `day` and who were not stopped."""
        return self.filter(from_on__lte=day, until_on__gte=day, stopped_at=None)

    def today_of_outer_employment(self) -> Exists:
        """The condition, in a query of employments, that the employee acts as the head today."""
        return Exists(self.on(timezone.localdate()).filter(employment=OuterRef("pk")))


class ActingHead(models.Model):
    """An employee who leads the organization from one date until another, by an order of its head.

    He may do what the head may, except to lend or hand over the role. He signs only with a certificate of the
    organization issued to himself: the head's signature cannot be lent.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="acting_heads")
    employment = models.ForeignKey(Employment, models.PROTECT, related_name="acting_as_head")
    from_on = models.DateField(_("First day"))
    until_on = models.DateField(_("Last day"))
    order_number = models.CharField(_("Number of the order"), max_length=50)
    ordered_on = models.DateField(_("Date of the order"))
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(db_default=Now())
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActingHeadQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="acting_until_after_from"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None) | Q(stopped_at__isnull=False), name="acting_stopped"
            ),
            ExclusionConstraint(
                name="one_acting_head_at_a_time",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    (
                        Func(
                            "from_on",
                            "until_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(stopped_at=None),
            ),
        ]
        verbose_name = _("acting head")
        verbose_name_plural = _("acting heads")

    def __str__(self) -> str:
        return f"{self.employment} {self.from_on:%d.%m.%Y}–{self.until_on:%d.%m.%Y}"

    @property
    def phase(self) -> Phase:
        """Where today stands among the dates."""
        today = timezone.localdate()
        if self.stopped_at:
            return Phase.STOPPED
        if self.until_on < today:
            return Phase.OVER
        return Phase.AHEAD if today < self.from_on else Phase.CURRENT
