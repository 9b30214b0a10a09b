import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.uploads.formats import FORMATS, Format


class ScanState(models.TextChoices):
    """What the virus scanner said."""

    WAITING = "waiting", _("is being checked for viruses")
    CLEAN = "clean", _("checked")
    INFECTED = "infected", _("a virus was found")


class StoredFileQuerySet[Model: "StoredFile"](models.QuerySet[Model]):
    def clean(self) -> "StoredFileQuerySet[Model]":
        """Files that may be given to others."""
        return self.filter(scan_state=ScanState.CLEAN)

    def bytes_used(self) -> int:
        return int(self.aggregate(total=Sum("size"))["total"] or 0)


def random_name(_instance: models.Model, _filename: str) -> str:
    """Where the bytes lie: a name that says nothing, in folders that stay small."""
    name = uuid.uuid4().hex
    return f"uploads/{date.today():%Y/%m}/{name[:2]}/{name}"  # noqa: DTZ011 -- a folder, not a date of the domain


class StoredFile(models.Model):
    """A file somebody uploaded. An app's own model derives from it and says to whom the file belongs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=random_name, max_length=120, editable=False)
    name = models.CharField(_("file name"), max_length=120, editable=False)
    format_key = models.CharField(max_length=10, choices=[(key, kind.label) for key, kind in FORMATS.items()])
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.WAITING)
    scanned_at = models.DateTimeField(null=True)
    scan_failed_at = models.DateTimeField(null=True)  # the last time when the scanner could not be asked
    uploaded_at = models.DateTimeField(db_default=Now())
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(scan_state=ScanState.WAITING, scanned_at=None)
                | Q(scan_state__in=[ScanState.CLEAN, ScanState.INFECTED], scanned_at__isnull=False),
                name="%(app_label)s_%(class)s_scanned_at_with_verdict",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="%(app_label)s_%(class)s_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def format(self) -> Format:
        return FORMATS[self.format_key]

    @property
    def is_clean(self) -> bool:
        return self.scan_state == ScanState.CLEAN
