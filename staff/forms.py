from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import ExplainedRadios, PinField
from organizations.enums import Role
from staff.enums import State
from staff.models import ActingHead, Employment, EmploymentQuerySet
from staff.names import Name

GIVEN_ROLES = [role for role in Role if role != Role.HEAD]
HINTS = {
    Role.DEPUTY.value: _("Deputy for teaching and upbringing, for the economy and so on"),
    Role.ACCOUNTANT.value: _("Accountant"),
    Role.DEPARTMENT_HEAD.value: _("State schools have none"),
    Role.SPECIALIST.value: _("School teacher"),
}


class RoleField(forms.TypedChoiceField):
    """One of the roles that can be given; the head's cannot."""

    def __init__(self, **options: Any) -> None:
        choices = [(role.value, role.label) for role in GIVEN_ROLES]
        super().__init__(
            choices=choices,
            coerce=Role,
            widget=ExplainedRadios(hints=HINTS),
            **{"label": _("Role"), "error_messages": {"required": _("Choose the role.")}} | options,
        )


class PositionField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=200,
            **{
                "label": _("Position"),
                "help_text": _("As in the staff list, for example: mathematics teacher."),
                "error_messages": {"required": _("Write the position.")},
            }
            | options,
        )


class AddForm(forms.Form):
    """Somebody to be added by PIN. The three parts of the name are asked only while no register answers."""

    pin = PinField(
        label=pgettext_lazy("window of the manual", "PN"),
        help_text=_("14 digits, as on the ID card of a citizen of the Kyrgyz Republic."),
        error_messages={"required": _("Type the personal number.")},
    )
    last_name = forms.CharField(label=_("Surname"), max_length=150, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    middle_name = forms.CharField(label=_("Patronymic"), max_length=150, required=False)
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    role = RoleField()
    position = PositionField()

    def __init__(self, *args: Any, searching: bool = False, **kwargs: Any) -> None:
        """While `searching` for the name, only the number matters: role and position may still be empty."""
        super().__init__(*args, **kwargs)
        self.searching = searching

    def full_clean(self) -> None:
        super().full_clean()
        if self.searching and self._errors:
            self._errors = ErrorDict({name: errors for name, errors in self._errors.items() if name == "pin"})

    @property
    def typed_name(self) -> Name:
        return Name(*(self.cleaned_data.get(part, "") for part in ("last_name", "first_name", "middle_name")))

    def show_name_as_required(self) -> None:
        """The fields of the name are not marked as optional: no register gives it now."""
        self.fields["last_name"].required = self.fields["first_name"].required = True

    def require_name(self) -> None:
        """Surname and first name become compulsory: there is no register to give them."""
        if not self.typed_name.last_name:
            self.add_error("last_name", ValidationError(_("Write the surname."), code="required"))
        if not self.typed_name.first_name:
            self.add_error("first_name", ValidationError(_("Write the first name."), code="required"))


class WorkForm(forms.Form):
    """Role and position of an employee; without `with_role` only the position."""

    role = RoleField()
    position = PositionField()

    def __init__(self, *args: Any, employment: Employment, with_role: bool = True, **kwargs: Any) -> None:
        role = employment.role if employment.role in GIVEN_ROLES else None
        super().__init__(*args, initial={"role": role, "position": employment.position}, **kwargs)
        self.employment = employment
        if not with_role:
            del self.fields["role"]

    @property
    def chosen_role(self) -> Role:
        return self.cleaned_data.get("role") or Role(self.employment.role)


class DismissForm(forms.Form):
    comment = forms.CharField(
        label=_("Grounds"),
        max_length=500,
        required=False,
        help_text=_("For example, the number and date of the order."),
    )


class FilterForm(forms.Form):
    """The filters above the list; they live in the address."""

    optional_marks = False

    words = forms.CharField(label=_("Name or position"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", State.EMPLOYED.label), (State.DISMISSED.value, State.DISMISSED.label), ("all", _("Everybody"))],
    )


class EmployeeField(forms.ModelChoiceField):
    """One of the employees, with name and position."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Employment.objects.none(),
            **{
                "empty_label": _("Choose an employee"),
                "error_messages": {"required": _("Choose an employee.")},
            }
            | options,
        )

    def label_from_instance(self, employment: Employment) -> str:
        return f"{employment.name}, {employment.position}"


class HandOverForm(forms.Form):
    """Who becomes the head, and what the present head is afterwards."""

    LEAVES = "leaves"

    successor = EmployeeField(label=_("Who becomes the head"))
    next_role = forms.ChoiceField(
        label=_("What you will be in the organization"),
        choices=[*((role.value, role.label) for role in GIVEN_ROLES), (LEAVES, _("I will not work here any more"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you will be.")},
    )
    next_position = forms.CharField(label=_("Your new position"), max_length=200, required=False)

    def __init__(self, *args: Any, successors: EmploymentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors

    @property
    def chosen_role(self) -> Role | None:
        chosen = self.cleaned_data["next_role"]
        return None if chosen == self.LEAVES else Role(chosen)


class ActingForm(forms.ModelForm):
    employment = EmployeeField(label=_("Employee"))

    class Meta:
        model = ActingHead
        fields = ["employment", "order_number", "ordered_on", "from_on", "until_on"]

    def __init__(self, *args: Any, successors: EmploymentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employment"].queryset = successors

    def clean_until_on(self) -> date:
        until_on: date = self.cleaned_data["until_on"]
        if until_on < timezone.localdate():
            raise ValidationError(_("This day is over: choose today or a later day."))
        if (from_on := self.cleaned_data.get("from_on")) and until_on < from_on:
            raise ValidationError(_("End date must not be before start date."))
        return until_on
