from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import InstructionLanguage
from organizations.models import Programme
from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment


class ProgrammesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class PlanForm(forms.Form):
    """Step 2 as the manual prints it. Dates and programmes may wait: the order asks for them."""

    optional_marks = False

    type = forms.TypedChoiceField(
        label=_("Choose the accreditation type"),
        choices=AccreditationType,
        coerce=AccreditationType,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the accreditation type.")},
    )
    starts_on = forms.DateField(label=_("Start date"), required=False, help_text=_("For example, 01.09.2022"))
    ends_on = forms.DateField(label=_("End date"), required=False, help_text=_("For example, 03.09.2022"))
    programmes = ProgrammesField(queryset=Programme.objects.none(), required=False)
    language = forms.TypedChoiceField(
        label=_("Language of the report"),
        help_text=_("In which the commission writes its answers."),
        choices=InstructionLanguage,
        coerce=InstructionLanguage,
    )

    def __init__(self, *args: Any, report: SelfAssessment, **kwargs: Any) -> None:
        chosen = list(report.programmes.values_list("pk", flat=True))
        initial = {
            "type": report.type,
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
            "programmes": chosen,
            "language": report.language,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.report = report
        self.fields["type"].disabled = report.state != "draft"
        offered = Programme.objects.in_force() | Programme.objects.filter(pk__in=chosen)
        levels = Q(level__in=frozenset().union(*(kind.levels for kind in AccreditationType)))
        self.fields["programmes"].queryset = offered.filter(levels).by_name()

    def programme_groups(self) -> Iterator[tuple[AccreditationType, list[dict[str, Any]]]]:
        """Each type that has programmes with those that belong to it, as they are ticked now."""
        ticked = {str(value) for value in self["programmes"].value() or ()}
        offered = list(self.fields["programmes"].queryset)
        for kind in AccreditationType:
            if kind.concerns_programmes:
                fitting = [programme for programme in offered if programme.level in kind.levels]
                yield kind, [{"programme": one, "ticked": str(one.pk) in ticked} for one in fitting]

    def repeated(self) -> Iterator[tuple[str, str]]:
        """What was typed, to be sent once more with a decision about it."""
        for name in self.fields:
            yield from ((name, value) for value in self.data.getlist(name))

    def clean_programmes(self) -> list[Programme]:
        """Those of the chosen type: what was ticked under another one before is not meant any more."""
        kind = self.cleaned_data.get("type")
        chosen = list(self.cleaned_data["programmes"])
        if not kind or not kind.concerns_programmes:
            return []
        fitting = [programme for programme in chosen if programme.level in kind.levels]
        if chosen and not fitting:
            raise ValidationError(_("Choose the programmes that stand under the chosen type."), code="other_type")
        return fitting

    def clean(self) -> None:
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", ValidationError(_("End date must not be before start date."), code="order"))
        self._require_both(starts_on, ends_on)

    def _require_both(self, starts_on: date | None, ends_on: date | None) -> None:
        for name, own, other in (("starts_on", starts_on, ends_on), ("ends_on", ends_on, starts_on)):
            if other and not own and name not in self.errors:
                self.add_error(name, ValidationError(_("Give both dates of the period."), code="half"))
