"""Data that exist in Kyrgyz and in Russian, shown in the reader's language."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def data_language() -> str:
    """The language in which bilingual data are shown: Russian to readers of Russian, Kyrgyz to all others."""
    return "ru" if get_language() == "ru" else "ky"


def localized(obj: Any, name: str) -> str:
    """`obj.<name>_ky` or `obj.<name>_ru`; where one is empty, the other."""
    own = data_language()
    other = "ky" if own == "ru" else "ru"
    return getattr(obj, f"{name}_{own}") or getattr(obj, f"{name}_{other}")


def written(ky: str, ru: str) -> str:
    """What somebody wrote in one language or in both, for the reader; what is missing in his is shown in the other one
    and says so: nothing is translated by machine."""
    own, other = (ru, ky) if data_language() == "ru" else (ky, ru)
    if own or not other:
        return own
    mark = _("in Kyrgyz only") if other == ky else _("in Russian only")
    return f"{other} ({mark})"
