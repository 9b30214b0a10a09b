"""What the ministry decides about an objection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.enums.objections import ObjectionAct
from accreditation.models.objections import LONGEST
from core.forms import CountedTextField


class ObjectionDecisionForm(forms.Form):
    """Upheld or dismissed, for a reason."""

    outcome = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[
            (ObjectionAct.UPHOLD, _("Uphold: another expert is invited and the order is renewed")),
            (ObjectionAct.DISMISS, _("Dismiss: the expert stays in the group")),
        ],
        coerce=ObjectionAct,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
    reason = CountedTextField(
        limit=LONGEST,
        rows=4,
        label=_("Reason of the decision"),
        help_text=_("The organization reads it; if you uphold the objection, the expert does too."),
        error_messages={"required": _("Write the reason.")},
    )

    @property
    def upholds(self) -> bool:
        """What was chosen, once the form is valid."""
        return self.cleaned_data["outcome"] == ObjectionAct.UPHOLD
