from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from core.uploads.formats import DOCX, JPEG, PDF, PNG, PPTX, XLSX, Format
from core.uploads.models import StoredFile, StoredFileQuerySet
from selfassessment.enums import CopyState
from selfassessment.models.evidence import EvidenceVersion
from selfassessment.models.reports import SelfAssessment

# What a page showed is given out as plain text: nothing of it runs, wherever somebody opens the file.
PAGE = Format("html", "HTML", "text/plain; charset=utf-8", ("txt",))
TEXT = Format("text", "TXT", "text/plain; charset=utf-8", ("txt",))
KEPT = (PDF, JPEG, PNG, DOCX, XLSX, PPTX)
FORMATS = {kind.key: kind for kind in (*KEPT, PAGE, TEXT)}


class LinkCopyFileQuerySet(StoredFileQuerySet["LinkCopyFile"]):
    def visible_to(self, acting: Acting) -> Self:
        """What was kept for the reports that the person may see."""
        return self.filter(copy__in=LinkCopy.objects.visible_to(acting).values("pk"))


class LinkCopyFile(StoredFile):
    """What a link showed, byte by byte."""

    format_key = models.CharField(max_length=10, choices=[(key, kind.label) for key, kind in FORMATS.items()])

    objects = LinkCopyFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("file of a stored copy")
        verbose_name_plural = _("files of stored copies")

    @property
    def format(self) -> Format:
        return FORMATS[self.format_key]

    @property
    def is_text(self) -> bool:
        """Whether its words can be shown on a page."""
        return self.format in {PAGE, TEXT}


class LinkCopyQuerySet(models.QuerySet["LinkCopy"]):
    def visible_to(self, acting: Acting) -> Self:
        return self.filter(report__in=SelfAssessment.objects.visible_to(acting))


class LinkCopy(models.Model):
    """What a link of the evidence showed when the report was submitted; or that it could not be kept, and why."""

    report = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="link_copies")
    version = models.ForeignKey(EvidenceVersion, models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.WAITING)
    asked_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)  # the code of the last attempt that failed
    address = models.CharField(max_length=2000, blank=True)  # where the redirects had led
    content_type = models.CharField(max_length=200, blank=True)
    file = models.OneToOneField(LinkCopyFile, models.PROTECT, null=True, related_name="copy")

    objects = LinkCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("stored copy of a link")
        verbose_name_plural = _("stored copies of links")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CopyState.KEPT, file__isnull=False, tried_at__isnull=False, failure="")
                | (Q(state=CopyState.FAILED, file=None, tried_at__isnull=False) & ~Q(failure=""))
                | Q(state=CopyState.WAITING, file=None, tried_at=None, failure=""),
                name="link_copy_kept_or_failed",
            ),
        ]
        indexes = [models.Index(fields=["report", "version"], name="link_copy_of_report")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.version_id}"
