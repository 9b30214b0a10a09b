"""What a person may type about an organization."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import CountedTextField
from core.plain import visible
from core.uploads.checks import Accepted
from core.uploads.fields import UploadField
from core.uploads.formats import SCANS
from organizations import register, selectors
from organizations.enums import PUBLIC_OWNERSHIP, DocumentKind, InstructionLanguage, Kind, Level, Ownership, Section
from organizations.models import Organization, Registration
from organizations.services.seeing import ChangedMeanwhile, plain

_okpo = RegexValidator(r"^[0-9]{8}$", gettext_lazy("OKPO has 8 digits."))
_account = RegexValidator(r"^[0-9]{16}$", gettext_lazy("A settlement account has 16 digits."))
_bic = RegexValidator(r"^[0-9]{6}$", gettext_lazy("BIK has 6 digits."))
_PHONE = re.compile(r"[0-9 ()+,;-]+", re.ASCII)
_digits = re.compile(r"[\s-]+")


def check_phone(text: str) -> None:
    """Return if the text is one telephone number or several."""
    if not _PHONE.fullmatch(text) or sum(sign.isdigit() for sign in text) < 6:
        raise ValidationError(_("Write the number in digits, for example +996 312 961310."), code="invalid")


class PlainForm(forms.Form):
    """A form whose texts come without invisible characters."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = visible(value).strip()
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class SavingForm(PlainForm):
    """A page of a registration or profile. What is valid can be saved even if other fields are not; who would write
    over a text that he did not see is shown it first."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, instance: Registration | Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {name: getattr(instance, name) for name in self.fields if name != "seen"}
        self.initial["seen"] = json.dumps({name: plain(value) for name, value in self.initial.items()})

    def clean_seen(self) -> dict[str, Any]:
        """What stood in the fields when the person began to type; nothing, if that was tampered with."""
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def changes(self) -> dict[str, Any]:
        """The valid values that differ from what the person saw, by field."""
        seen = self.cleaned_data.get("seen", {})
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen" and plain(value) != seen.get(name, ...)
        }

    def see(self, instance: Registration | Organization) -> None:
        """The page is shown again to a person who now knows what stands in the fields."""
        self._see({name: getattr(instance, name) for name in self.fields if name != "seen"})

    def show_conflict(self, conflict: ChangedMeanwhile) -> None:
        """Each field that somebody else filled meanwhile says with what; saving once more overwrites it."""
        self._see(conflict.current)
        for name, value in conflict.current.items():
            other = selectors.shown(name, self._words(name).get(str(value), value))
            self.add_error(
                name,
                ValidationError(
                    _("Somebody saved “%(other)s” here while you typed. Save again to keep yours."),
                    code="changed_meanwhile",
                    params={"other": other},
                ),
            )

    def _words(self, name: str) -> dict[str, str]:
        """The words of the districts, which selectors.shown does not know."""
        groups = self.fields[name].choices if name == "district_id" else []  # type: ignore[attr-defined]
        return {str(pk): district for _region, districts in groups if _region for pk, district in districts}

    def _see(self, values: Mapping[str, Any]) -> None:
        seen = self.cleaned_data.get("seen", {}) | {name: plain(value) for name, value in values.items()}
        data = self.data.copy()
        data["seen"] = json.dumps(seen)
        self.data = data


def _text(name: str, *, required: bool = False, limit: int = 300, **options: Any) -> forms.CharField:
    return forms.CharField(label=selectors.lazy_label(name), required=required, max_length=limit, **options)


class RegisterDataForm(SavingForm):
    """What the register left open, typed by hand: only the fields that `names` lists."""

    full_name_ky = _text("full_name_ky", required=True, limit=500)
    short_name_ky = _text("short_name_ky")
    full_name_ru = _text("full_name_ru", required=True, limit=500)
    short_name_ru = _text("short_name_ru")
    registration_number = _text("registration_number", limit=50, help_text=gettext_lazy("For example, 123456-3301-ООО"))
    foreign_participation = forms.TypedChoiceField(
        label=selectors.lazy_label("foreign_participation"),
        required=False,
        choices=[("", gettext_lazy("Not stated")), ("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
        coerce=lambda text: text == "True",
        empty_value=None,
    )
    ownership = forms.ChoiceField(
        label=selectors.lazy_label("ownership"),
        choices=[(choice.value, choice.label) for choice in Ownership if choice is not Ownership.UNKNOWN],
        widget=forms.RadioSelect,
    )
    okpo = _text("okpo", limit=8, validators=[_okpo], widget=forms.TextInput({"inputmode": "numeric"}))
    legal_form = _text("legal_form", limit=200)
    region_name = _text("region_name", limit=100)
    city = _text("city", limit=100)
    district_name = _text("district_name", limit=100)
    village = _text("village", limit=100)
    microdistrict = _text("microdistrict", limit=100)
    street = _text("street", limit=200)
    house = _text("house", limit=50)
    flat = _text("flat", limit=50)
    first_registered_on = forms.DateField(label=selectors.lazy_label("first_registered_on"), required=False)
    order_on = forms.DateField(label=selectors.lazy_label("order_on"), required=False)
    main_activity = _text("main_activity", limit=500)
    activity_code = _text("activity_code", limit=50)
    head_name = _text("head_name", required=True)

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {*names, "seen"}
        self.fields = {name: field for name, field in self.fields.items() if name in kept}


def open_fields(registration: Registration) -> list[str]:
    """The fields a person may type: all while the register is silent, later those that it left empty and we need, and
    those that were typed before."""
    if registration.register_answered_at is None:
        return list(register.TYPED)
    empty = {name for name in register.NEEDED if getattr(registration, name) in ("", Ownership.UNKNOWN)}
    return [name for name in register.TYPED if name in empty or name in registration.unverified]


class AdditionsForm(SavingForm):
    """What the organization says of itself."""

    district_id = forms.TypedChoiceField(
        label=selectors.lazy_label("district"),
        coerce=int,
        help_text=gettext_lazy("Experts who live in this district will not evaluate your organization."),
    )
    phone = _text(
        "phone",
        required=True,
        limit=40,
        validators=[check_phone],
        help_text=gettext_lazy("With the code of the city or operator. Several numbers are separated by a comma."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=selectors.lazy_label("email"), required=False, max_length=254)
    kind = forms.ChoiceField(label=selectors.lazy_label("kind"))
    instruction_languages = forms.MultipleChoiceField(
        label=selectors.lazy_label("instruction_languages"),
        choices=InstructionLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    levels = forms.MultipleChoiceField(
        label=selectors.lazy_label("levels"), choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    personnel = forms.IntegerField(
        label=selectors.lazy_label("personnel"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=gettext_lazy("How many people work in the organization."),
        widget=forms.NumberInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    site = forms.CharField(
        label=selectors.lazy_label("site"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example, https://mektep.example"),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}),
    )
    activity = CountedTextField(label=selectors.lazy_label("activity"), limit=1000, required=False, rows=3)
    mission = CountedTextField(label=selectors.lazy_label("mission"), limit=2000, required=False, rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", Kind.choices)
        self._offer("district_id", selectors.districts_by_region())

    def _offer(self, name: str, choices: Iterable[Any]) -> None:
        self.fields[name].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    def clean_site(self) -> str:
        """An address of the web; what was typed without its beginning gets it."""
        typed = visible(self.cleaned_data["site"]).strip()
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        URLValidator(
            schemes=["http", "https"],
            message=_("Write the address of the site, for example %(site)s.") % {"site": "https://mektep.example"},
        )(address)
        return address


class BankForm(SavingForm):
    """Bank details: all three lines or none."""

    bank = _text("bank", limit=200)
    account = _text("account", limit=30, widget=forms.TextInput({"inputmode": "numeric"}))
    bic = _text("bic", limit=10, widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}))

    def clean_account(self) -> str:
        return self._digits("account", _account)

    def clean_bic(self) -> str:
        return self._digits("bic", _bic)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        filled = {name for name in selectors.BANK if cleaned.get(name) or name in self.errors}
        if filled:
            for name in set(selectors.BANK) - filled:
                self.add_error(name, _("Fill in all three lines or none."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Bank details are saved whole: a part of them is of no use to anybody."""
        return {} if self.errors else super().changes()

    def _digits(self, name: str, validator: RegexValidator) -> str:
        typed = _digits.sub("", visible(self.cleaned_data[name]))
        if typed:
            validator(typed)
        return typed


