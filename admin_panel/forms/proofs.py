from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField, ExplainedRadios

ACCEPT, REFUSE = "accept", "refuse"
HINTS = {
    ACCEPT: _("This person is the head of the organization from now on; whoever was it before works there no more."),
    REFUSE: _("The rights that the proof gave end at once; the head whom the register names stays."),
}


class ProofForm(forms.Form):
    """What the ministry says about a proof; a refusal needs a reason, which the person reads."""

    optional_marks = False  # the hint says when the reason is needed

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[(ACCEPT, _("Accept the proof")), (REFUSE, _("Refuse the proof"))],
        widget=ExplainedRadios(hints=HINTS),
        error_messages={"required": _("Choose a decision.")},
    )
    reason = CountedTextField(
        label=_("Reason"),
        help_text=_("The person reads it. A refusal needs one: what is missing in the documents, and what would do."),
        limit=500,
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") == REFUSE and "reason" not in self.errors and not given.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Write why the proof is refused."), code="required"))
        return given

    @property
    def is_enough(self) -> bool:
        return bool(self.cleaned_data["verdict"] == ACCEPT)
