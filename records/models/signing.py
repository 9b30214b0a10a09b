from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import EncryptedIdentifierField, EncryptedJSONField
from records.enums import ENDED, Call, CeremonyState, Outcome, Verb
from records.models.documents import Document, new_public_id
from records.values import Owner


class CeremonyQuerySet(models.QuerySet["SigningCeremony"]):
    def visible_to(self, user: User) -> Self:
        """A ceremony is its signer's alone."""
        return self.filter(signer=user)

    def running(self) -> Self:
        return self.exclude(state__in=ENDED)


class SigningCeremony(models.Model):
    """One person signs one or several documents with one code, for one purpose of one object."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    state = models.CharField(max_length=12, choices=CeremonyState, default=CeremonyState.OPEN)
    purpose = models.CharField(max_length=60)
    verb = models.CharField(max_length=10, choices=Verb, default=Verb.SIGN)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True)
    subject_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    return_url = models.CharField(max_length=500)
    completes = models.BooleanField(default=True)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ceremonies")
    position = models.CharField(max_length=300, blank=True)
    organization_id = models.BigIntegerField(null=True)
    organization_name = models.CharField(max_length=500, blank=True)
    organization_inn = EncryptedIdentifierField(kind="inn", null=True)
    documents = models.ManyToManyField(Document, through="CeremonyDocument", related_name="ceremonies")
    channel = models.CharField(max_length=10, blank=True)
    channels = ArrayField(models.CharField(max_length=10), default=list)
    code_sent_at = models.DateTimeField(null=True)
    code_expires_at = models.DateTimeField(null=True)
    session_expires_at = models.DateTimeField(null=True)
    certificate = EncryptedJSONField(null=True)
    certificate_until = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(db_default=Now())
    completed_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="ceremony_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CeremonyState.COMPLETED, completed_at__isnull=False)
                | ~Q(state=CeremonyState.COMPLETED) & Q(completed_at=None),
                name="completed_ceremonies_have_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def organization(self) -> Owner | None:
        if self.organization_id is None:
            return None
        return Owner(self.organization_id, self.organization_name, self.organization_name)


class CeremonyDocument(models.Model):
    """A document as the signer saw it: the hash here was fixed before the code was asked for."""

    ceremony = models.ForeignKey(SigningCeremony, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "document"], name="a_document_once_in_a_ceremony"),
            models.UniqueConstraint(fields=["ceremony", "place"], name="one_document_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.ceremony_id}.{self.place}"


class SignatureAttempt(models.Model):
    """A call to the signature service, written down before it is made and finished after it."""

    ceremony = models.ForeignKey(SigningCeremony, on_delete=models.PROTECT, related_name="attempts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attempts", null=True)
    call = models.CharField(max_length=12, choices=Call)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.STARTED)
    error = models.CharField(max_length=40, blank=True)
    correlation_id = models.CharField(max_length=64, blank=True)
    hash_sent = models.CharField(max_length=64, blank=True)
    sign_b64 = models.TextField(blank=True)
    answer = EncryptedJSONField(null=True)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("call for a signature")
        verbose_name_plural = _("calls for signatures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.UNVERIFIED) | Q(call=Call.SIGN) & ~Q(sign_b64="") & ~Q(hash_sent=""),
                name="unverified_attempts_hold_the_signature",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.outcome}"


class Signature(models.Model):
    """The evidence that a person signed a document: enough to prove it when the service is no more."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    ceremony = models.ForeignKey(SigningCeremony, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    signer_name = models.CharField(max_length=300)
    signer_pin = EncryptedIdentifierField(kind="pin")
    position = models.CharField(max_length=300, blank=True)
    organization_id = models.BigIntegerField(null=True)
    organization_name = models.CharField(max_length=500, blank=True)
    organization_inn = EncryptedIdentifierField(kind="inn", null=True)
    length = models.PositiveIntegerField()
    hash_sent = models.CharField(max_length=64)
    sign_b64 = models.TextField()
    provider = models.CharField(max_length=200)
    answer = EncryptedJSONField()
    certificate = EncryptedJSONField()
    certificate_key = models.CharField(max_length=100, blank=True)
    certificate_from = models.DateTimeField()
    certificate_until = models.DateTimeField()
    verification = EncryptedJSONField()
    signed_at = models.DateTimeField()
    verified_at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "signer"], name="a_person_signs_a_document_once")]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.hash_sent[:8]}"


class SignerLimit(models.Model):
    """How often a person asked for codes lately and how often he typed wrong ones; counted under the row's lock."""

    signer = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    codes = ArrayField(models.DateTimeField(), default=list)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.signer_id}: {len(self.codes)}, {self.wrong_codes}"
