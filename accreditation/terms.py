"""How long each step of the procedure may take: settings.TERMS, with the legal basis that settings.TERM_BASES names."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.translation import ngettext

from accreditation.enums.calendar import TermKey, Unit
from core.languages import data_language

_TERM = re.compile(r"(?P<key>\w+)=(?P<number>\d{1,4})(?P<unit>[wd])")


@dataclass(frozen=True, slots=True)
class Term:
    """So many days for one step of the procedure."""

    key: TermKey
    number: int
    unit: Unit
    bases: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> str:
        """The term in words: «10 working days»."""
        if self.unit is Unit.WORKING:
            return ngettext("%(count)d working day", "%(count)d working days", self.number) % {"count": self.number}
        return ngettext("%(count)d calendar day", "%(count)d calendar days", self.number) % {"count": self.number}

    @property
    def basis(self) -> str:
        """The act that sets the term, in the reader's language or else as it was written; empty where none is named."""
        return self.bases.get(data_language()) or next(iter(self.bases.values()), "")


def term(key: TermKey) -> Term:
    """The term of this step."""
    return terms()[key]


@cache
def terms() -> dict[TermKey, Term]:
    """Every term, in the order of the procedure. Raises ImproperlyConfigured, naming what is wrong."""
    bases = _bases(settings.TERM_BASES)
    found = {one.key: one for one in (_parsed(text, bases) for text in settings.TERMS)}
    if missing := [key.value for key in TermKey if key not in found]:
        raise ImproperlyConfigured(f"TERMS has no {', '.join(missing)}.")
    return {key: found[key] for key in TermKey}


def _parsed(text: str, bases: Mapping[str, Any]) -> Term:
    match = _TERM.fullmatch(text)
    if match is None or match["key"] not in TermKey.values:
        raise ImproperlyConfigured(f"TERMS: {text!r} is no term, such as intake=10w.")
    key = TermKey(match["key"])
    return Term(key, int(match["number"]), Unit(match["unit"]), bases.get(key, {}))


def _bases(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        bases = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"TERM_BASES: {error}") from None
    known = isinstance(bases, dict) and all(
        key in TermKey.values and isinstance(texts, dict) for key, texts in bases.items()
    )
    if not known:
        raise ImproperlyConfigured('TERM_BASES: a JSON object is expected, such as {"intake": {"ky": "…", "ru": "…"}}.')
    return bases


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting in {"TERMS", "TERM_BASES"}:
        terms.cache_clear()


setting_changed.connect(_forget)
