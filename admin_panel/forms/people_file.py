"""A file with people to be added: its columns, its rows read through the same forms as the page, and why a row is not
taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accreditation.enums.people import ExpertType
from accreditation.models import Expert, MinistryPerson
from admin_panel.forms.people import FactsForm
from core.identifiers import InvalidIdentifier, Pin
from core.imports import Unreadable, rows_of
from core.search import fold
from organizations.enums import InstructionLanguage, Level
from organizations.models import District, Region
from selfassessment.enums import AccreditationType
from staff.names import Name

LIFE = timedelta(hours=1)  # how long a preview may be confirmed
_NAME = ("last_name", "first_name", "middle_name")
_COMMON = ("position", "organization", "email", "phone")
_EXPERT = (
    *("type", "kinds", "levels", "region", "district", "languages"),
    *("employer", "certificate_valid_until", "capacity_per_year"),
)
_COMPULSORY = ("pin", "last_name", "first_name")
_WORDS: dict[str, Any] = {
    "type": ExpertType,
    "kinds": AccreditationType,
    "levels": Level,
    "languages": InstructionLanguage,
}
_MANY = {"kinds", "levels", "languages"}
_EVERYTHING = {"баары", "бардыгы", "все", "all"}


class FileForm(forms.Form):
    """The file; what is cleaned are its rows."""

    file = forms.FileField(
        label=_("File with people"),
        help_text=_("CSV or XLSX, at most 1 MB and 500 rows. The first row names the columns, as in the sample."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> list[list[str]]:
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            return rows_of(upload)
        except Unreadable as error:
            raise forms.ValidationError(str(error), code="unreadable") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the file. With `reasons` it is refused."""

    line: int
    pin: Pin | None
    name: Name
    data: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    reasons: Sequence[str] = ()

    @property
    def masked(self) -> str:
        return self.pin.masked if self.pin else "—"


def columns(model: type[MinistryPerson]) -> list[tuple[str, str]]:
    """Each column of the file of this list: its field and its head in the reader's language."""
    names = (*_COMMON, *_EXPERT) if model is Expert else _COMMON
    own = [(name, str(model._meta.get_field(name).verbose_name)) for name in (*_NAME, *names)]  # noqa: SLF001 -- the documented API
    heads = dict(own) | ({"employer": _t("INN of the place of work")} if model is Expert else {})
    return [("pin", _t("PIN")), *heads.items()]


def read(rows: Sequence[Sequence[str]], model: type[MinistryPerson], form: type[FactsForm]) -> list[Row]:
    """Every row of the file, good or refused. Raises Unreadable if the first row does not name the columns."""
    fields = _fields(rows[0], model)
    found: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in enumerate(rows[1:], start=2):
        texts = {name: cell for name, cell in zip(fields, cells, strict=False) if name}
        row = _row(line, texts, form)
        if row.pin and not row.reasons and row.pin in seen:
            said = _t("The same PIN stands in row %(line)s.") % {"line": seen[row.pin]}
            row = _refused(row, [said])
        if row.pin:
            seen.setdefault(row.pin, line)
        found.append(row)
    return _without_known(found, model)


def checked(data: Iterable[Mapping[str, Any]], form: type[FactsForm]) -> list[Row]:
    """The good rows of a preview once more, as they were kept between the two pages."""
    return [_judged(kept["line"], Pin(kept["pin"]), Name(*kept["name"]), dict(kept["data"]), form, []) for kept in data]


def kept(rows: Iterable[Row]) -> dict[str, Any]:
    """The good rows as a preview keeps them until they are confirmed."""
    good = [
        {"line": row.line, "pin": str(row.pin), "name": row.name.parts, "data": dict(row.data)}
        for row in rows
        if not row.reasons
    ]
    return {"at": timezone.now().timestamp(), "rows": good}


