from datetime import date
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accreditation.services.certifying import Ground
from core.forms import CountedTextField


class GroundForm(forms.Form):
    """The order by which a certificate is suspended, given back or revoked, and why."""

    order_number = forms.CharField(label=_("Number of the order"), max_length=50)
    ordered_on = forms.DateField(label=_("Date of the order"))
    reason = CountedTextField(
        label=_("Reason"),
        help_text=_(
            "Everybody reads it on the page of the certificate as you write it: in Kyrgyz, then in Russian. "
            "Name no private person."
        ),
        limit=1000,
        rows=5,
    )

    def clean_ordered_on(self) -> date:
        day = cast("date", self.cleaned_data["ordered_on"])
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet: write the date that stands on the order."))
        return day

    @property
    def ground(self) -> Ground:
        return Ground(**self.cleaned_data)
