"""The wording of documents: texts with a version, in each language, that the ministry can change without a programmer.

A text begins with lines `name: value` (at least `layout`), then an empty line, then blocks between empty lines:

    # The title
    A paragraph with {a placeholder}.
    1. A numbered point.
    > A paragraph at the right, for an addressee.
    {a list}           alone: one line for each item; inside a sentence: the items with semicolons
    ? A block that is left out when one of its placeholders is empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from records.models import Skeleton

SHIPPED = 0
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_STRAY_BRACE = re.compile(r"[{}]")
_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Text:
    """The wording in one language: `head` says how to lay it out, `blocks` what to print."""

    head: Mapping[str, str]
    blocks: tuple[str, ...]

    @classmethod
    def parse(cls, source: str) -> "Text":
        """Raises ValidationError, in words for whoever edits the text."""
        first, _empty, rest = source.replace("\r\n", "\n").strip().partition("\n\n")
        head = dict(line.split(":", 1) for line in first.splitlines() if ":" in line)
        head = {name.strip(): value.strip() for name, value in head.items()}
        if "layout" not in head:
            raise ValidationError(_("The first line of the text names the layout, like “layout: order”."))
        if stray := _STRAY_BRACE.search(_PLACEHOLDER.sub("", rest)):
            raise ValidationError(
                _("The text has a brace “%(brace)s” that belongs to no placeholder.") % {"brace": stray[0]}
            )
        return cls(head, tuple(block.strip() for block in re.split(r"\n[ \t]*\n", rest) if block.strip()))

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(_PLACEHOLDER.findall("\n".join(self.blocks)))

    def as_html(self, values: Mapping[str, Any]) -> SafeString:
        """The blocks as HTML; whatever the values hold is text, never markup."""
        return mark_safe("\n".join(filter(None, (_block(block, values) for block in self.blocks))))  # noqa: S308 -- escaped


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a document's text in all its languages."""

    code: str
    version: int
    texts: Mapping[str, Text]


def newest(code: str) -> Wording:
    """What the ministry wrote last, or what we ship."""
    row = Skeleton.objects.filter(code=code).order_by("-version").first()
    return shipped(code) if row is None else _wording(row)


def of_version(code: str, version: int) -> Wording:
    """The wording that a document was begun with."""
    return shipped(code) if version == SHIPPED else _wording(Skeleton.objects.get(code=code, version=version))


@cache
def shipped(code: str) -> Wording:
    """The texts `templates/documents/<code>.<language>.txt`."""
    if not _NAME.fullmatch(code):
        raise LookupError(f"{code!r} is no name of a document's text")
    folder = settings.BASE_DIR / "templates" / "documents"
    files = {path.suffixes[0][1:]: path for path in sorted(folder.glob(f"{code}.*.txt"))}
    if not files:
        raise LookupError(f"There is no text templates/documents/{code}.<language>.txt")
    texts = {language: Text.parse(path.read_text(encoding="utf-8")) for language, path in files.items()}
    return Wording(code, SHIPPED, texts)


def check(code: str, sources: Mapping[str, str]) -> None:
    """Raise ValidationError unless the texts can take the place of the shipped ones."""
    ours = shipped(code)
    if set(sources) != set(ours.texts):
        raise ValidationError(_("The text is needed in each language."))
    for language, source in sources.items():
        text, known = Text.parse(source), ours.texts[language]
        if unknown := sorted(text.placeholders - known.placeholders):
            raise ValidationError(
                _("Unknown placeholder: %(names)s. These may be used: %(known)s.")
                % {"names": ", ".join(unknown), "known": ", ".join(sorted(known.placeholders))}
            )
        if text.head["layout"] != known.head["layout"]:
            raise ValidationError(_("The layout of a document can't be changed here."))
        if missing := sorted(set(known.head) - set(text.head)):
            raise ValidationError(_("Lines are missing at the beginning: %(names)s.") % {"names": ", ".join(missing)})


def _wording(row: Skeleton) -> Wording:
    return Wording(row.code, row.version, {language: Text.parse(source) for language, source in row.texts.items()})


def _block(block: str, values: Mapping[str, Any]) -> SafeString:
    if block.startswith("?"):
        block = block[1:].strip()
        if any(values.get(name) in (None, "", [], ()) for name in _PLACEHOLDER.findall(block)):
            return SafeString("")
    if alone := _PLACEHOLDER.fullmatch(block):
        items = values[alone[1]]
        if isinstance(items, list):
            lines = format_html_join("", "<li>{}</li>", ((_plain(item),) for item in items))
            return format_html('<ul class="lines">{}</ul>', lines)
    if block.startswith("# "):
        return format_html("<h1>{}</h1>", _filled(block[2:], values))
    if block.startswith("> "):
        return format_html('<p class="aside">{}</p>', _filled(block[2:], values))
    if point := re.match(r"(\d+(?:\.\d+)*[.)]) +(.*)", block, re.DOTALL):
        number, text = point[1], _filled(point[2], values)
        return format_html('<p class="point"><span class="number">{}</span>{}</p>', number, text)
    return format_html("<p>{}</p>", _filled(block, values))


def _filled(text: str, values: Mapping[str, Any]) -> SafeString:
    parts = _PLACEHOLDER.split(" ".join(text.split()))
    filled = [_plain(values[part]) if place % 2 else part for place, part in enumerate(parts)]
    return format_html_join("", "{}", ((part,) for part in filled))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    return "" if value is None else str(value)
