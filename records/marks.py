"""The mark of a draft on the copies of a document that not everybody has signed yet.

The bytes that are signed never bear it: signers read those in the signing itself.
"""

import io
from contextlib import closing
from hashlib import sha256

import pikepdf
from django.core.cache import cache
from django.template.loader import render_to_string

from records.enums import DocumentState
from records.models import Document
from records.typesetter import Typesetter
from records.values import unpacked

MARKED = "marked_until_final"  # the value with which a document asks for it
_DAY = 86_400  # seconds for which the printed mark is remembered


def is_marked(document: Document) -> bool:
    """Whether whoever reads the document now gets a copy with the mark."""
    return document.state == DocumentState.FIXED and bool(unpacked(document.values).get(MARKED))


def marked(content: bytes) -> bytes:
    """A copy of the PDF with the mark under the text of each page."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as paper, pikepdf.Pdf.open(io.BytesIO(_mark())) as mark:
        for page in paper.pages:
            page.add_underlay(mark.pages[0])
        copy = io.BytesIO()
        paper.save(copy)
    return copy.getvalue()


def _mark() -> bytes:
    """Printed once a day for all processes, by a press that goes at once: pages are answered here, not printed."""
    html = render_to_string("documents/draft-mark.html")
    key = f"draft-mark:{sha256(html.encode()).hexdigest()}"
    printed: bytes | None = cache.get(key)
    if printed is None:
        with closing(Typesetter()) as typesetter:
            printed = typesetter.print(html).pdf
        cache.set(key, printed, _DAY)
    return printed
