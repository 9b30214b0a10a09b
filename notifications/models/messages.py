from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """A message is its recipient's alone."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(models.Model):
    """What a person is told in the cabinet, and by e-mail where an address is known, in the person's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("sent"), db_default=Now())
    read_at = models.DateTimeField(_("read"), null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index("recipient", name="message_unread", condition=Q(read_at=None))]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.subject
