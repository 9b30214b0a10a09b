from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from core.uploads.models import StoredFile, StoredFileQuerySet
from organizations.enums import DocumentKind, ProofState
from organizations.models.organizations import Organization, Registration

_ONE_OWNER = Q(registration=None, organization__isnull=False) | Q(registration__isnull=False, organization=None)


class OrganizationDocumentQuerySet(StoredFileQuerySet["OrganizationDocument"]):
    def current(self) -> Self:
        """Those that no newer file replaced."""
        return self.filter(replaced_at=None)

    def visible_to(self, acting: Acting) -> Self:
        """Those of visible organizations, and of the registration that the person is about to finish."""
        own = Q(registration__isnull=False, registration__in=_own_registrations(acting))
        return self.filter(own | Q(organization__in=Organization.objects.visible_to(acting)))


class OrganizationDocument(StoredFile):
    """A scan that an organization shows: its charter, its certificate, a proof who heads it."""

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    registration = models.ForeignKey(Registration, models.CASCADE, null=True, related_name="documents")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="documents")
    replaced_at = models.DateTimeField(null=True)

    objects = OrganizationDocumentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("document of an organization")
        verbose_name_plural = _("documents of organizations")
        constraints = [
            *StoredFile.Meta.constraints,
            models.CheckConstraint(condition=_ONE_OWNER, name="organization_document_has_one_owner"),
            models.UniqueConstraint(
                "registration",
                "kind",
                condition=~Q(kind=DocumentKind.HEAD_PROOF),
                name="registration_document_of_a_kind_once",
            ),
            models.UniqueConstraint(
                "organization",
                "kind",
                condition=Q(replaced_at=None) & ~Q(kind=DocumentKind.HEAD_PROOF),
                name="organization_document_of_a_kind_once",
            ),
        ]


class HeadProof(models.Model):
    """Somebody signs with the organization's signature but is not the head whom the register names: his proof and his
    note, for the specialist to judge."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, models.CASCADE, null=True, related_name="head_proofs")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="head_proofs")
    document = models.ForeignKey(OrganizationDocument, models.RESTRICT, related_name="+")
    register_name = models.CharField(_("head in the register"), max_length=300, blank=True)
    certificate_name = models.CharField(_("name in the certificate"), max_length=300)
    note = models.TextField(_("note for the specialist"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=ProofState, default=ProofState.WAITING)
    given_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        verbose_name = _("proof of the head")
        verbose_name_plural = _("proofs of heads")
        constraints = [
            models.CheckConstraint(condition=_ONE_OWNER, name="head_proof_has_one_owner"),
            models.CheckConstraint(
                condition=Q(state=ProofState.WAITING, decided_at=None, decided_by=None)
                | (~Q(state=ProofState.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="head_proof_decision_whole_or_none",
            ),
            models.UniqueConstraint("registration", "person", name="head_proof_of_registration_once"),
            models.UniqueConstraint(
                "organization",
                "person",
                condition=~Q(state=ProofState.REFUSED),
                name="head_proof_of_organization_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_name} ({self.get_state_display()})"


def _own_registrations(acting: Acting) -> models.QuerySet[Registration]:
    if acting.organization_inn is None:
        return Registration.objects.none()
    return Registration.objects.by_inn(acting.organization_inn)
