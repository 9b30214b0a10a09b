from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CountedTextField
from selfassessment.models import Criterion, Section, Standard
from selfassessment.services.standards import Wording

_LONGEST = 1000


class DetailsForm(forms.ModelForm):
    """What a version says of itself."""

    class Meta:
        model = Standard
        fields = ["legal_basis", "limit", "conclusions_per_section", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4}), "legal_basis": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"note": _("Shown to administrators in the list of versions.")}


class TitleForm(forms.Form):
    """The title of a section in both languages."""

    title_ky = forms.CharField(label=_("Title in Kyrgyz"), max_length=300)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=300)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one criterion; the last group of a form is for a new one."""

    number: str
    ky: BoundField
    ru: BoundField
    remove: BoundField | None


class SectionForm(TitleForm):
    """A section with all its criteria, and room for one more."""

    optional_marks = False

    def __init__(self, *args: Any, section: Section, **options: Any) -> None:
        options.setdefault("initial", {"title_ky": section.title_ky, "title_ru": section.title_ru})
        super().__init__(*args, **options)
        self._criteria: list[Criterion] = list(section.criteria.all())
        for criterion in self._criteria:
            self._add(str(criterion.pk), criterion.text_ky, criterion.text_ru)
            self.fields[f"remove_{criterion.pk}"] = forms.BooleanField(
                label=_("Take criterion %(number)s out") % {"number": criterion.number}, required=False
            )
        self._add("new", "", "")
        self.fields["confirmed"] = forms.BooleanField(
            label=_("The ministry confirms all wordings of this section"),
            help_text=_("Wordings that you change count as confirmed anyway."),
            required=False,
        )

    @property
    def groups(self) -> list[Group]:
        known = [self._group(str(one.pk), one.number, self[f"remove_{one.pk}"]) for one in self._criteria]
        return [*known, self._group("new", "", None)]

    @property
    def wordings(self) -> list[Wording]:
        """The criteria that the section shall have."""
        given = self.cleaned_data
        kept = [one.pk for one in self._criteria if not given[f"remove_{one.pk}"]]
        wordings = [Wording(pk, given[f"ky_{pk}"].strip(), given[f"ru_{pk}"].strip()) for pk in kept]
        new = Wording(None, given["ky_new"].strip(), given["ru_new"].strip())
        return [*wordings, new] if new.ky else wordings

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for criterion in self._criteria:
            if not given.get(f"remove_{criterion.pk}"):
                self._require(str(criterion.pk), given)
        if given.get("ky_new", "").strip() or given.get("ru_new", "").strip():
            self._require("new", given)
        return given

    def _require(self, key: str, given: dict[str, Any]) -> None:
        for language in ("ky", "ru"):
            name = f"{language}_{key}"
            if name not in self.errors and not given.get(name, "").strip():
                self.add_error(name, ValidationError(_("Write the text in both languages."), code="required"))

    def _add(self, key: str, ky: str, ru: str) -> None:
        for language, label, text in (("ky", _("Text in Kyrgyz"), ky), ("ru", _("Text in Russian"), ru)):
            self.fields[f"{language}_{key}"] = CountedTextField(
                label=label, limit=_LONGEST, rows=3, initial=text, required=False
            )

    def _group(self, key: str, number: str, remove: BoundField | None) -> Group:
        return Group(number, self[f"ky_{key}"], self[f"ru_{key}"], remove)


class PublishForm(forms.Form):
    starts_on = forms.DateField(
        label=_("New reports are written by this version from"), help_text=_("Today or a later day.")
    )

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise ValidationError(_("A standard comes into force today or later."), code="past")
        return day
