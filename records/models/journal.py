from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

GENESIS = "0" * 64


class JournalEntry(models.Model):
    """Who did what to which object, for whom, when and from where. Written once; triggers refuse every change.

    Nothing here is a foreign key: the entry outlives whatever it speaks of.
    """

    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)  # the database's clock: a trigger sets it
    action = models.CharField(_("what"), max_length=60)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("who"), max_length=200, blank=True)
    organization_id = models.BigIntegerField(null=True)
    organization_name = models.CharField(_("for whom"), max_length=500, blank=True)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(_("object"), max_length=500, blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    ip = models.GenericIPAddressField(_("address"), null=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="journal_object"),
            models.Index(fields=["organization_id"], name="journal_organization"),
            models.Index(fields=["by_id"], name="journal_person"),
            models.Index(fields=["at"], name="journal_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class JournalLink(models.Model):
    """An entry's place in the chain: `hash` covers the entry and the hash of the link before. Made at commit."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="link")
    at = models.DateTimeField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["at"], name="journal_link_time")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class JournalHead(models.Model):
    """The end of the chain, one row: whoever extends the chain locks it, and a cut tail differs from it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="journal_has_one_head")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
