"""What the ministry types about a sitting of the collegium and its decisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accreditation.enums.collegium import Choice, Outcome
from accreditation.models import AgendaItem, Application, CollegiumMember, Sitting
from accreditation.selectors.collegium import Seat
from accreditation.services.deciding import Wording, lacking_in
from accreditation.services.sittings import Plan, why_not_planned
from core.forms import CountedTextField


class SittingForm(forms.Form):
    """When and where a sitting is, and who leads it."""

    on = forms.DateField(label=_("Date of the sitting"), error_messages={"required": _("Enter the date.")})
    at = forms.TimeField(
        label=_("Time of the sitting"),
        widget=forms.TimeInput({"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={"required": _("Enter the time."), "invalid": _("Enter the time like 14:30.")},
    )
    place = forms.CharField(label=_("Place of the sitting"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link to the sitting"),
        required=False,
        assume_scheme="https",
        help_text=_("For those who take part from afar. The place or the link has to be given."),
    )
    chair = forms.ModelChoiceField(
        CollegiumMember.objects.none(),
        label=_("Chair of the sitting"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the chair.")},
    )
    secretary = forms.ModelChoiceField(User.objects.none(), label=_("Secretary"), empty_label=_("Choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = CollegiumMember.objects.active()  # type: ignore[attr-defined]
        administrators = User.objects.filter(is_administrator=True, is_active=True)
        self.fields["secretary"].queryset = administrators.order_by("last_name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and (reason := why_not_planned(self.plan)):
            self.add_error("on" if self.plan.starts_at <= timezone.now() else "place", reason)
        return given

    @staticmethod
    def initial_of(sitting: Sitting) -> dict[str, Any]:
        """The form's values for a sitting that is planned already."""
        starts_at = timezone.localtime(sitting.starts_at)
        named = {name: getattr(sitting, name) for name in ("place", "link", "chair", "secretary")}
        return {"on": starts_at.date(), "at": starts_at.time(), **named}

    @property
    def plan(self) -> Plan:
        given = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(given["on"], given["at"]))
        named = {name: given[name] for name in ("place", "link", "chair", "secretary")}
        return Plan(starts_at=starts_at, **named)


class CasesForm(forms.Form):
    """Which cases come on the agenda."""

    cases = forms.ModelMultipleChoiceField(
        Application.objects.none(),
        label=_("Cases that are ready"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one case.")},
    )

    def __init__(self, *args: Any, ready: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cases"]
        field.queryset = ready
        field.label_from_instance = _case_label


class MoveForm(forms.Form):
    """Which case of the agenda goes which way."""

    item = forms.ModelChoiceField(AgendaItem.objects.none())
    way = forms.ChoiceField(choices=[("up", _("Move up")), ("down", _("Move down"))])

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = sitting.items.all()  # type: ignore[attr-defined]


class PresenceForm(forms.Form):
    """Who is there."""

    optional_marks = False

    members = forms.ModelMultipleChoiceField(
        CollegiumMember.objects.none(),
        label=_("Members who are present"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = CollegiumMember.objects.active()  # type: ignore[attr-defined]


class MotionForm(forms.Form):
    """What is put to the vote."""

    motion = forms.ChoiceField(
        label=_("What the members vote on"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is put to the vote.")},
    )


class VotesForm(forms.Form):
    """How the members voted who have not said it on their own pages: one question for each."""

    optional_marks = False

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {f"member-{seat.member.pk}": seat for seat in seats if seat.attendance and not _is_said(seat)}
        for name, seat in self.seats.items():
            self.fields[name] = forms.ChoiceField(
                label=seat.member.name,
                choices=Choice.choices,
                initial=seat.vote.choice if seat.vote else None,
                widget=forms.RadioSelect({"class": "govuk-radios--inline govuk-radios--small"}),
                required=False,
            )

    @property
    def changed(self) -> dict[CollegiumMember, Choice]:
        """What was not recorded so before."""
        given = {name: self.cleaned_data[name] for name in self.seats if self.cleaned_data[name]}
        return {
            self.seats[name].member: Choice(choice)
            for name, choice in given.items()
            if choice != self.fields[name].initial
        }


def _is_said(seat: Seat) -> bool:
    return bool(seat.vote and seat.vote.confirmed_at)


class MemberConflictForm(forms.Form):
    """Which member has what interest in the case."""

    member = forms.ModelChoiceField(
        CollegiumMember.objects.none(),
        label=_("Member of the Collegium"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the member.")},
    )
    note = forms.CharField(
        label=_("What the interest is"), max_length=500, error_messages={"required": _("Write what the interest is.")}
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = item.application.conflicts.values("member")
        members = CollegiumMember.objects.active().exclude(pk__in=declared)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


TEXTS = ("reasons_ky", "reasons_ru", "conditions_ky", "conditions_ru")
_NEEDED = _(
    "The organization reads them. One language is enough: where the other one is missing, this is said. "
    "Nothing is translated by machine."
)
_NOT_NEEDED = _("If you write them, the organization reads them. One language is enough. You may leave them out.")


class DecisionForm(forms.Form):
    """What the decision says beside its outcome; fields that the outcome does not have are left out."""

    optional_marks = False

    reasons_ky = CountedTextField(label=_("Reasons, in Kyrgyz"), limit=4000, rows=6, required=False)
    reasons_ru = CountedTextField(label=_("Reasons, in Russian"), limit=4000, rows=6, required=False)
    conditions_ky = CountedTextField(
        label=_("Conditions, in Kyrgyz"),
        help_text=_("What the organization has to do, each condition on a line of its own. One language is enough."),
        limit=4000,
        rows=6,
        required=False,
    )
    conditions_ru = CountedTextField(
        label=_("Conditions, in Russian"),
        help_text=_("The same conditions in the same order."),
        limit=4000,
        rows=6,
        required=False,
    )
    until = forms.DateField(label=_("Day"), error_messages={"required": _("Enter the day.")})

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.outcome = item, Outcome(item.motion)
        if self.outcome != Outcome.CONDITIONAL:
            del self.fields["conditions_ky"], self.fields["conditions_ru"]
        if self.outcome in {Outcome.CONDITIONAL, Outcome.POSTPONED}:
            conditional = self.outcome == Outcome.CONDITIONAL
            label = _("Conditions are to be fulfilled by") if conditional else _("Postponed until")
            self.fields["until"].label = label
        else:
            del self.fields["until"]
        self.fields["reasons_ky"].help_text = _NEEDED if "reasons_ky" in self._lacking(Wording()) else _NOT_NEEDED

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, reason in self._lacking(self.wording).items():
            stem = name.removesuffix("_ky").removesuffix("_ru")
            if not any(field.startswith(stem) for field in self.errors):
                self.add_error(name, reason)
        return given

    def _lacking(self, wording: Wording) -> dict[str, str]:
        return lacking_in(self.outcome, wording, sat_on=self.item.sitting.sat_on)

    @property
    def wording(self) -> Wording:
        given = self.cleaned_data
        texts = {name: given.get(name, "") for name in TEXTS}
        return Wording(until=given.get("until"), **texts)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = CountedTextField(
        label=_("Reason"), limit=1000, rows=4, error_messages={"required": _("Write the reason.")}
    )


def _case_label(application: Application) -> str:
    return f"{application}, {application.organization.name}"
