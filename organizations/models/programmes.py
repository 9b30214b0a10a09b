from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.languages import data_language, localized
from core.sorting import KyrgyzSortKey
from organizations.enums import Level, ProgrammeState


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_force(self) -> Self:
        """What may be chosen for a new accreditation."""
        return self.filter(state=ProgrammeState.IN_FORCE)

    def by_name(self) -> Self:
        """In the order of codes, then of the alphabet of the reader's language."""
        return self.order_by("code", f"sort_key_{data_language()}", "pk")


class Programme(models.Model):
    """One version of an educational programme. A programme that was ever chosen is replaced, not rewritten."""

    code = models.CharField(_("code"), max_length=10, blank=True)
    title_ky = models.CharField(_("title in Kyrgyz"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    level = models.CharField(_("level of education"), max_length=30, choices=Level)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    sort_key_ky = KyrgyzSortKey("title_ky")
    sort_key_ru = KyrgyzSortKey("title_ru")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(
                "code", condition=Q(state=ProgrammeState.IN_FORCE) & ~Q(code=""), name="programme_code_in_force_once"
            ),
            models.UniqueConstraint(
                "level", "title_ru", condition=Q(state=ProgrammeState.IN_FORCE), name="programme_title_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ProgrammeState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=ProgrammeState.WITHDRAWN) & Q(withdrawn_at=None)),
                name="programme_withdrawn_at_with_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}" if self.code else self.title

    @property
    def title(self) -> str:
        return localized(self, "title")
