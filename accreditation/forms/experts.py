"""What an expert says of himself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accreditation.models import Expert, Unavailability
from core.forms import PinField
from core.identifiers import Inn
from organizations.enums import InstructionLanguage
from organizations.models import District, Organization


class OwnDataForm(forms.ModelForm):
    """District of residence and working languages; the rest is the ministry's."""

    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=InstructionLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )

    class Meta:
        model = Expert
        fields = ["district", "languages"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)  # noqa: S101 -- a foreign key
        district.required = True
        district.queryset = District.objects.filter(is_active=True).select_related("region").order_by("sort_key_ky")
        district.error_messages["required"] = _("Choose the district in which you live.")


class RelativeForm(forms.Form):
    """A relative who leads an organization or works there: by personal number, by organization, or by both."""

    pin = PinField(
        label=_("PIN of the relative"),
        help_text=_("14 digits. It is kept encrypted and only compared with the heads of organizations."),
        required=False,
    )
    inn = forms.CharField(
        label=_("INN of the relative’s organization"),
        help_text=_("14 digits, if you know them."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-20"}),
    )
    kinship = forms.CharField(
        label=_("Who it is"),
        help_text=_("For example: brother, wife’s mother."),
        max_length=200,
        error_messages={"required": _("Write who it is.")},
    )

    def clean_inn(self) -> Organization | None:
        typed = self.cleaned_data["inn"]
        if not typed:
            return None
        organization = Organization.objects.by_inn(Inn.parse(typed)).first()
        if organization is None:
            raise forms.ValidationError(_("No organization with this INN is registered here."))
        return organization

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["organization"] = data.get("inn")
        if not self.errors and not data.get("pin") and not data["organization"]:
            self.add_error("pin", _("Type the PIN of the relative, the INN of the organization, or both."))
        return data


class AbsenceForm(forms.ModelForm):
    """Days in which the expert evaluates nothing."""

    class Meta:
        model = Unavailability
        fields = ["from_on", "until_on", "note"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", pgettext_lazy("absence", "The last day is before the first one."))
        return data
