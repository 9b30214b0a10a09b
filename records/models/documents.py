import secrets
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accounts.models import User
from core.fields import EncryptedJSONField
from core.languages import localized
from records.enums import DocumentState
from records.values import Owner

_HASH = "^[0-9A-F]{64}$"


def new_public_id() -> str:
    """144 random bits: an address that nobody guesses and that says nothing."""
    return secrets.token_urlsafe(18)


def place_of_file(_document: models.Model, _name: str) -> str:
    """A random name outside the web root."""
    token = secrets.token_hex(16)
    return f"documents/{token[:2]}/{token}.pdf"


class Skeleton(models.Model):
    """A version of a document's wording that the ministry wrote; version 0 is the one that we ship as files."""

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    texts = models.JSONField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("wording of a document")
        verbose_name_plural = _("wordings of documents")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_skeleton_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="skeletons_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, acting: Acting | None) -> Self:
        """What the apps above let this person read: settings.DOCUMENT_READERS, functions (acting) -> Q or None."""
        if acting is None:
            return self.none()
        allowed = [import_string(path)(acting) for path in settings.DOCUMENT_READERS]
        return self.filter(reduce(or_, (condition for condition in allowed if condition is not None), Q(pk=None)))


class Document(models.Model):
    """A paper of an organization or of the ministry: its text while it is a draft, its exact bytes ever after."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=DocumentState, default=DocumentState.DRAFT)
    title_ky = models.CharField(max_length=500)
    title_ru = models.CharField(max_length=500)
    number = models.CharField(_("number"), max_length=100, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    organization_id = models.BigIntegerField(null=True, db_index=True)
    organization_name_ky = models.CharField(max_length=500, blank=True)
    organization_name_ru = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now())
    languages = ArrayField(models.CharField(max_length=2))
    template = models.CharField(max_length=60)
    skeleton = models.PositiveIntegerField()
    values = EncryptedJSONField()
    revision = models.PositiveIntegerField(default=1)
    printed = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=place_of_file, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    length = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    seal_place = models.JSONField(null=True)
    sealed_file = models.FileField(upload_to=place_of_file, max_length=120, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_length = models.PositiveIntegerField(null=True)
    sealed_at = models.DateTimeField(null=True)
    seal_level = models.CharField(max_length=10, blank=True)
    seal_serial = models.CharField(max_length=80, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(printed=0, sha256="", file="", length=None)
                | Q(printed__gte=1, sha256__regex=_HASH, length__gte=1) & ~Q(file=""),
                name="printed_documents_have_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DocumentState.DRAFT, DocumentState.PREPARING, DocumentState.DISCARDED])
                | Q(printed=models.F("revision")),
                name="fixed_documents_are_printed",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_sha256="", sealed_file="", sealed_length=None)
                | Q(sealed_at__isnull=False, sealed_sha256__regex=_HASH, sealed_length__gt=models.F("length"))
                & ~Q(sealed_file=""),
                name="sealed_documents_have_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, f"№ {self.number}" if self.number else "") if part)

    @property
    def title(self) -> str:
        """In the reader's language."""
        return localized(self, "title")

    @property
    def organization(self) -> Owner | None:
        """The organization by the name it had when the document was begun."""
        if self.organization_id is None:
            return None
        return Owner(self.organization_id, self.organization_name_ky, self.organization_name_ru)
