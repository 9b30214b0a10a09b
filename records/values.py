"""What is filled into a document: kept as JSON until it is printed, and spoken in the language of each part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils import translation
from django.utils.functional import Promise

from core.dates import official_date
from core.languages import localized


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One thing said in the state language and in the official one."""

    ky: str
    ru: str

    def said_in(self, language: str) -> str:
        return self.ru if language == "ru" else self.ky

    def __str__(self) -> str:
        return self.ky


def in_both(text: str | Promise) -> Bilingual:
    """A lazily translated text in the two languages of documents."""
    said = []
    for language in ("ky", "ru"):
        with translation.override(language):
            said.append(str(text))
    return Bilingual(*said)


class Named(Protocol):
    """An organization, as this app knows it: a number, and a full name in each language."""

    @property
    def pk(self) -> Any: ...
    @property
    def full_name_ky(self) -> str: ...
    @property
    def full_name_ru(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """The organization that a record belongs to, by the name it had then."""

    pk: int
    full_name_ky: str
    full_name_ru: str

    def __str__(self) -> str:
        return localized(self, "full_name")


def packed(value: Any) -> Any:
    """The value as JSON that `unpacked` makes the same value of again. Refuses what documents can't hold."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Bilingual):
        return {"said": [value.ky, value.ru]}
    if isinstance(value, date):
        return {"date": date(value.year, value.month, value.day).isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Mapping):
        return {"map": {str(name): packed(item) for name, item in value.items()}}
    if isinstance(value, list | tuple):
        return [packed(item) for item in value]
    raise TypeError(f"A document can't hold a {type(value).__name__}")


def unpacked(value: Any) -> Any:
    """The value that was packed."""
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    match kind:
        case "said":
            return Bilingual(*content)
        case "date":
            return date.fromisoformat(content)
        case "decimal":
            return Decimal(content)
        case _:
            return {name: unpacked(item) for name, item in content.items()}


def spoken(value: Any, language: str) -> Any:
    """The value with every date and every bilingual name in `language`; lists and mappings stay what they are."""
    if isinstance(value, Bilingual):
        return value.said_in(language)
    if isinstance(value, date):
        return official_date(value, language)
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, list):
        return [spoken(item, language) for item in value]
    if isinstance(value, dict):
        return {name: spoken(item, language) for name, item in value.items()}
    return value
