"""Data that exist in Kyrgyz and in Russian, shown in the reader's language."""

from typing import Any

from django.utils.translation import get_language


def data_language() -> str:
    """The language in which bilingual data are shown: Russian to readers of Russian, Kyrgyz to all others."""
    return "ru" if get_language() == "ru" else "ky"


def localized(obj: Any, name: str) -> str:
    """`obj.<name>_ky` or `obj.<name>_ru`; where one is empty, the other."""
    own = data_language()
    other = "ky" if own == "ru" else "ru"
    return getattr(obj, f"{name}_{own}") or getattr(obj, f"{name}_{other}")
