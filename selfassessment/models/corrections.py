from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from selfassessment.models.answers import Answer
from selfassessment.models.reports import SelfAssessment


class Correction(models.Model):
    """Somebody above asked the organization to mend parts of its approved report: only these answers are open.

    `before` keeps what the report said when it was asked for, `after` what it says since it was approved again.
    """

    report = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="corrections")
    answers = models.ManyToManyField(Answer, related_name="corrections")
    reason = models.TextField(_("Reason"), max_length=4000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    corrected_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("correction of a report")
        verbose_name_plural = _("corrections of reports")
        constraints = [
            models.UniqueConstraint("report", condition=Q(corrected_at=None), name="one_open_correction_of_a_report"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_asked_for_a_reason"),
            models.CheckConstraint(
                condition=Q(corrected_at=None, after__isnull=True) | Q(corrected_at__isnull=False, after__isnull=False),
                name="correction_finished_with_its_texts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.asked_at:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.corrected_at is None
