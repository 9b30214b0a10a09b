"""The filters above the ministry's list, and the small forms beside it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accreditation.enums.applications import MINISTRY_TABS, Tab
from accreditation.enums.desk import Queue
from accreditation.models import Label, Note, ReturnParagraph, Specialist
from accreditation.selectors.desk import Filters, Sort
from core.forms import CountedTextField
from organizations.models import Region
from selfassessment.enums import AccreditationType


def _choices(choices: type[TextChoices], *, anything: Any) -> list[tuple[str, Any]]:
    return [("", anything), *choices.choices]


class FilterForm(forms.Form):
    """What stands in the address of the list. A value that does not exist is passed over, not refused."""

    optional_marks = False

    words = forms.CharField(
        label=_("Search"),
        help_text=_("Name or place of the organization, ID, SED number, specialist."),
        required=False,
        max_length=100,
    )
    type = forms.ChoiceField(
        label=_("Accreditation type"), required=False, choices=_choices(AccreditationType, anything=_("All types"))
    )
    specialist = forms.ModelChoiceField(
        label=_("Specialist"), required=False, queryset=Specialist.objects.none(), empty_label=_("All specialists")
    )
    region = forms.ModelChoiceField(
        label=_("Region (oblast)"), required=False, queryset=Region.objects.none(), empty_label=_("All regions")
    )
    label = forms.ModelChoiceField(
        label=_("Label"), required=False, queryset=Label.objects.none(), empty_label=_("All labels")
    )
    submitted_from = forms.DateField(label=_("Submitted from"), required=False)
    submitted_until = forms.DateField(label=_("Submitted until"), required=False)
    sort = forms.ChoiceField(label=_("Order of the list"), required=False, choices=Sort.choices)
    tab = forms.ChoiceField(required=False, choices=Tab.choices, widget=forms.HiddenInput)
    queue = forms.ChoiceField(required=False, choices=Queue.choices, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, with_specialists: bool = True) -> None:
        """`with_specialists` for administrators: a specialist sees only what is his."""
        super().__init__(data)
        self.fields["region"].queryset = Region.objects.order_by("order")
        self.fields["label"].queryset = Label.objects.all()
        if with_specialists:
            self.fields["specialist"].queryset = Specialist.objects.all()
        else:
            del self.fields["specialist"]

    def filters(self) -> Filters:
        """What was understood of the address; without a tab and a queue the first tab."""
        self.is_valid()
        given = self.cleaned_data
        queue = Queue(given["queue"]) if given.get("queue") else None
        tab = Tab(given["tab"]) if given.get("tab") in MINISTRY_TABS else Tab.REQUESTS
        return Filters(
            tab=None if queue else tab,
            queue=queue,
            words=given.get("words", ""),
            type=given.get("type", ""),
            specialist=_key(given.get("specialist")),
            region=_key(given.get("region")),
            label=_key(given.get("label")),
            submitted_from=given.get("submitted_from"),
            submitted_until=given.get("submitted_until"),
            sort=Sort(given.get("sort") or (Sort.DUE if queue else Sort.NEW)),
        )


def _key(row: Any) -> int | None:
    return row.pk if row else None


class SearchNameForm(forms.Form):
    """Under which name a search is kept."""

    name = forms.CharField(label=_("Name of the search"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)


class NoteForm(forms.ModelForm):
    text = CountedTextField(
        label=_("New note"),
        help_text=_("Only people of the ministry read it; the organization does not."),
        limit=2000,
        rows=3,
        error_messages={"required": _("Write the note.")},
    )

    class Meta:
        model = Note
        fields = ["text"]


class LabelsForm(forms.Form):
    """Which labels an application carries."""

    optional_marks = False

    labels = forms.ModelMultipleChoiceField(
        label=_("Labels"), queryset=Label.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["labels"].queryset = Label.objects.all()


class LabelForm(forms.ModelForm):
    class Meta:
        model = Label
        fields = ["name", "tone"]
        widgets = {"tone": forms.RadioSelect}


class ParagraphForm(forms.ModelForm):
    """A paragraph of returns in both languages: neither may be missing."""

    text_ky = CountedTextField(label=_("Text in Kyrgyz"), limit=1500, rows=5)
    text_ru = CountedTextField(label=_("Text in Russian"), limit=1500, rows=5)

    class Meta:
        model = ReturnParagraph
        fields = ["title_ky", "text_ky", "title_ru", "text_ru", "place"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("text_ky", "text_ru"):
            if given.get(name) and len(given[name].strip()) < 10:
                self.add_error(name, ValidationError(_("Write at least ten characters."), code="too_short"))
        return given
