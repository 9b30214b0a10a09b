from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selfassessment.models import CommissionMember
from staff.models import Employment, EmploymentQuerySet


class CandidatesField(forms.ModelMultipleChoiceField):
    """Employees with check-boxes, each by name and position."""

    def label_from_instance(self, employment: Employment) -> str:
        return f"{employment.name}, {employment.position}"


class AddMembersForm(forms.Form):
    """Who of the staff comes into the commission besides those who sit there."""

    employees = CandidatesField(
        queryset=None,
        label=_("Employees"),
        help_text=_("Tick those who will write the report, then press “Add”."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one employee.")},
    )

    def __init__(self, *args: Any, candidates: EmploymentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employees"].queryset = candidates


class CommissionForm(forms.Form):
    """Who of the members sits in the chair. Until somebody does, the order can't be signed."""

    chair = forms.ChoiceField(label=pgettext_lazy("commission", "Chair"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, members: Sequence[CommissionMember], **kwargs: Any) -> None:
        chair = next((member.employment_id for member in members if member.is_chair), None)
        super().__init__(*args, initial={"chair": chair}, **kwargs)
        self.members = {str(member.employment_id): member.employment for member in members}
        self.fields["chair"].choices = [(key, employment.name) for key, employment in self.members.items()]

    @property
    def chosen_chair(self) -> Employment | None:
        """The chosen employment, or None."""
        return self.members.get(self.cleaned_data.get("chair", ""))
