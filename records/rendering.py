"""From a document's values and wording to the HTML of its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from records import skeletons
from records.enums import DocumentState
from records.models import Document
from records.values import spoken, unpacked

LIVE_PAGE = "live_page"  # the value that names the page where the QR code leads, if not to the check of the document


@dataclass(frozen=True, slots=True)
class Part:
    """The document in one language: the first part is the original, the others are translations."""

    language: str
    original: bool
    title: str
    organization: str
    date: str
    head: dict[str, str]
    values: dict[str, Any]
    body: SafeString


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a document that is not written yet, in one language, for a page that shows it beforehand."""

    language: str
    body: SafeString


def passages(template: str, context: Mapping[str, Any], languages: Sequence[str] = ("ky", "ru")) -> list[Passage]:
    """What a document with these values would say in each language, in the newest wording. Nothing is stored."""
    wording = skeletons.newest(template)
    texts = {one: wording.texts[one].as_html(spoken(dict(context), one)) for one in languages}
    return [Passage(one, _below_a_heading(text)) for one, text in texts.items()]


def _below_a_heading(text: SafeString) -> SafeString:
    """The title of a paper is no title of the page that shows it."""
    return mark_safe(text.replace("<h1>", "<h3>").replace("</h1>", "</h3>"))  # noqa: S308 -- values are escaped in it


def html_of(document: Document) -> str:
    """The whole document as one HTML page in the layout that its wording names."""
    wording = skeletons.of_version(document.template, document.skeleton)
    values = unpacked(document.values)
    parts = [_part(document, wording, language, values) for language in document.languages]
    url = values.get(LIVE_PAGE) or verification_url(document)
    context = {
        "document": document,
        "parts": parts,
        "first": parts[0],
        "draft": document.state == DocumentState.DRAFT,
        "url": url.partition("?")[0],
        "qr": qr_code(url),
    }
    with translation.override(parts[0].language):
        return render_to_string(f"documents/{parts[0].head['layout']}.html", context)


def verification_url(document: Document) -> str:
    return settings.SITE_URL + reverse("records:verify", args=[document.public_id])


def qr_code(url: str) -> SafeString:
    """A square SVG that scales with its frame."""
    code = segno.make(url, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=0, svgclass="qr", lineclass=None))  # noqa: S308 -- made here


def _part(document: Document, wording: skeletons.Wording, language: str, values: dict[str, Any]) -> Part:
    text, said = wording.texts[language], spoken(values, language)
    with translation.override(language):
        title, owner = document.title, str(document.organization or settings.MINISTRY_NAME[language])
    return Part(
        language=language,
        original=language == document.languages[0],
        title=title,
        organization=owner,
        date=spoken(document.dated_on, language) if document.dated_on else "",
        head=dict(text.head),
        values=said,
        body=text.as_html(said),
    )