class DocumentsForm(forms.Form):
    """The two scans. Each may be chosen alone; a refused one does not take the other with it."""

    charter = UploadField(label=DocumentKind.CHARTER.label, allowed=SCANS)
    certificate = UploadField(label=DocumentKind.CERTIFICATE.label, allowed=SCANS)

    def __init__(self, *args: Any, present: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in present:
            self.fields[name].required = False

    def accepted(self) -> Mapping[DocumentKind, Accepted]:
        """The good files, also where the other one was refused."""
        return {DocumentKind(name): file for name, file in self.cleaned_data.items() if file}


class HeadProofForm(PlainForm):
    """Why this person, and not the head in the register, acts for the organization."""

    proof = UploadField(
        label=gettext_lazy("Document that proves it"),
        allowed=SCANS,
    )
    note = CountedTextField(
        label=gettext_lazy("Note for the specialist"),
        limit=1000,
        rows=4,
        help_text=gettext_lazy(
            "For example: since when you head the organization and why the register is not up to date."
        ),
    )

    def __init__(self, *args: Any, has_proof: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].required = not has_proof


class SectionForm(forms.Form):
    """The system or systems that the organization needs."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Choose the system you need"),
        choices=Section.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose Accreditation, Licensing or both.")},
    )

    def __init__(self, *args: Any, ownership: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_public = ownership in PUBLIC_OWNERSHIP
        if self.is_public:
            self.fields["sections"].help_text = why_accreditation_only(ownership)
            self.fields["sections"].choices = [(Section.ACCREDITATION.value, Section.ACCREDITATION.label)]  # type: ignore[attr-defined]
            self.initial.setdefault("sections", [Section.ACCREDITATION.value])


def why_accreditation_only(ownership: str) -> str:
    """Why a state or municipal organization has no choice."""
    return _(
        "The form of ownership of your organization is “%(ownership)s”. State and municipal organizations go through "
        "Accreditation only; Licensing is for the others."
    ) % {"ownership": Ownership(ownership).label}
