from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.enums.invitations import DeclineReason
from core.forms import CountedTextField


class DeclineForm(forms.Form):
    """Why the expert does not take part."""

    reason = forms.TypedChoiceField(
        label=_("Why do you decline?"),
        choices=DeclineReason.choices,
        coerce=DeclineReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    comment = CountedTextField(
        limit=500,
        rows=3,
        label=_("Comment"),
        help_text=_("The ministry reads it; the organization does not."),
        error_messages={"required": _("Write a comment.")},
    )
