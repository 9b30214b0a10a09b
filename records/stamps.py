"""What readers see of a signature: a small box on the page that says who signed, when and with which certificate."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from records.models import Document
from records.sealing import Stamp
from records.typesetter import typesetter

_LINE, _WIDTH = 20, 130  # points: one line of the stamp's small type, in Kyrgyz or Russian, with its frame


@dataclass(frozen=True, slots=True)
class Signer:
    name: str
    position: str
    organization: str
    signed_at: datetime
    certificate: str
    valid_from: datetime
    valid_until: datetime


def stamp_of(document: Document, page: int, corners: tuple[int, int, int, int]) -> Stamp:
    """The box for the place that the document keeps for it: a page, counted from 0, and corners in points.

    Where nobody signed, only a line says that the document is sealed.
    """
    signers = signers_of(document)
    if not signers:
        corners = _one_line(corners)
    left, bottom, right, top = corners
    context = {"signers": signers, "width": right - left, "height": top - bottom}
    with translation.override(document.languages[0]):
        html = render_to_string("documents/stamp.html", context)
    return Stamp(typesetter.print(html).pdf, page, corners)


def _one_line(corners: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """A box for a single line in the middle of the place, from its left edge."""
    left, bottom, right, top = corners
    middle = (bottom + top) // 2
    return left, middle - _LINE // 2, min(right, left + _WIDTH), middle + _LINE // 2


def signers_of(document: Document) -> list[Signer]:
    return [
        Signer(
            name=signature.signer_name,
            position=signature.position,
            organization=signature.organization_name,
            signed_at=signature.signed_at,
            certificate=signature.certificate_key,
            valid_from=signature.certificate_from,
            valid_until=signature.certificate_until,
        )
        for signature in document.signatures.all()
    ]
