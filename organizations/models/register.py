from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import BlindIndexField, EncryptedIdentifierField, EncryptedJSONField
from core.languages import localized
from organizations.enums import Ownership, State


class RegisterAnswer(models.Model):
    """What the Ministry of Justice's register said of an organization, kept as proof of where the data come from."""

    source = models.CharField(max_length=100)
    x_road_id = models.CharField(max_length=100, blank=True)
    request_hash = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField()
    values = EncryptedJSONField()
    raw = EncryptedJSONField()
    registration = models.ForeignKey("Registration", models.SET_NULL, null=True, related_name="answers")
    organization = models.ForeignKey("Organization", models.PROTECT, null=True, related_name="answers")

    class Meta:
        ordering = ["-fetched_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.fetched_at:%Y-%m-%d %H:%M}"


class RegisterData(models.Model):
    """What the register knows of an organization; what a person typed instead is named in `unverified`."""

    full_name_ky = models.CharField(_("Full name in the state language"), max_length=500)
    short_name_ky = models.CharField(_("Short name in the state language"), max_length=300, blank=True)
    full_name_ru = models.CharField(_("Full name in the official language"), max_length=500)
    short_name_ru = models.CharField(_("Short name in the official language"), max_length=300, blank=True)
    registration_number = models.CharField(_("Registration number"), max_length=50, blank=True)
    foreign_participation = models.BooleanField(_("Foreign participation"), null=True, blank=True)
    ownership = models.CharField(
        _("Form of ownership"), max_length=10, choices=Ownership, default=Ownership.UNKNOWN, blank=True
    )
    okpo = models.CharField(_("OKPO code"), max_length=20, blank=True)
    legal_form = models.CharField(_("Legal form"), max_length=200, blank=True)
    region_name = models.CharField(_("Region (oblast)"), max_length=100, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    district_name = models.CharField(_("District (rayon)"), max_length=100, blank=True)
    village = models.CharField(_("Village"), max_length=100, blank=True)
    microdistrict = models.CharField(_("Microdistrict"), max_length=100, blank=True)
    street = models.CharField(_("Street"), max_length=200, blank=True)
    house = models.CharField(_("House"), max_length=50, blank=True)
    flat = models.CharField(_("Flat"), max_length=50, blank=True)
    first_registered_on = models.DateField(_("Date of the first registration"), null=True, blank=True)
    order_on = models.DateField(_("Date of the registration order"), null=True, blank=True)
    main_activity = models.CharField(_("Main activity"), max_length=500, blank=True)
    activity_code = models.CharField(_("Economic activity code"), max_length=50, blank=True)
    head_name = models.CharField(_("Full name of the head"), max_length=300, blank=True)
    head_pin = EncryptedIdentifierField(_("PIN of the head"), kind="pin", null=True, blank=True, editable=False)
    head_pin_index = BlindIndexField(source="head_pin", null=True, db_index=True)
    state = models.CharField(_("State in the register"), max_length=15, choices=State, default=State.UNKNOWN)
    register_note = models.TextField(_("Note of the register"), blank=True)
    unverified = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    register_asked_at = models.DateTimeField(_("Asked the register at"), null=True, editable=False)
    register_answered_at = models.DateTimeField(_("The register answered at"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The full name in the reader's language."""
        return localized(self, "full_name")

    @property
    def short_name(self) -> str:
        """The short name in the reader's language; the full one where there is none."""
        return localized(self, "short_name") or self.name

    @property
    def address(self) -> str:
        """The address as the register writes it, from the region down to the flat, on one line."""
        parts = ["region_name", "district_name", "city", "village", "microdistrict", "street", "house", "flat"]
        return ", ".join(dict.fromkeys(filter(None, (getattr(self, part).strip() for part in parts))))
