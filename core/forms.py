"""Fields that several forms need: long texts counted as people count them, personal numbers, choices that explain."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.identifiers import Pin


def count_characters(text: str) -> int:
    """Unicode code points of the composed text without blanks around it, a line break as one, as the page counts."""
    return len(normalised(text).strip())


def normalised(text: str) -> str:
    """The text with composed letters (NFC) and plain line feeds."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


class CountedTextarea(forms.Textarea):
    """A textarea that says its limit before typing and counts softly: more may be typed, nothing is cut off."""

    template_name = "django/forms/widgets/counted_textarea.html"

    def __init__(self, *, limit: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 6, **(attrs or {})})
        self.limit = limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        count = count_characters(widget["value"] or "")
        widget |= {"limit": self.limit, "count": count, "excess": count - self.limit}
        described_by = [widget["attrs"].get("aria-describedby", ""), f"{widget['attrs'].get('id', '')}_count"]
        widget["attrs"]["aria-describedby"] = " ".join(described_by).strip()
        return context


class CountedTextField(forms.CharField):
    """Text of at most `limit` characters; the refusal says how many are too many."""

    def __init__(self, *, limit: int, rows: int = 6, **options: Any) -> None:
        super().__init__(widget=CountedTextarea(limit=limit, attrs={"rows": rows}), **options)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return normalised(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        excess = count_characters(value) - self.limit
        if excess > 0:
            raise ValidationError(
                ngettext(
                    "The text must not exceed %(limit)s characters: %(excess)s character is too many.",
                    "The text must not exceed %(limit)s characters: %(excess)s characters are too many.",
                    excess,
                ),
                code="too_long",
                params={"limit": self.limit, "excess": excess},
            )


class PinField(forms.CharField):
    """A personal number, typed with or without spaces and hyphens; its value is a Pin."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        given: dict[str, Any] = {"max_length": 40, "label": _("PIN")} | options
        super().__init__(widget=forms.TextInput(attrs), **given)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return Pin.parse(text) if text else text


class ExplainedRadios(forms.RadioSelect):
    """Radio buttons with a hint under some of the choices."""

    def __init__(self, *, hints: Mapping[str, Any], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
