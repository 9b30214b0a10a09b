from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField


class FeedbackForm(forms.Form):
    """A letter to the ministry."""

    last_name = forms.CharField(
        label=_("Surname"), max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The answer comes to this address."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone number"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    text = CountedTextField(label=_("Message"), limit=2000, rows=8)
