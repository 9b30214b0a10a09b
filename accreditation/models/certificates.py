from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from accreditation.enums.certificates import LIVING, CertificateAction, CertificateState
from accreditation.models.applications import Application
from core.dates import months_later
from core.languages import data_language, localized
from core.search import SearchKey
from core.sorting import KyrgyzSortKey
from organizations.models import Organization
from records.models import Document
from records.models.documents import new_public_id
from selfassessment.enums import AccreditationType
from staff.models import Employment

_LONGEST_NAME = 90  # letters of the name in the QR code: more would make it too dense to read from paper


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, acting: Acting) -> Self:
        """All: what a certificate says is public. Named for the house's custom that every object is reached so."""
        del acting
        return self

    def managed_by(self, acting: Acting) -> Self:
        """Those of the organizations where the person works now; to administrators all."""
        if acting.user.is_administrator:
            return self
        own = Employment.objects.live().filter(person=acting.user)
        return self.filter(organization__in=own.values("organization"))

    def living(self) -> Self:
        """What is in force or suspended."""
        return self.filter(state__in=sorted(LIVING))

    def run_out(self, today: date) -> Self:
        """What should have expired by this day."""
        return self.living().filter(valid_until__lt=today)

    def ending_within(self, months: int, today: date) -> Self:
        """Whose last day comes in so many months at the latest, and has not gone by."""
        return self.filter(valid_until__gte=today, valid_until__lte=months_later(today, months))

    def by_name(self) -> Self:
        """In the order of the alphabet of the reader's language, an organization's newest first."""
        return self.order_by(f"sort_key_{data_language()}", "-number")


class Certificate(models.Model):
    """The state's word that an organization, or its programmes, are accredited: as it was issued, never rewritten.

    Numbers follow one another without a gap. The name, the address and the programmes are those of the day of issue.
    """

    number = models.PositiveIntegerField(_("Number"), unique=True)
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    state = models.CharField(_("Status"), max_length=10, choices=CertificateState, default=CertificateState.IN_FORCE)
    application = models.ForeignKey(Application, models.PROTECT, related_name="certificates")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="certificates")
    name_ky = models.CharField(_("Full name in the state language"), max_length=500)
    name_ru = models.CharField(_("Full name in the official language"), max_length=500)
    address = models.CharField(_("Address"), max_length=700, blank=True)
    type = models.CharField(_("Accreditation type"), max_length=10, choices=AccreditationType)
    programmes = models.JSONField(_("Programmes"), default=list, blank=True)  # [{"code", "title_ky", "title_ru"}]
    is_conditional = models.BooleanField(_("Conditional accreditation"), default=False)
    decision_number = models.CharField(_("Number of the decision"), max_length=50)
    decided_on = models.DateField(_("Date of the decision"))
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"))
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("Issued"), db_default=Now())
    reminded_months = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last reminder before the end
    search_key = SearchKey("name_ky", "name_ru")
    sort_key_ky = KyrgyzSortKey("name_ky")
    sort_key_ru = KyrgyzSortKey("name_ru")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="certificates_begin_with_one"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="certificate_has_its_term"),
            models.CheckConstraint(
                condition=Q(state=CertificateState.REPLACED) | Q(replaced_by=None), name="certificate_replaced_by_one"
            ),
            models.UniqueConstraint(
                "organization", "type", condition=Q(state__in=sorted(LIVING)), name="one_living_certificate_of_a_type"
            ),
            models.UniqueConstraint("application", "decision_number", name="one_certificate_of_a_decision"),
        ]
        indexes = [
            models.Index("sort_key_ky", name="certificate_by_name_ky"),
            models.Index("sort_key_ru", name="certificate_by_name_ru"),
            models.Index("state", "valid_until", name="certificate_by_end"),
        ]

    def __str__(self) -> str:
        return f"№ {self.printed_number}"

    def get_absolute_url(self) -> str:
        return reverse("accreditation:certificate", args=[self.public_id])

    @property
    def printed_number(self) -> str:
        """The number as it stands on the paper."""
        return f"{self.number:06}"

    @property
    def name(self) -> str:
        return localized(self, "name")

    @property
    def programme_titles(self) -> list[str]:
        """In the reader's language, with their codes."""
        title = f"title_{data_language()}"
        return [f"{one['code']} {one[title]}".strip() for one in self.programmes]

    @property
    def is_living(self) -> bool:
        """Whether it was neither ended nor replaced, as far as was written down."""
        return self.state in LIVING

    @property
    def worth(self) -> CertificateState:
        """What it is worth today: one whose last day is over has expired, even if nobody has written it down yet."""
        state = CertificateState(self.state)
        return CertificateState.EXPIRED if state in LIVING and self.has_run_out else state

    @property
    def stated(self) -> dict[str, str]:
        """What the signed statement in the QR code says, for a person without a network."""
        return {
            "number": self.printed_number,
            "name": self.name_ky[:_LONGEST_NAME],
            "type": self.type,
            "from": self.valid_from.isoformat(),
            "until": self.valid_until.isoformat(),
            "conditional": "yes" if self.is_conditional else "no",
        }

    @property
    def has_run_out(self) -> bool:
        """Whether its last day is over, even if the night's work has not noted it yet."""
        return self.valid_until < timezone.localdate()


class CertificateEvent(models.Model):
    """What happened to a certificate, by which order. Never changed. Without a person, time itself did it."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    action = models.CharField(max_length=40, choices=CertificateAction)
    source = models.CharField(max_length=10, choices=CertificateState)
    target = models.CharField(max_length=10, choices=CertificateState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    order_number = models.CharField(_("Number of the order"), max_length=50, blank=True)
    ordered_on = models.DateField(_("Date of the order"), null=True, blank=True)
    reason = models.TextField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.certificate_id}"
