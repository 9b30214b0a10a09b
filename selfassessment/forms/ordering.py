from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfassessment.enums import OrderKind
from selfassessment.models import Order

_MISSING = {
    "number": _("Write the number of the order."),
    "dated_on": _("Choose the date the order was approved."),
    "submitted_on": _("Choose the date submitted to the pedagogical council."),
    "council_number": _("Write the number of the pedagogical council decision."),
    "council_on": _("Choose the date of the pedagogical council decision."),
}


class OrderForm(forms.ModelForm):
    """The window «Буйрукту бекитүү»: five fields, four in the order that approves the report."""

    optional_marks = False

    class Meta:
        model = Order
        fields = list(_MISSING)
        help_texts = {"number": _("For example, 3454"), "council_number": _("For example, 5555-8-53")}

    def __init__(self, *args: Any, kind: OrderKind, is_complete: bool = False, **kwargs: Any) -> None:
        """With `is_complete` every field must be filled: the order is going to be signed."""
        super().__init__(*args, **kwargs)
        if kind == OrderKind.APPROVE:
            del self.fields["submitted_on"]
        for name, field in self.fields.items():
            field.required = is_complete
            field.error_messages["required"] = _MISSING[name]
            field.widget.attrs["data-needed"] = ""


class ReasonForm(forms.Form):
    """Why something that was signed is taken up again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write the reason.")},
    )

    def __init__(self, *args: Any, hint: Any = "", missing: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        if missing:
            self.fields["reason"].error_messages["required"] = missing
