from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acting import Acting
from accreditation.enums.people import ExpertType
from core import crypto
from core.fields import BlindIndexField, EncryptedIdentifierField
from core.identifiers import Pin
from core.search import SearchKey
from core.sorting import KyrgyzSortKey
from organizations.enums import InstructionLanguage, Level
from organizations.models import District, Organization, Region
from selfassessment.enums import AccreditationType


class MinistryPersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, acting: Acting) -> Self:
        """Everybody to the administrators of accreditation, to each person his own entry."""
        return self if acting.user.is_administrator else self.filter(person=acting.user)

    def active(self) -> Self:
        """Those who may work now."""
        return self.filter(blocked_at=None)

    def blocked(self) -> Self:
        return self.exclude(blocked_at=None)

    def by_pin(self, pin: Pin) -> Self:
        """The entry of this personal number: none or one."""
        return self.filter(person__pin_index=crypto.blind_index(pin))


class MinistryPerson(models.Model):
    """Somebody whom the ministry entrusts with accreditation, under the name that a state register gave, or a file's
    until a register has confirmed it.

    Blocked people stay in the lists and in what they did; they may do nothing more.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)s")
    last_name = models.CharField(_("Surname"), max_length=150)
    first_name = models.CharField(_("First name"), max_length=150)
    middle_name = models.CharField(_("Patronymic"), max_length=150, blank=True)
    name_confirmed_at = models.DateTimeField(null=True, blank=True)  # empty until a register has said this name
    position = models.CharField(_("Position"), max_length=200)
    organization = models.CharField(pgettext_lazy("place of work", "Organization"), max_length=300)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    block_reason = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    sort_key = KyrgyzSortKey("last_name", "first_name", "middle_name")
    search_key = SearchKey("last_name", "first_name", "middle_name", "position", "organization", "email")

    objects = MinistryPersonQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(blocked_at=None, blocked_by=None, block_reason="")
                | (Q(blocked_at__isnull=False, blocked_by__isnull=False) & ~Q(block_reason="")),
                name="%(class)s_blocked_by_somebody_for_a_reason",
            ),
        ]
        indexes = [models.Index("sort_key", name="%(class)s_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None


class Specialist(MinistryPerson):
    """A specialist of the ministry's accreditation department, to whom applications are given."""

    class Meta(MinistryPerson.Meta):
        verbose_name = _("accreditation specialist")
        verbose_name_plural = _("accreditation specialists")


class CollegiumMember(MinistryPerson):
    """A member of the collegium, which decides on accreditation."""

    class Meta(MinistryPerson.Meta):
        verbose_name = _("member of the collegium")
        verbose_name_plural = _("members of the collegium")


class Expert(MinistryPerson):
    """Somebody who evaluates organizations from outside. What is empty here, the draw takes for unknown.

    `employer` is the organization of our register in which the expert works, `organization` its name as it was typed.
    """

    type = models.CharField(_("Type"), max_length=15, choices=ExpertType, default=ExpertType.ACCREDITATION)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=AccreditationType),
        default=list,
        blank=True,
        verbose_name=_("Kind of accreditation"),
    )
    levels = ArrayField(
        models.CharField(max_length=30, choices=Level), default=list, blank=True, verbose_name=_("Level of education")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Region")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("District of residence")
    )
    languages = ArrayField(
        models.CharField(max_length=10, choices=InstructionLanguage),
        default=list,
        blank=True,
        verbose_name=_("Working languages"),
    )
    employer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place of work")
    )
    certificate_valid_until = models.DateField(_("Certificate of the expert valid until"), null=True, blank=True)
    capacity_per_year = models.PositiveSmallIntegerField(_("Evaluations in a year at most"), null=True, blank=True)

    class Meta(MinistryPerson.Meta):
        verbose_name = _("expert")
        verbose_name_plural = _("experts")


class ExpertRelative(models.Model):
    """A relative of an expert, or the organization where a relative leads or works: declared by him or the ministry."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="relatives")
    pin = EncryptedIdentifierField(_("PIN of the relative"), kind="pin", null=True, blank=True)
    pin_index = BlindIndexField(source="pin", null=True, db_index=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Organization of the relative"),
    )
    kinship = models.CharField(_("Who it is"), max_length=200, blank=True)
    declared_on = models.DateField(_("Declared on"))

    class Meta:
        ordering = ["-declared_on", "-pk"]
        verbose_name = _("relative of an expert")
        verbose_name_plural = _("relatives of experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(pin__isnull=False) | Q(organization__isnull=False), name="expert_relative_says_who_or_where"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization or (self.pin.masked if self.pin else self.kinship))


class Unavailability(models.Model):
    """Days on which an expert evaluates nothing."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="unavailabilities")
    from_on = models.DateField(_("First day"))
    until_on = models.DateField(_("Last day"))
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ["from_on", "pk"]
        verbose_name = _("absence of an expert")
        verbose_name_plural = _("absences of experts")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="unavailable_until_after_from"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%d.%m.%Y}–{self.until_on:%d.%m.%Y}"
