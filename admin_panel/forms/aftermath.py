"""What the ministry types about conditions and appeals."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accreditation.models import Appeal, Condition
from accreditation.rules.panels import candidates
from accreditation.services.appeals import why_not_panel
from accreditation.services.conditions import why_not_by
from accreditation.services.intake import why_not_registered
from core.forms import CountedTextField


class CloseForm(forms.Form):
    """What the ministry found when it checked an answer."""

    comment = CountedTextField(
        limit=1000, rows=4, required=False, label=_("Comment"), help_text=_("The organization reads it.")
    )


class _OfACondition(forms.Form):
    def __init__(self, *args: Any, condition: Condition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.condition = condition


class SendBackForm(_OfACondition):
    """Why an answer is not enough, and until when it is answered again."""

    reason = CountedTextField(
        limit=1000,
        rows=5,
        label=_("What is missing"),
        help_text=_("The organization reads it."),
        error_messages={"required": _("Write why the answer is not enough.")},
    )
    due_on = forms.DateField(label=_("To be fulfilled by"), error_messages={"required": _("Enter the day.")})

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if reason := why_not_by(self.condition, day):
            raise ValidationError(reason)
        return day


class ExtendForm(SendBackForm):
    """More time."""

    reason = CountedTextField(
        limit=1000,
        rows=4,
        label=_("Why the term is extended"),
        help_text=_("The organization reads it."),
        error_messages={"required": _("Write why the term is extended.")},
    )

    def clean_due_on(self) -> date:
        day = super().clean_due_on()
        if day <= self.condition.due_on:
            raise ValidationError(_("Choose a day after the present term."))
        return day


class AppealRegistrationForm(forms.Form):
    """The entry of the ministry's registry."""

    number = forms.CharField(
        label=_("SED number"), max_length=50, error_messages={"required": _("Enter the SED number.")}
    )
    on = forms.DateField(label=_("Date in SED"), error_messages={"required": _("Enter the date.")})

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if reason := why_not_registered("-", day):
            raise ValidationError(reason)
        return day


class PanelForm(forms.Form):
    """Who decides an appeal."""

    people = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        label=_("Members of the panel"),
        help_text=_("Three, five or seven people. Whoever had a part in the case or an interest in it is not listed."),
        error_messages={"required": _("Choose the members of the panel.")},
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal = appeal
        self.candidates = candidates(appeal)
        field: Any = self.fields["people"]
        field.choices = [
            (one.person.pk, ", ".join(str(part) for part in (one.name, one.position, one.capacity.label) if part))
            for one in self.candidates
        ]

    def clean_people(self) -> list[int]:
        people: list[int] = self.cleaned_data["people"]
        if reason := why_not_panel(self.appeal, people, [one.person.pk for one in self.candidates]):
            raise ValidationError(reason)
        return people


class OutcomeForm(forms.Form):
    """Why the panel decided so."""

    reasons = CountedTextField(
        limit=4000,
        rows=10,
        label=_("Reasons"),
        help_text=_(
            "The organization reads them as you write them: in Kyrgyz, then in Russian. Where a certificate is given "
            "back, everybody reads them on its page: name no private person."
        ),
        error_messages={"required": _("Write the reasons: the organization reads them.")},
    )
