from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def waiting(self) -> Self:
        """Letters that nobody has answered."""
        return self.filter(answered_at=None)

    def answered(self) -> Self:
        return self.exclude(answered_at=None)


class Feedback(models.Model):
    """A letter that somebody, known or not, wrote to the ministry on the page «Кайтарым байланыш»."""

    last_name = models.CharField(_("Surname"), max_length=150)
    first_name = models.CharField(_("First name"), max_length=150)
    email = models.EmailField(_("E-mail address"))
    phone = models.CharField(_("Telephone number"), max_length=40, blank=True)
    text = models.TextField(_("Message"))
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField(_("Sent on"), db_default=Now())
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("Answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    emailed_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("feedback letter")
        verbose_name_plural = _("feedback letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="feedback_answered_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"
