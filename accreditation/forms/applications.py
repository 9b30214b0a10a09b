from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField
from selfassessment.models import SelfAssessment


class ReportForm(forms.Form):
    """On which approved report the application rests."""

    report = forms.ModelChoiceField(
        queryset=SelfAssessment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("Choose the self-assessment:"),
        error_messages={
            "required": _("Choose the report with which the organization applies."),
            "invalid_choice": _("This report cannot be chosen any more: choose another one."),
        },
    )

    def __init__(self, *args: Any, reports: QuerySet[SelfAssessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].queryset = reports.filter(application_id=None)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why the organization does not ask any more."""

    reason = CountedTextField(
        limit=1000,
        label=_("Why do you withdraw the application?"),
        help_text=_("The ministry reads this."),
        error_messages={"required": _("Write why the application is withdrawn.")},
    )
