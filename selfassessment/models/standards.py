from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.languages import localized
from selfassessment.enums import AccreditationType, StandardState, WordingStatus

_COMING = [StandardState.DRAFT, StandardState.SCHEDULED]


class StandardQuerySet(models.QuerySet["Standard"]):
    def in_force(self) -> Self:
        """One of each type: what a new report is written by."""
        return self.filter(state=StandardState.IN_FORCE)

    def whole(self) -> Self:
        """With all sections and criteria, in three queries."""
        return self.prefetch_related("sections__criteria")


class Standard(models.Model):
    """A version of what a type of accreditation asks. A report keeps the version that it was begun with."""

    type = models.CharField(_("Accreditation type"), max_length=10, choices=AccreditationType)
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=StandardState, default=StandardState.DRAFT)
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    limit = models.PositiveSmallIntegerField(
        _("characters allowed in an answer"), default=500, validators=[MaxValueValidator(10_000)]
    )
    conclusions_per_section = models.BooleanField(_("conclusions for each section"), default=True)
    starts_on = models.DateField(_("comes into force on"), null=True, blank=True)
    note = models.TextField(_("what is new in this version"), max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    in_force_since = models.DateTimeField(_("in force since"), null=True, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["type", "-version"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        constraints = [
            models.UniqueConstraint("type", "version", name="standard_version_once"),
            models.UniqueConstraint("type", condition=Q(state=StandardState.IN_FORCE), name="standard_in_force_once"),
            models.CheckConstraint(
                condition=Q(state__in=_COMING, in_force_since=None)
                | (~Q(state__in=_COMING) & Q(in_force_since__isnull=False)),
                name="standard_in_force_since_with_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=StandardState.DRAFT) | Q(starts_on=None, published_by=None),
                name="standard_draft_is_not_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=StandardState.SCHEDULED) | Q(starts_on__isnull=False, published_by__isnull=False),
                name="standard_scheduled_for_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.version}"


class Section(models.Model):
    """A part of a standard, with a number and a title in both languages."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=10)
    title_ky = models.CharField(_("title in Kyrgyz"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    status_ky = models.CharField(_("wording in Kyrgyz"), max_length=20, choices=WordingStatus)
    status_ru = models.CharField(_("wording in Russian"), max_length=20, choices=WordingStatus)

    class Meta:
        ordering = ["order"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.UniqueConstraint("standard", "order", name="section_order_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def title(self) -> str:
        return localized(self, "title")


class Criterion(models.Model):
    """One question of a section that the school answers and the experts rate."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=10)
    text_ky = models.TextField(_("text in Kyrgyz"), max_length=1000)
    text_ru = models.TextField(_("text in Russian"), max_length=1000)
    status_ky = models.CharField(_("wording in Kyrgyz"), max_length=20, choices=WordingStatus)
    status_ru = models.CharField(_("wording in Russian"), max_length=20, choices=WordingStatus)

    class Meta:
        ordering = ["order"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.UniqueConstraint("section", "order", name="criterion_order_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def text(self) -> str:
        return localized(self, "text")
