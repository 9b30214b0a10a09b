from django import forms
from django.utils.translation import gettext_lazy as _

WORKING, OFF = "working", "off"


class DayForm(forms.Form):
    """A day that is not what the usual calendar says."""

    day = forms.DateField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(OFF, _("Day off")), (WORKING, _("Working day"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the day is.")},
    )
    note = forms.CharField(
        label=_("Basis"), help_text=_("The decree or order, with its number and date."), max_length=300
    )

    @property
    def is_working(self) -> bool:
        return bool(self.cleaned_data["kind"] == WORKING)
