"""What a member of the collegium says about a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.enums.collegium import Choice
from core.forms import CountedTextField


class VoteForm(forms.Form):
    """The member's vote, with an opinion of his own if he has one."""

    choice = forms.ChoiceField(
        label=_("My vote"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you vote.")},
    )
    opinion = CountedTextField(
        label=_("Dissenting opinion"), help_text=_("It stands in the minutes."), limit=2000, rows=4, required=False
    )


class ConflictForm(forms.Form):
    """What the interest is."""

    note = forms.CharField(
        label=_("What the interest is"), max_length=500, error_messages={"required": _("Write what the interest is.")}
    )
