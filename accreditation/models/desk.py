"""What the people of the ministry keep beside the applications; the organizations see nothing of it."""

import secrets
from typing import Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.desk import LabelTone
from accreditation.models.applications import Application
from core.languages import localized
from core.sorting import KyrgyzSortKey


class Note(models.Model):
    """What somebody of the ministry remarks on an application for his colleagues."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    text = models.TextField(_("Note"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return f"{self.application}, {self.at:%d.%m.%Y}"


class Label(models.Model):
    """A word by which the ministry groups applications as it likes."""

    name = models.CharField(_("Name"), max_length=40)
    tone = models.CharField(_("Colour"), max_length=10, choices=LabelTone, default=LabelTone.NEUTRAL)
    applications = models.ManyToManyField(Application, related_name="labels", blank=True)
    sort_key = KyrgyzSortKey("name")

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="label_once", violation_error_message=_("It exists already.")),
            models.CheckConstraint(condition=~Q(name=""), name="label_says_something"),
        ]

    def __str__(self) -> str:
        return self.name


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, acting: Acting) -> Self:
        """A search is its owner's alone."""
        return self.filter(owner=acting.user)


class SavedSearch(models.Model):
    """A list with its filters that somebody looks at again and again: the query of its address."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("Name of the search"), max_length=60)
    query = models.CharField(max_length=1000)
    sort_key = KyrgyzSortKey("name")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint("owner", "name", name="search_saved_once")]

    def __str__(self) -> str:
        return self.name


class Seen(models.Model):
    """When a person of the ministry looked at an application last: what changed since is marked in his lists."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="seen_by")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("seen application")
        verbose_name_plural = _("seen applications")
        constraints = [models.UniqueConstraint("person", "application", name="seen_once")]

    def __str__(self) -> str:
        return f"{self.application}, {self.at:%d.%m.%Y}"


class Escalation(models.Model):
    """The administrators were told that an application missed this day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="escalations")
    due_on = models.DateField(_("Due"))
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-due_on", "-pk"]
        verbose_name = _("missed term")
        verbose_name_plural = _("missed terms")
        constraints = [models.UniqueConstraint("application", "due_on", name="missed_term_once")]

    def __str__(self) -> str:
        return f"{self.application}, {self.due_on:%d.%m.%Y}"


class ReturnParagraphQuerySet(models.QuerySet["ReturnParagraph"]):
    def in_use(self) -> Self:
        """Those offered when an application is returned."""
        return self.filter(retired_at=None)


class ReturnParagraph(models.Model):
    """A paragraph in both languages from which the reason of a return is put together."""

    key = models.SlugField(max_length=40, blank=True, editable=False)  # of those that we ship
    title_ky = models.CharField(_("Title in Kyrgyz"), max_length=120)
    title_ru = models.CharField(_("Title in Russian"), max_length=120)
    text_ky = models.TextField(_("Text in Kyrgyz"), max_length=1500, validators=[MinLengthValidator(10)])
    text_ru = models.TextField(_("Text in Russian"), max_length=1500, validators=[MinLengthValidator(10)])
    place = models.PositiveSmallIntegerField(_("Place in the list"), default=100)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ReturnParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("paragraph for returns")
        verbose_name_plural = _("paragraphs for returns")
        constraints = [models.UniqueConstraint("key", condition=~Q(key=""), name="shipped_paragraph_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return localized(self, "title")


def place_of_export(_export: models.Model, _name: str) -> str:
    """A random name outside the web root."""
    return f"exports/{secrets.token_hex(16)}"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, acting: Acting) -> Self:
        """A file is given to whom it was written for, and to nobody else."""
        return self.filter(owner=acting.user)


class Export(models.Model):
    """A list of applications, too long to wait for, that is written into a file in the background."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=4)
    query = models.CharField(max_length=1000)
    language = models.CharField(max_length=2)
    rows = models.PositiveIntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    file = models.FileField(upload_to=place_of_export, max_length=80, blank=True, editable=False)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", written_at=None) | (~Q(file="") & Q(written_at__isnull=False)),
                name="export_written_into_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.asked_at:%d.%m.%Y}"
