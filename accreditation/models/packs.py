import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accreditation.models.collegium import Sitting

_DIGEST = "^[0-9a-f]{64}$"


def place_of_pack(_pack: models.Model, _name: str) -> str:
    """A random name outside the web root."""
    return f"packs/{secrets.token_hex(16)}"


class SittingPack(models.Model):
    """The papers of these cases of a sitting, one behind the other in a PDF and each by itself in an archive.

    `key` says which papers those are, in which state and language: whoever may read exactly these papers gets this
    pack, and a pack of papers that have changed since is given to nobody.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="packs")
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    cases = ArrayField(models.BigIntegerField())
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    pdf = models.FileField(upload_to=place_of_pack, max_length=80, blank=True, editable=False)
    archive = models.FileField(upload_to=place_of_pack, max_length=80, blank=True, editable=False)
    pages = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("pack of a sitting")
        verbose_name_plural = _("packs of sittings")
        constraints = [
            models.UniqueConstraint("sitting", "key", name="pack_made_once"),
            models.CheckConstraint(condition=Q(key__regex=_DIGEST), name="pack_key_is_a_digest"),
            models.CheckConstraint(
                condition=Q(made_at=None, pages=None, pdf="", archive="")
                | Q(made_at__isnull=False, pages__isnull=False, pages__gte=1) & ~Q(pdf="") & ~Q(archive=""),
                name="pack_made_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.key[:8]}"
