from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutboxEntry(models.Model):
    """An effect decided in a transaction that must happen after it: the row is the truth, the broker a doorbell."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 -- only NULLs may repeat
    created_at = models.DateTimeField(db_default=Now())
    available_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "available_at", name="outbox_due", condition=Q(done_at__isnull=True) & Q(given_up_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
