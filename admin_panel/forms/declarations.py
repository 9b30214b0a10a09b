from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accreditation.models import Unavailability
from admin_panel.forms.people import RegisteredOrganizationField
from core.forms import PinField


class RelativeForm(forms.Form):
    """A relative of an expert: who it is, and by which number or organization the draw recognises him."""

    kinship = forms.CharField(
        label=_("Who it is"),
        max_length=200,
        help_text=_("For example: brother, mother-in-law."),
        error_messages={"required": _("Write who it is.")},
    )
    organization = RegisteredOrganizationField(
        label=_("INN of the organization where the relative works"),
        required=False,
        help_text=_("The expert is never drawn for it."),
    )
    pin = PinField(
        label=_("PIN of the relative"),
        required=False,
        help_text=_("If it is known: the expert is never drawn for an organization that this person heads."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("organization") and not given.get("pin"):
            said = _("Type the INN of the organization or the PIN of the relative.")
            self.add_error("organization", ValidationError(said, code="required"))
        return given


class AbsenceForm(forms.ModelForm):
    """Days on which an expert evaluates nothing."""

    class Meta:
        model = Unavailability
        fields = ["from_on", "until_on", "note"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("End date must not be before start date."))
        return given
