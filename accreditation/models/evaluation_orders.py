from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.enums.invitations import InvitationState
from accreditation.models.applications import Application
from core.uploads.models import StoredFile, StoredFileQuerySet
from records.models import Document, SigningCeremony


class EvaluationOrderFileQuerySet(StoredFileQuerySet["EvaluationOrderFile"]):
    def visible_to(self, acting: Acting) -> Self:
        """Whoever sees the application, and the experts whom the order names."""
        groups = Q(
            application__invitations__expert__person=acting.user,
            application__invitations__expert__blocked_at=None,
            application__invitations__state=InvitationState.ACCEPTED,
        )
        named = self.model._default_manager.filter(groups).values("pk")  # noqa: SLF001 -- the documented API
        return self.filter(Q(application__in=Application.objects.visible_to(acting)) | Q(pk__in=named))


class EvaluationOrderFile(StoredFile):
    """The signed order, as it was scanned or saved."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")

    objects = EvaluationOrderFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("signed order on external evaluation")
        verbose_name_plural = _("signed orders on external evaluation")


class EvaluationOrder(models.Model):
    """The ministry orders the external evaluation: who evaluates, when. `document` is generated; it was signed on paper
    and uploaded as `file`, or in the system by `ceremony`."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evaluation_orders")
    state = models.CharField(
        _("Status"), max_length=10, choices=EvaluationOrderState, default=EvaluationOrderState.GENERATED
    )
    number = models.CharField(_("Number of the order"), max_length=50)
    dated_on = models.DateField(_("Date of the order"))
    control = models.CharField(_("Who controls the execution"), max_length=200)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    file = models.OneToOneField(EvaluationOrderFile, models.PROTECT, null=True, related_name="+")
    ceremony = models.OneToOneField(SigningCeremony, models.PROTECT, null=True, related_name="+")
    generated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    generated_at = models.DateTimeField(db_default=Now())
    signed_at = models.DateTimeField(_("Signed at"), null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-generated_at", "-pk"]
        verbose_name = _("order on external evaluation")
        verbose_name_plural = _("orders on external evaluation")
        constraints = [
            models.UniqueConstraint(
                "application", condition=Q(state=EvaluationOrderState.GENERATED), name="one_generated_order"
            ),
            models.UniqueConstraint(
                "application", condition=Q(state=EvaluationOrderState.SIGNED), name="one_signed_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[EvaluationOrderState.GENERATED, EvaluationOrderState.DISCARDED],
                    signed_at=None,
                    signed_by=None,
                )
                | (
                    Q(
                        state__in=[EvaluationOrderState.SIGNED, EvaluationOrderState.REPLACED],
                        signed_at__isnull=False,
                        signed_by__isnull=False,
                    )
                    & (Q(file__isnull=False) ^ Q(ceremony__isnull=False))
                ),
                name="evaluation_order_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.dated_on:%d.%m.%Y}"
