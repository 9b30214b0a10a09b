"""What a school writes after the decision: answers to conditions, appeals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accreditation.enums.appeals import AppealGround, Verdict
from accreditation.services.appeals import Complaint
from core.forms import CountedTextField
from core.uploads.checks import Accepted
from core.uploads.fields import UploadField

_FILES = ("file_1", "file_2", "file_3")


class WithFiles(forms.Form):
    """A form with up to three files."""

    file_1 = UploadField(label=_("First file"), required=False)
    file_2 = UploadField(label=_("Second file"), required=False, help_text="")
    file_3 = UploadField(label=_("Third file"), required=False, help_text="")

    @property
    def files_given(self) -> list[Accepted]:
        return [self.cleaned_data[name] for name in _FILES if self.cleaned_data.get(name)]


class ConditionAnswerForm(WithFiles):
    """What was done to fulfil a condition."""

    text = CountedTextField(
        limit=2000,
        label=_("What was done"),
        help_text=_("Say what was done, when, and what the files show."),
        error_messages={"required": _("Write what was done.")},
    )
    field_order = ("text", *_FILES)


class AppealForm(WithFiles):
    """On which grounds the organization appeals."""

    grounds = forms.MultipleChoiceField(
        choices=AppealGround.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Grounds of the appeal"),
        help_text=_("Choose everything that applies."),
        error_messages={"required": _("Choose at least one ground.")},
    )
    text = CountedTextField(
        limit=4000,
        rows=10,
        label=_("Explanation"),
        help_text=_("Say what is wrong and what you ask for. Name no private person who is not concerned."),
        error_messages={"required": _("Write the explanation.")},
    )
    field_order = ("grounds", "text", *_FILES)

    @property
    def complaint(self) -> Complaint:
        grounds = [AppealGround(one) for one in self.cleaned_data["grounds"]]
        return Complaint(grounds=grounds, text=self.cleaned_data["text"], files=self.files_given)


class RecusalForm(forms.Form):
    """Why a member steps aside from an appeal panel."""

    reason = CountedTextField(
        limit=1000,
        rows=4,
        label=_("Why I step aside"),
        help_text=_("The ministry reads it; the organization does not."),
        error_messages={"required": _("Write why you step aside.")},
    )


class VerdictForm(forms.Form):
    """The vote of a member of an appeal panel."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        label=_("How I vote"),
        error_messages={"required": _("Choose how you vote.")},
    )
    opinion = CountedTextField(
        limit=4000,
        label=_("Why I vote so"),
        help_text=_("The ministry reads it with your name and writes the reasons of the outcome from it."),
        error_messages={"required": _("Write why you vote so.")},
    )
