from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from core.uploads.models import StoredFile, StoredFileQuerySet
from organizations.models import Organization
from selfassessment.enums import EvidenceKind, LinkState
from selfassessment.models.answers import Answer
from selfassessment.models.reports import SelfAssessment
from staff.models import Employment


def _seen_by(acting: Acting) -> Q:
    """Where one works; besides, what the visible reports cite."""
    own = Employment.objects.live().filter(person=acting.user)
    cited = Citation.objects.filter(answer__report__in=SelfAssessment.objects.visible_to(acting))
    return Q(organization__in=own.values("organization")) | Q(pk__in=cited.values("evidence"))


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, acting: Acting) -> Self:
        """The library of one's own organization, and what the reports that one may see cite."""
        return self.filter(_seen_by(acting))

    def of(self, organization_id: int) -> Self:
        return self.filter(organization=organization_id)

    def with_use(self) -> Self:
        """Each with `is_used`: whether any report cites it."""
        return self.annotate(is_used=Exists(Citation.objects.filter(evidence=OuterRef("pk"))))


class Evidence(models.Model):
    """Something that proves an answer, kept once in the organization's library and cited wherever it fits."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    title = models.CharField(_("Title / name"), max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> "EvidenceVersion":
        """The version that counts now; without a query where the versions were prefetched."""
        return max(self.versions.all(), key=lambda version: version.number)


class EvidenceFileQuerySet(StoredFileQuerySet["EvidenceFile"]):
    def visible_to(self, acting: Acting) -> Self:
        """Files of the evidence that one may see: in one's own library every version, elsewhere what was cited."""
        own = Employment.objects.live().filter(person=acting.user).values("organization")
        reports = SelfAssessment.objects.visible_to(acting)
        cited = Citation.objects.filter(answer__report__in=reports, version__isnull=False).values("version")
        return self.filter(Q(organization__in=own) | Q(version__in=cited))


class EvidenceFile(StoredFile):
    """The bytes of one version."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    objects = EvidenceFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")


class EvidenceVersionQuerySet(models.QuerySet["EvidenceVersion"]):
    def newest(self) -> Self:
        """One of each evidence: that with the highest number."""
        highest = EvidenceVersion.objects.filter(evidence=OuterRef("evidence")).order_by("-number").values("pk")[:1]
        return self.filter(pk=Subquery(highest))


class EvidenceVersion(models.Model):
    """A file or a link as it was at some time. A newer version never removes an older one."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.OneToOneField(EvidenceFile, models.PROTECT, null=True, related_name="version")
    url = models.URLField(_("Link"), max_length=1000, blank=True)
    link_state = models.CharField(max_length=10, choices=LinkState, default=LinkState.UNCHECKED)
    link_checked_at = models.DateTimeField(null=True)
    link_dead_since = models.DateTimeField(null=True)
    link_failures = models.PositiveSmallIntegerField(default=0)  # checks one after the other that found it dead
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    objects = EvidenceVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of evidence")
        verbose_name_plural = _("versions of evidence")
        constraints = [
            models.UniqueConstraint("evidence", "number", name="evidence_version_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file=None) & ~Q(url="")),
                name="evidence_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(link_state=LinkState.UNCHECKED, link_checked_at=None)
                | (~Q(link_state=LinkState.UNCHECKED) & Q(link_checked_at__isnull=False)),
                name="evidence_link_checked_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(link_state=LinkState.UNCHECKED) | ~Q(url=""), name="evidence_file_is_no_link"
            ),
            models.CheckConstraint(
                condition=Q(link_state=LinkState.DEAD, link_dead_since__isnull=False, link_failures__gte=1)
                | (~Q(link_state=LinkState.DEAD) & Q(link_dead_since=None, link_failures=0)),
                name="evidence_link_dead_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}, {self.number}"


class Citation(models.Model):
    """Evidence named in an answer. Once the report is approved, `version` says which version was approved with it."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="citations")
    version = models.ForeignKey(EvidenceVersion, models.PROTECT, null=True, related_name="citations")
    cited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cited_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        verbose_name = _("citation of evidence")
        verbose_name_plural = _("citations of evidence")
        constraints = [models.UniqueConstraint("answer", "evidence", name="evidence_cited_once")]

    def __str__(self) -> str:
        return str(self.evidence)

    @property
    def shown_version(self) -> EvidenceVersion:
        """What a reader gets: the version that was approved with the report, before that the newest one."""
        return self.version or self.evidence.newest

    @property
    def copy(self) -> Any:
        """The newest stored copy of what the link showed for this report, where the query brought copies along."""
        copies = getattr(self.version, "copies_of_report", None)
        return copies[0] if copies else None
