"""What the ministry may type about a specialist, an expert or a member of the collegium."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accreditation.enums.people import ExpertType
from accreditation.models import MinistryPerson
from accreditation.selectors import people as selectors
from accreditation.services.people import version
from core.forms import CountedTextField, PinField
from core.identifiers import Inn
from core.plain import visible
from organizations.enums import InstructionLanguage, Level
from organizations.forms import check_phone
from organizations.models import District, Organization, Region
from organizations.selectors import districts_by_region
from selfassessment.enums import AccreditationType

_ANYTHING = ("", pgettext_lazy("filter", "All"))


class RegisteredOrganizationField(forms.CharField):
    """An organization of this system by its INN, typed with or without spaces."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-20"})
        super().__init__(max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        if not (typed := super().clean(value)):
            return None
        organization = Organization.objects.by_inn(Inn.parse(typed)).first()
        if organization is None:
            raise ValidationError(_t("No organization with this INN is registered here. Leave the field empty."))
        return organization


class FactsForm(forms.Form):
    """What every list keeps about a person; valid for a page and for a row of a file."""

    position = forms.CharField(
        label=_("Position"), max_length=200, error_messages={"required": _("Write the position.")}
    )
    organization = forms.CharField(
        label=pgettext_lazy("place of work", "Organization"),
        max_length=300,
        help_text=_("Where the person works, as the papers of that place call it."),
        error_messages={"required": _("Write the organization.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Messages of the system come here. Only used while the person has given no other address."),
        error_messages={"required": _("Write the e-mail address.")},
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False, validators=[check_phone])

    def clean(self) -> dict[str, Any]:
        """Texts come without invisible characters."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if type(value) is str:
                cleaned[name] = " ".join(visible(value).split())
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """The values under the names of the columns."""
        return {name: self.cleaned_data[name] for name in ("position", "organization", "email", "phone")}


class ExpertFactsForm(FactsForm):
    """The same and what the draw of experts asks for."""

    type = forms.ChoiceField(
        label=pgettext_lazy("expert", "Type"),
        choices=ExpertType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the type.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kind of accreditation"),
        choices=AccreditationType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    levels = forms.MultipleChoiceField(
        label=_("Level of education"), choices=Level.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.all(),
        empty_label="—",
        required=False,
        help_text=_("Needed for licensing, where the expert travels to the place."),
    )
    district = forms.TypedChoiceField(
        label=_("District of residence"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("An expert never evaluates an organization of the district where he or she lives."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=InstructionLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The languages of self-assessments that the expert can read."),
    )
    employer = RegisteredOrganizationField(
        label=_("INN of the place of work"),
        required=False,
        help_text=_("If it is an organization of this system: the expert is never drawn for it."),
    )
    certificate_valid_until = forms.DateField(label=_("Certificate of the expert valid until"), required=False)
    capacity_per_year = forms.IntegerField(
        label=_("Evaluations in a year at most"),
        min_value=1,
        max_value=365,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["district"].choices = [("", "—"), *districts_by_region()]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        district = District.objects.get(pk=given["district"]) if given["district"] else None
        names = ("type", "kinds", "levels", "region", "languages", "employer", "certificate_valid_until")
        own = {name: given[name] for name in (*names, "capacity_per_year")}
        return super().facts | own | {"district": district}


class TwinsForm(forms.Form):
    """A second person with the same address is saved only knowingly."""

    shared_email = forms.BooleanField(label=_("Yes, it is the address of both"), required=False)

    person: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        email = cleaned.get("email")
        twins = selectors.email_twins(email, self.person) if email else []
        if twins and not cleaned.get("shared_email"):
            said = _t("This address belongs to: %(names)s. If it is really the address of both, say so below.")
            self.add_error("email", ValidationError(said % {"names": ", ".join(twins)}, code="twins"))
        if not twins:
            self.fields.pop("shared_email", None)
        return cleaned

    @property
    def asks_about_twins(self) -> bool:
        """Whether the page shows the box."""
        return self.is_bound and "shared_email" in self.fields and "email" in self.data


class _AddForm(TwinsForm, forms.Form):
    """The number comes first, the name is the register's."""

    pin = PinField(
        label=_("PIN"),
        help_text=_("14 digits, as on the ID card of a citizen of the Kyrgyz Republic."),
        error_messages={"required": _("Type the personal number.")},
    )
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)

    def __init__(self, *args: Any, searching: bool = False, **kwargs: Any) -> None:
        """While `searching` for the name, only the number matters."""
        super().__init__(*args, **kwargs)
        self.searching = searching

    def full_clean(self) -> None:
        super().full_clean()
        if self.searching and self._errors:
            self._errors = ErrorDict({name: errors for name, errors in self._errors.items() if name == "pin"})

    def clean_pin(self) -> Any:
        pin = self.cleaned_data["pin"]
        self.person = User.objects.by_pin(pin).first()
        return pin


class AddForm(_AddForm, FactsForm):
    """A specialist or a member of the collegium to be added."""

    field_order = ["pin", "ticket"]


class AddExpertForm(_AddForm, ExpertFactsForm):
    """An expert to be added."""

    field_order = ["pin", "ticket"]


class _EditForm(TwinsForm, forms.Form):
    """What stands in the entry may be changed; `seen` is the version that this page was filled with."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, entry: MinistryPerson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = entry.person
        names = [name for name in self.fields if hasattr(entry, name)]
        self.initial |= {name: getattr(entry, name) for name in names} | {"seen": version(entry)}
        if "employer" in self.fields:
            self.initial["employer"] = entry.employer.inn if entry.employer else ""  # type: ignore[attr-defined]
            self.initial["district"] = entry.district_id  # type: ignore[attr-defined]

    def show_conflict(self, entry: MinistryPerson) -> None:
        """Somebody else saved meanwhile: saving once more overwrites it."""
        data = self.data.copy()
        data["seen"] = version(entry)
        self.data = data
        self.add_error(
            None, _t("Somebody changed this entry while you typed. Look at it, then save again to keep yours.")
        )


class EditForm(_EditForm, FactsForm):
    pass


class EditExpertForm(_EditForm, ExpertFactsForm):
    pass


class ReasonForm(forms.Form):
    """Why somebody is blocked or let in again: it stands in the history."""

    reason = CountedTextField(
        label=_("Reason"),
        limit=500,
        rows=3,
        help_text=_("It stands in the history of this person."),
        error_messages={"required": _("Write the reason.")},
    )


class FindForm(forms.Form):
    """Somebody of the list by the whole number. It is sent as a POST, so that no address holds a number."""

    pin = PinField(label=_("PIN"), error_messages={"required": _("Type the personal number.")})


class FilterForm(forms.Form):
    """The filters above a list; they live in the address."""

    optional_marks = False
    sorts = [
        (selectors.NAME, _("By name")),
        (selectors.NAME_BACK, _("By name, from the end of the alphabet")),
        (selectors.NEWEST, _("Newest first")),
        (selectors.OLDEST, _("Oldest first")),
    ]

    words = forms.CharField(label=_("Name, position or organization"), required=False, max_length=100)
    sort = forms.ChoiceField(label=pgettext_lazy("of a list", "Order"), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput, max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = self.sorts  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that may be used; a wrong one filters nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "tab"}


class ExpertFilterForm(FilterForm):
    field_order = ["words", "type", "kind", "level", "region", "sort"]
    sorts = [
        *FilterForm.sorts,
        (selectors.REGION, _("By region")),
        (selectors.REGION_BACK, _("By region, in reverse order")),
        (selectors.CERTIFICATE, _("By end of certificate")),
    ]

    type = forms.ChoiceField(
        label=pgettext_lazy("expert", "Type"), required=False, choices=[_ANYTHING, *ExpertType.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind of accreditation"), required=False, choices=[_ANYTHING, *AccreditationType.choices]
    )
    level = forms.ChoiceField(label=_("Level of education"), required=False, choices=[_ANYTHING, *Level.choices])
    region = forms.ModelChoiceField(
        label=_("Region"), required=False, queryset=Region.objects.all(), empty_label=_ANYTHING[1]
    )
