"""What the ministry types while it takes an application in: number, specialist, period, reason of a return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accreditation.models import Application, ReturnParagraph, Specialist
from accreditation.selectors import desk as selectors
from accreditation.services import period
from admin_panel import letter_lines
from core.forms import CountedTextField
from core.uploads.fields import UploadField
from selfassessment.models import Answer

_ONCE_MORE = _("Register it under this number all the same")


class LetterForm(forms.Form):
    """Number and date from the СЭД. A number that another application has in the same year has to be confirmed."""

    number = forms.CharField(
        label=_("Document number"),
        max_length=letter_lines.LONGEST_NUMBER,
        error_messages={"required": _("Enter the SED number.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
    )
    on = forms.DateField(label=_("Registration date"), error_messages={"required": _("Enter the date in the SED.")})
    reason = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("The former number and date stay in the history."),
        max_length=300,
        required=False,
    )
    once_more = forms.BooleanField(label=_ONCE_MORE, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.same: Application | None = None
        if not application.registration_number:
            del self.fields["reason"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The date in the SED cannot be in the future."), code="future")
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("number") or not given.get("on"):
            self._hide_confirmation()
            return given
        self.same = selectors.same_number_in_year(given["number"], given["on"], besides=self.application)
        if self.same is None:
            self._hide_confirmation()
        elif not given.get("once_more"):
            message = _("Application %(application)s has this number in the same year: %(organization)s.")
            names = {"application": self.same, "organization": self.same.organization.short_name}
            self.add_error("number", ValidationError(message, code="same_number", params=names))
        return given

    def _hide_confirmation(self) -> None:
        self.fields.pop("once_more", None)

    @property
    def asks_to_confirm(self) -> bool:
        return self.same is not None

    def visible_at_first(self) -> "LetterForm":
        """The form as it stands before anything was typed: nothing is there to be confirmed."""
        self._hide_confirmation()
        return self


class FindLetterForm(forms.Form):
    """Which application the letter in hand belongs to: letters come in another order than applications."""

    optional_marks = False

    words = forms.CharField(
        label=_("Letter in hand"),
        help_text=_("ID of the application or name of the organization."),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    on = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.is_valid()

    @property
    def sought(self) -> str:
        """What was typed; nothing where it is too long to be a name."""
        words: str = self.cleaned_data.get("words", "")
        return words

    @property
    def day(self) -> date:
        """The day on which the letter before was registered, or today."""
        return self.cleaned_data.get("on") or timezone.localdate()


class PasteForm(forms.Form):
    """The registry's list, pasted or as a CSV file."""

    text = forms.CharField(
        label=_("Lines from the SED or from a spreadsheet"),
        help_text=_("One application in a line: ID, number, date. A tab, a semicolon or a comma stands between them."),
        widget=forms.Textarea({"rows": 10, "spellcheck": "false", "autocomplete": "off", "autofocus": True}),
        required=False,
        max_length=100_000,
        strip=False,
    )
    file = forms.FileField(label=_("or a CSV file"), required=False, max_length=200)

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > 200_000:
            raise ValidationError(_("The file is too large for a list of letters."), code="too_large")
        try:
            return letter_lines.decoded(file.read())
        except letter_lines.Unreadable as refusal:
            raise ValidationError(str(refusal), code="unreadable") from refusal

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        text = given.get("file") or given.get("text", "")
        if not text.strip():
            raise ValidationError(_("Paste the lines or choose a file."), code="required")
        try:
            given["lines"] = letter_lines.read(text)
        except letter_lines.Unreadable as refusal:
            raise ValidationError(str(refusal), code="unreadable") from refusal
        given["text"] = text
        return given


