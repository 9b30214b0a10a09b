"""The order on external evaluation."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.uploads.fields import UploadField


class EvaluationOrderForm(forms.Form):
    """What the ministry adds to what the system knows."""

    number = forms.CharField(
        label=_("Number of the order"), max_length=50, error_messages={"required": _("Type the number of the order.")}
    )
    dated_on = forms.DateField(
        label=_("Date of the order"), error_messages={"required": _("Choose the date of the order.")}
    )
    control = forms.CharField(
        label=_("Who controls the execution"),
        help_text=_("Name and position, as they stand at the end of the order."),
        max_length=200,
        error_messages={"required": _("Write who controls the execution.")},
    )

    def clean_dated_on(self) -> date:
        day: date = self.cleaned_data["dated_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date of the order cannot be in the future."))
        return day


class SignedOrderForm(forms.Form):
    """The signed order as a scan or PDF."""

    file = UploadField(label=_("Signed order"), required=True)
