from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.models.applications import Application
from core.uploads.models import StoredFile, StoredFileQuerySet
from selfassessment.models import Correction


class ReturnFileQuerySet(StoredFileQuerySet["ReturnFile"]):
    def visible_to(self, acting: Acting) -> Self:
        """The documents of the applications that the person may see."""
        return self.filter(application__in=Application.objects.visible_to(acting))


class ReturnFile(StoredFile):
    """The ministry's document in which an application was returned."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")

    objects = ReturnFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("document of a return")
        verbose_name_plural = _("documents of returns")


class Return(models.Model):
    """An application came back without consideration: for good, or to be corrected where `correction` says.

    Until it is answered the organization owes an answer, and the ministry's clock stands still.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="returns")
    reason = models.TextField(_("Reason"), max_length=4000)
    file = models.OneToOneField(ReturnFile, models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, blank=True, related_name="application_return"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("return of an application")
        verbose_name_plural = _("returns of applications")
        constraints = [
            models.UniqueConstraint(
                "application", condition=Q(answered_at=None, correction__isnull=False), name="one_unanswered_return"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="application_returned_for_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(correction__isnull=False), name="final_return_is_not_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}, {self.at:%d.%m.%Y}"

    @property
    def is_final(self) -> bool:
        return self.correction_id is None