class SpecialistField(forms.ModelChoiceField):
    """One of the specialists who may work now, as radio buttons: the template writes the load beside each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Specialist.objects.none(),
            empty_label=None,
            widget=forms.RadioSelect,
            **{
                "label": _("Choose a specialist"),
                "error_messages": {
                    "required": _("Choose a specialist."),
                    "invalid_choice": _("This specialist is blocked: choose another one."),
                },
            }
            | options,
        )


class AssignForm(forms.Form):
    """Who gets the application; who gets it instead of another needs a reason."""

    specialist = SpecialistField()
    reason = CountedTextField(
        label=_("Why another specialist gets the application"),
        limit=500,
        rows=3,
        error_messages={"required": _("Write why another specialist gets the application.")},
    )

    def __init__(self, *args: Any, is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["specialist"].queryset = selectors.specialists_with_load()
        if not is_change:
            del self.fields["reason"]

    @property
    def options(self) -> ModelChoiceIterator:
        return self.fields["specialist"].queryset


class PeriodForm(forms.Form):
    """When the external evaluation takes place."""

    starts_on = forms.DateField(
        label=_("Start date of external evaluation"), error_messages={"required": _("Choose the start date.")}
    )
    ends_on = forms.DateField(
        label=_("End date of external evaluation"), error_messages={"required": _("Choose the end date.")}
    )

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if (starts_on := self.cleaned_data.get("starts_on")) and ends_on < starts_on:
            raise ValidationError(_("End date must not be before start date."), code="before_start")
        if ends_on < timezone.localdate():
            raise ValidationError(_("The period is over already: choose days that are still to come."), code="over")
        return ends_on


class MovedPeriodForm(PeriodForm):
    """The period after the experts were asked: other days than before, and why."""

    field_order = ["starts_on", "ends_on", "reason"]
    reason = CountedTextField(
        label=_("Why the period is moved"),
        help_text=_("The experts and the organization read the reason."),
        limit=500,
        rows=3,
        error_messages={"required": _("Write why the period is moved.")},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if {"starts_on", "ends_on"} <= given.keys():
            refusal = period.why_not_moved(self.application, given["starts_on"], given["ends_on"])
            if refusal:
                self.add_error("starts_on", ValidationError(refusal, code="same"))
        return given


class ReturnForm(forms.Form):
    """Why an application comes back, and whether the organization may mend it."""

    CORRECTION, FINAL = "correction", "final"
    optional_marks = False

    outcome = forms.ChoiceField(
        label=_("What happens to the application"),
        choices=[
            (CORRECTION, _("The organization corrects what is flagged and sends the application again")),
            (FINAL, _("The application is closed; the organization may apply anew")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the application.")},
    )
    paragraphs = forms.ModelMultipleChoiceField(
        label=_("Ready paragraphs"),
        help_text=_("The chosen ones are put in front of the reason, in Kyrgyz and in Russian."),
        queryset=ReturnParagraph.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = CountedTextField(label=_("Enter the reason for refusal"), limit=4000, rows=8, required=False)
    file = UploadField(label=_("Attach the justification"), required=False)
    answers = forms.ModelMultipleChoiceField(
        label=_("What has to be corrected"),
        help_text=_("Only these parts of the report open for the organization; the rest stays locked."),
        queryset=Answer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, application: Application, may_be_corrected: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraphs"].queryset = ReturnParagraph.objects.in_use()
        self.fields["answers"].queryset = application.report.answers.in_order()
        if not may_be_corrected:
            del self.fields["outcome"], self.fields["answers"]

    @property
    def is_final(self) -> bool:
        return self.cleaned_data.get("outcome", self.FINAL) == self.FINAL

    @property
    def flagged_keys(self) -> set[int]:
        """What is ticked on the page, also where the form was refused."""
        ticked = self["answers"].value() or [] if "answers" in self.fields else []
        return {int(key) for key in ticked if str(key).isdecimal()}

    @property
    def flagged(self) -> Sequence[Answer]:
        return list(self.cleaned_data.get("answers", ()))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("paragraphs") and not given.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", ValidationError(_("Write the reason of the return."), code="required"))
        if given.get("outcome") == self.CORRECTION and not given.get("answers"):
            message = _("Flag at least one part of the report that has to be corrected.")
            self.add_error("answers", ValidationError(message, code="required"))
        if given.get("outcome") == self.FINAL and given.get("answers"):
            message = _("You flagged parts of the report: choose that the organization corrects them, or unflag them.")
            self.add_error("outcome", ValidationError(message, code="contradiction"))
        return given

    @property
    def whole_reason(self) -> str:
        """The chosen paragraphs in both languages, then what was typed."""
        paragraphs = list(self.cleaned_data["paragraphs"])
        parts = [self.cleaned_data["reason"].strip()]
        if paragraphs:
            parts = [
                "\n".join(paragraph.text_ky for paragraph in paragraphs),
                "\n".join(paragraph.text_ru for paragraph in paragraphs),
                *parts,
            ]
        return "\n\n".join(part for part in parts if part)
