"""What the ministry types about the experts of an application."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accreditation.enums.draw import Verdict
from accreditation.models import Expert
from core.forms import CountedTextField


class ReasonForm(forms.Form):
    """Something is done for a reason."""

    reason = CountedTextField(limit=500, rows=3, label=_("Reason"), error_messages={"required": _("Write the reason.")})


class ChoiceByHandForm(ReasonForm):
    """An expert whom no rule excludes, chosen by hand."""

    field_order = ["expert", "reason"]
    expert = forms.ModelChoiceField(
        Expert.objects.none(),
        label=_("Expert"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the expert.")},
    )

    def __init__(self, *args: Any, experts: QuerySet[Expert], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = experts


class ReplacementForm(ChoiceByHandForm):
    """Without a choice the next in the row is invited."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.required = False
        field.empty_label = _("The next in the row of the draw")
        field.label = _("Who comes instead")


class SurnameForm(forms.Form):
    """Are the two relatives?"""

    verdict = forms.TypedChoiceField(
        label=_("Are they relatives?"),
        choices=Verdict.choices,
        coerce=Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer.")},
    )
    note = CountedTextField(
        limit=500, rows=3, label=_("How this is known"), error_messages={"required": _("Write how this is known.")}
    )


class RedrawAnswerForm(forms.Form):
    """The second person agrees or refuses."""

    agrees = forms.TypedChoiceField(
        label=_("Shall experts be drawn again?"),
        choices=[("yes", _("Yes, draw again")), ("no", _("No, the first draw stands"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer.")},
    )
