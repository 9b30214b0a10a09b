from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.enums.objections import ObjectionGround
from accreditation.models.objections import LONGEST
from core.forms import CountedTextField


class ObjectionForm(forms.Form):
    """Why the organization does not trust the expert."""

    ground = forms.TypedChoiceField(
        label=_("On what ground do you object?"),
        choices=ObjectionGround.choices,
        coerce=ObjectionGround,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    text = CountedTextField(
        limit=LONGEST,
        rows=5,
        label=_("Explanation"),
        help_text=_("Who, since when, how it is known. The ministry reads it; the expert does not."),
        error_messages={"required": _("Explain the ground: without facts the ministry can’t decide.")},
    )
