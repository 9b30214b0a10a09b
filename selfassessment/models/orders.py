from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from records.models import Document
from selfassessment.enums import OrderKind, OrderState
from selfassessment.models.reports import SelfAssessment

_UNSIGNED = [OrderState.DRAFT, OrderState.WITHDRAWN]
_FILLED = Q(dated_on__isnull=False, council_on__isnull=False) & ~Q(number="") & ~Q(council_number="")
_SIGNED = Q(signed_by__isnull=False, signed_at__isnull=False, document__isnull=False)
_SUBMITTED = Q(kind=OrderKind.APPROVE) | Q(submitted_on__isnull=False)


class Order(models.Model):
    """One of the head's orders on a self-assessment, with the details that the manual asks for.

    `says` keeps what it ordered when it was signed: the dates, the programmes and the commission. The order approving
    the report has the report beside it, as `report_document`: while that waits for the signature, nobody writes.
    """

    report = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=10, choices=OrderKind)
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.DRAFT)
    number = models.CharField(_("Order number"), max_length=50, blank=True)
    dated_on = models.DateField(_("Date the order was approved"), null=True, blank=True)
    submitted_on = models.DateField(_("Date submitted to the pedagogical council"), null=True, blank=True)
    council_number = models.CharField(_("Number of the pedagogical council decision"), max_length=50, blank=True)
    council_on = models.DateField(_("Date of the pedagogical council decision"), null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    report_document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    says = models.JSONField(default=dict, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replacements")
    reason = models.TextField(_("Reason"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order of a self-assessment")
        verbose_name_plural = _("orders of self-assessments")
        constraints = [
            models.UniqueConstraint(
                "report", "kind", condition=Q(state=OrderState.DRAFT), name="one_draft_order_of_a_kind"
            ),
            models.UniqueConstraint(
                "report", "kind", condition=Q(state=OrderState.SIGNED), name="one_signed_order_of_a_kind"
            ),
            models.UniqueConstraint("replaces", condition=~Q(state=OrderState.WITHDRAWN), name="order_replaced_once"),
            models.CheckConstraint(
                condition=Q(state__in=_UNSIGNED, signed_by=None, signed_at=None)
                | (
                    ~Q(state__in=_UNSIGNED)
                    & Q(signed_by__isnull=False, signed_at__isnull=False, document__isnull=False)
                ),
                name="order_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNSIGNED) | (_FILLED & _SUBMITTED), name="order_signed_with_its_details"
            ),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.CONDUCT) | Q(submitted_on=None), name="order_approving_was_not_submitted"
            ),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.APPROVE) | Q(report_document=None),
                name="report_stands_beside_the_order_approving_it",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="order_replaced_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="order_does_not_replace_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} № {self.number}" if self.number else self.get_kind_display()

    @property
    def missing_details(self) -> list[str]:
        """The names of the fields that must be filled in before the order can be signed."""
        names = ["number", "dated_on", "submitted_on", "council_number", "council_on"]
        if self.kind == OrderKind.APPROVE:
            names.remove("submitted_on")
        return [str(self._meta.get_field(name).verbose_name) for name in names if not getattr(self, name)]
