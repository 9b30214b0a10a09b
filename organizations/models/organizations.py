from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.acting import Acting
from core import crypto
from core.fields import BlindIndexField, EncryptedIdentifierField
from core.identifiers import Inn
from core.languages import data_language
from core.search import SearchKey
from core.sorting import KyrgyzSortKey
from organizations.enums import PUBLIC_OWNERSHIP, InstructionLanguage, Kind, Level, Outcome, Section
from organizations.models.register import RegisterData
from organizations.models.territory import District


class OwnData(models.Model):
    """What the organization says of itself."""

    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", verbose_name=_("District or city for accreditation")
    )
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    kind = models.CharField(_("Type of educational organization"), max_length=30, choices=Kind, blank=True)
    activity = models.TextField(_("Activity"), max_length=1000, blank=True)
    site = models.URLField(_("Website"), blank=True)
    mission = models.TextField(_("Mission"), max_length=2000, blank=True)
    personnel = models.PositiveIntegerField(_("Personnel"), null=True, blank=True)
    instruction_languages = ArrayField(
        models.CharField(max_length=10, choices=InstructionLanguage),
        default=list,
        blank=True,
        verbose_name=_("Languages of instruction"),
    )
    levels = ArrayField(
        models.CharField(max_length=30, choices=Level),
        default=list,
        blank=True,
        verbose_name=_("Levels of education"),
    )

    class Meta:
        abstract = True


class BankDetails(models.Model):
    """Where the organization has its account: all three or none."""

    bank = models.CharField(_("Bank"), max_length=200, blank=True)
    account = models.CharField(_("Settlement account"), max_length=16, blank=True)
    bic = models.CharField(_("BIK"), max_length=6, blank=True)

    class Meta:
        abstract = True


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def by_inn(self, inn: Inn) -> Self:
        return self.filter(inn_index=crypto.blind_index(inn))


class Registration(RegisterData, OwnData, BankDetails):
    """A registration that is not finished. It belongs to the organization: whoever signs for it goes on with it."""

    inn = EncryptedIdentifierField(_("INN of the organization"), kind="inn")
    inn_index = BlindIndexField(source="inn", unique=True)
    outcome = models.CharField(max_length=15, choices=Outcome, default=Outcome.UNAVAILABLE)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = RegistrationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def by_inn(self, inn: Inn) -> Self:
        """The organization with this number: none or one."""
        return self.filter(inn_index=crypto.blind_index(inn))

    def visible_to(self, acting: Acting) -> Self:
        """That of this sign-in's signature; what the apps above grant, first of all to employees
        (settings.ORGANIZATION_VIEWERS); to administrators all. The chosen place of work proves nothing."""
        if acting.user.is_administrator:
            return self
        visible = Q(inn_index=crypto.blind_index(acting.organization_inn)) if acting.organization_inn else Q(pk=None)
        for path in settings.ORGANIZATION_VIEWERS:
            granted: Q | None = import_string(path)(acting)
            visible |= granted or Q()
        return self.filter(visible)

    def by_name(self) -> Self:
        """In the order of the alphabet of the reader's language."""
        return self.order_by(f"sort_key_{data_language()}", "pk")

    def awaiting_register(self) -> Self:
        """Organizations registered while the register was silent, about which it has said nothing since."""
        return self.filter(register_answered_at=None)


class Organization(RegisterData, OwnData, BankDetails):
    """A registered educational organization: one legal entity, known by its INN."""

    inn = EncryptedIdentifierField(_("INN of the organization"), kind="inn")
    inn_index = BlindIndexField(source="inn", unique=True)
    sections = ArrayField(models.CharField(max_length=20, choices=Section), verbose_name=_("Systems"), default=list)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sort_key_ky = KyrgyzSortKey("full_name_ky")
    sort_key_ru = KyrgyzSortKey("full_name_ru")
    search_key = SearchKey(
        *("full_name_ky", "short_name_ky", "full_name_ru", "short_name_ru"),
        *("region_name", "district_name", "city", "village"),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [
            models.Index("sort_key_ky", name="organization_by_name_ky"),
            models.Index("sort_key_ru", name="organization_by_name_ru"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(sections=[]), name="organization_has_a_section"),
            models.CheckConstraint(
                condition=~Q(ownership__in=sorted(PUBLIC_OWNERSHIP)) | Q(sections=[Section.ACCREDITATION]),
                name="public_organization_is_accredited_only",
            ),
            models.CheckConstraint(
                condition=Q(bank="", account="", bic="") | ~(Q(bank="") | Q(account="") | Q(bic="")),
                name="organization_bank_details_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name
