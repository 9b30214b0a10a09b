from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.languages import localized
from core.uploads.models import StoredFile, StoredFileQuerySet
from notifications.enums import PublicationKind, PublicationState

_OUT = Q(published_at__isnull=False, withdrawn_at=None)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: object) -> Self:
        """What is published: notices to whoever has signed in, everything else to everybody."""
        published = self.filter(_OUT)
        return published if getattr(user, "is_authenticated", False) else published.public()

    def public(self) -> Self:
        return self.exclude(kind=PublicationKind.NOTICE)

    def of(self, kind: str) -> Self:
        return self.filter(kind=kind)


class Publication(models.Model):
    """What the ministry tells everybody, in both languages: a notice, news, a question with its answer, a guide."""

    kind = models.CharField(_("Section"), max_length=10, choices=PublicationKind)
    title_ky = models.CharField(_("Title in Kyrgyz"), max_length=200)
    title_ru = models.CharField(_("Title in Russian"), max_length=200)
    text_ky = models.TextField(_("Text in Kyrgyz"), blank=True)
    text_ru = models.TextField(_("Text in Russian"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [models.Index(fields=["kind", "-published_at"], name="publication_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="publication_withdrawn_after_it_was_published",
            ),
            models.CheckConstraint(
                condition=Q(notified_at=None) | Q(kind=PublicationKind.NOTICE), name="only_notices_are_sent_to_people"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def text(self) -> str:
        return localized(self, "text")

    @property
    def state(self) -> PublicationState:
        if self.published_at is None:
            return PublicationState.DRAFT
        return PublicationState.WITHDRAWN if self.withdrawn_at else PublicationState.PUBLISHED

    @property
    def is_notice(self) -> bool:
        return self.kind == PublicationKind.NOTICE


class PublicationFileQuerySet(StoredFileQuerySet["PublicationFile"]):
    def visible_to(self, user: object) -> Self:
        """Files of what the person may read."""
        return self.filter(publication__in=Publication.objects.visible_to(user))


class PublicationFile(StoredFile):
    """The document that a publication offers."""

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="document")

    objects = PublicationFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("file of a publication")
        verbose_name_plural = _("files of publications")
