from django.db import models
from django.utils.translation import gettext_lazy as _

from core.languages import localized
from core.sorting import KyrgyzSortKey


class Region(models.Model):
    """One of the seven oblasts and two cities of the republic."""

    code = models.CharField(_("SOATE code"), max_length=14, unique=True)
    iso = models.CharField(_("ISO code"), max_length=6, unique=True)
    name_ky = models.CharField(_("name in Kyrgyz"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return localized(self, "name")


class District(models.Model):
    """A district of a region, or a city that stands beside the districts. An expert never evaluates at home."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="districts", verbose_name=_("region"))
    code = models.CharField(_("SOATE code"), max_length=14, unique=True)
    name_ky = models.CharField(_("name in Kyrgyz"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    is_city = models.BooleanField(_("city"), default=False)
    is_active = models.BooleanField(_("can be chosen"), default=True)
    sort_key_ky = KyrgyzSortKey("name_ky")
    sort_key_ru = KyrgyzSortKey("name_ru")

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return localized(self, "name")

    @property
    def with_region(self) -> str:
        """Region and district as one reads them; a city that is a region of its own is named once."""
        return ", ".join(dict.fromkeys((self.region.name, self.name)))