def _fields(heads: Sequence[str], model: type[MinistryPerson]) -> list[str]:
    """For each column of the file the field that it fills; empty for a column that nobody knows."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(head): name for name, head in columns(model)}
    fields = [known.get(fold(head), "") for head in heads]
    labels = dict(columns(model))
    if missing := [labels[name] for name in _COMPULSORY if name not in fields]:
        said = _t("The first row of the file does not name these columns: %(names)s. Take the sample and fill it in.")
        raise Unreadable(said % {"names": ", ".join(missing)})
    return fields


def _row(line: int, texts: Mapping[str, str], form: type[FactsForm]) -> Row:
    reasons: list[str] = []
    try:
        pin = Pin.parse(texts.get("pin", ""))
    except InvalidIdentifier as error:
        pin = None
        reasons.append(str(error.message))
    name = Name(*(" ".join(texts.get(part, "").split())[:150] for part in _NAME))
    if not name.last_name or not name.first_name:
        reasons.append(_t("Surname or first name is missing."))
    data = {}
    for column, text in texts.items():
        if column not in {"pin", *_NAME} and text:
            value, unknown = _value(column, text)
            data[column] = value
            reasons += [_t("Unknown value: %(value)s") % {"value": word} for word in unknown]
    return _judged(line, pin, name, data, form, reasons)


def _judged(
    line: int, pin: Pin | None, name: Name, data: dict[str, Any], form: type[FactsForm], reasons: list[str]
) -> Row:
    filled = form(data)
    for field_name, errors in filled.errors.items():
        if not (reasons and field_name in _WORDS):
            label = filled.fields[field_name].label if field_name in filled.fields else ""
            reasons = [*reasons, *(f"{label}: {error}" for error in errors)]
    facts = filled.facts if filled.is_valid() else {}
    return Row(line=line, pin=pin, name=name, data=data, facts=facts, reasons=reasons)


def _value(column: str, text: str) -> tuple[Any, list[str]]:
    """What the form understands instead of the words of the file, and the words that nobody knows."""
    if column in _WORDS:
        return _codes(column, text)
    if column in {"region", "district"}:
        pk = _places(column).get(fold(text))
        return (pk or "", [] if pk else [text])
    return text, []


def _codes(column: str, text: str) -> tuple[Any, list[str]]:
    if column in _MANY and fold(text) in _EVERYTHING:
        return list(_WORDS[column].values), []
    known = _labels(column)
    words = [word.strip() for word in text.split(";") if word.strip()] if column in _MANY else [text]
    codes = [known[fold(word)] for word in words if fold(word) in known]
    unknown = [word for word in words if fold(word) not in known]
    return (codes if column in _MANY else "".join(codes[:1])), unknown


@cache
def _labels(column: str) -> dict[str, str]:
    """The words of a choice in every language, and its codes."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {fold(str(choice.label)): choice.value for choice in _WORDS[column]}
    return known | {choice.value: choice.value for choice in _WORDS[column]}


def _places(column: str) -> dict[str, int]:
    """Names of regions or districts; a name that two districts bear stands for none."""
    rows = Region.objects.all() if column == "region" else District.objects.filter(is_active=True)
    known: dict[str, int] = {}
    twice: set[str] = set()
    for row in rows:
        for name in {fold(row.name_ky), fold(row.name_ru)}:
            twice |= {name} if name in known else set()
            known[name] = row.pk
    return {name: pk for name, pk in known.items() if name not in twice}


def _without_known(rows: list[Row], model: type[MinistryPerson]) -> list[Row]:
    """Who stands in the list already is refused, by one query."""
    there = {entry.person.pin for entry in model.objects.select_related("person")}
    said = _t("This person stands in the list already.")
    return [_refused(row, [said]) if row.pin in there and not row.reasons else row for row in rows]


def _refused(row: Row, reasons: list[str]) -> Row:
    return Row(line=row.line, pin=row.pin, name=row.name, data=row.data, reasons=reasons)
