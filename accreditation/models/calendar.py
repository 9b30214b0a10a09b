from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class DayException(models.Model):
    """A day that the government made a working day or a day off, against the usual calendar of the country.

    The days of Orozo Ait and Kurman Ait are fixed by decree each year, and further days off are declared now and then.
    """

    day = models.DateField(_("Day"), unique=True)
    is_working = models.BooleanField(_("Working day"))
    note = models.CharField(_("Basis"), max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["day"]
        verbose_name = _("exception of the working calendar")
        verbose_name_plural = _("exceptions of the working calendar")

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
