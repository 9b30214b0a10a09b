"""What the state's services and the application sent to people: letters and short messages."""

from django.db import models
from django.db.models import TextChoices


class Channel(TextChoices):
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"


class Message(models.Model):
    """One letter or short message as it reached one recipient."""

    channel = models.CharField(max_length=5, choices=Channel.choices)
    sender = models.CharField(max_length=320, blank=True)
    to = models.CharField(max_length=320, db_index=True)
    subject = models.CharField(max_length=1000, blank=True)
    body = models.TextField(blank=True)
    source = models.BinaryField(blank=True, default=b"", help_text="the letter as it came over the wire")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}"
