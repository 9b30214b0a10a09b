"""Papers bound together: one PDF with contents, bookmarks and page numbers, one archive with the hash of each file."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accreditation.models import Sitting
from accreditation.selectors.packs import Enclosure, Folder
from core.uploads.formats import PDF
from records import files
from records.typesetter import typesetter

MANIFEST = "SHA256SUMS"  # read by `sha256sum -c`
_SEVENTY = 70  # letters of a name in the archive; some systems refuse long paths
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_EPOCH = (2000, 1, 1, 0, 0, 0)


class Changed(Exception):
    """The bytes in the storage are not those that were uploaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper with its bytes. `pdf` is what the pack binds; without it the paper is in the archive only."""

    label: str
    name: str
    content: bytes
    pdf: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the contents; without a page the paper is in the archive only."""

    label: str
    page: int | None = None
    is_case: bool = False


type Bundle = Sequence[tuple[str, Sequence[Sheet]]]


def gather(found: Iterable[Folder]) -> Bundle:
    """The papers of each case under its title. Raises Damaged or Changed where storage lost or changed one."""
    return [(_title(folder), list(_sheets(folder))) for folder in found]


def bind(sitting: Sitting, bundle: Bundle, target: BinaryIO) -> int:
    """The PDF is written to `target`; how many pages it has is returned."""
    with ExitStack() as opened:
        papers = [(title, [_opened(sheet, opened) for sheet in sheets]) for title, sheets in bundle]
        contents = _contents(sitting, papers, opened)
        whole = opened.enter_context(pikepdf.Pdf.new())
        whole.pages.extend(contents.pages)
        lines = _lines(papers, first=len(contents.pages) + 1)
        for _case, sheets in papers:
            for _sheet, pdf in sheets:
                if pdf is not None:
                    whole.pages.extend(pdf.pages)
        _number(whole)
        _bookmark(whole, lines)
        whole.save(target)
        return len(whole.pages)


def archive(bundle: Bundle, target: BinaryIO) -> None:
    """A folder for each case, and a list with the SHA-256 of each file."""
    sums = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for title, sheets in bundle:
            for sheet in sheets:
                name = f"{_safe(title)}/{sheet.name}"
                packed.writestr(zipfile.ZipInfo(name, _EPOCH), sheet.content, zipfile.ZIP_DEFLATED)
                sums.append(f"{hashlib.sha256(sheet.content).hexdigest()}  {name}\n")
        packed.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), "".join(sums))


def _title(folder: Folder) -> str:
    return f"{folder.item.order}. {folder.item.application.organization.name}"


def _sheets(folder: Folder) -> Iterator[Sheet]:
    for place, one in enumerate(folder.enclosures, start=1):
        content, extension, is_pdf = _bytes_of(one, _title(folder))
        name = f"{place:02} {_safe(one.label)}.{extension}"
        yield Sheet(label=one.label, name=name, content=content, pdf=content if is_pdf else None)


def _bytes_of(one: Enclosure, title: str) -> tuple[bytes, str, bool]:
    """The bytes of a paper, the ending of its name, and whether it is a PDF."""
    if one.document is not None:
        return files.newest_of(one.document), "pdf", True
    if one.file is not None:
        with one.file.file.open("rb") as opened:
            content: bytes = opened.read()
        if hashlib.sha256(content).hexdigest() != one.file.sha256:
            raise Changed(str(one.file.public_id))
        return content, one.file.format.extensions[0], one.file.format_key == PDF.key
    html = render_to_string(
        "documents/pack-text.html", {"title": title, "label": one.label, "said": one.said, "language": get_language()}
    )
    return typesetter.print(html).pdf, "pdf", True


def _opened(sheet: Sheet, opened: ExitStack) -> tuple[Sheet, pikepdf.Pdf | None]:
    """A file of a stranger that can't be read as PDF stays in the archive only."""
    if sheet.pdf is None:
        return sheet, None
    try:
        return sheet, opened.enter_context(pikepdf.Pdf.open(io.BytesIO(sheet.pdf)))
    except pikepdf.PdfError:
        return sheet, None


type _Papers = Sequence[tuple[str, Sequence[tuple[Sheet, pikepdf.Pdf | None]]]]


def _contents(sitting: Sitting, papers: _Papers, opened: ExitStack) -> pikepdf.Pdf:
    """The pages with the contents, printed until their own number agrees with the pages that they name."""
    pages = 1
    while True:
        context = {"sitting": sitting, "lines": _lines(papers, first=pages + 1), "language": get_language()}
        printed = typesetter.print(render_to_string("documents/pack.html", context))
        if printed.pages > pages:
            pages = printed.pages
            continue
        contents = opened.enter_context(pikepdf.Pdf.open(io.BytesIO(printed.pdf)))
        for _empty in range(pages - printed.pages):
            contents.add_blank_page()
        return contents


def _lines(papers: _Papers, *, first: int) -> list[Line]:
    lines, page = [], first
    for title, sheets in papers:
        lines.append(Line(label=title, page=page, is_case=True))
        for sheet, pdf in sheets:
            lines.append(Line(label=sheet.label, page=page if pdf else None))
            page += len(pdf.pages) if pdf else 0
    return lines


def _number(whole: pikepdf.Pdf) -> None:
    """Each page bears its number in the pack, at the top on the right."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica"))
    with pikepdf.Pdf.new() as stamps:
        for number, page in enumerate(whole.pages, start=1):
            left, bottom, right, top = (float(value) for value in page.trimbox)
            turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
            width, height = (top - bottom, right - left) if turned else (right - left, top - bottom)
            text = f"{number} / {len(whole.pages)}"
            drawn = f"BT /F 9 Tf 0.25 g {width - 36 - 5 * len(text):.0f} {height - 24:.0f} Td ({text}) Tj ET"
            stamp = stamps.add_blank_page(page_size=(width, height))
            stamp.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            stamp.Contents = stamps.make_stream(drawn.encode())
            page.add_overlay(stamp, None)


def _bookmark(whole: pikepdf.Pdf, lines: Iterable[Line]) -> None:
    with whole.open_outline() as outline:
        for line in lines:
            if line.page is None or line.page > len(whole.pages):
                continue
            entry = pikepdf.OutlineItem(line.label, line.page - 1)
            if line.is_case:
                outline.root.append(entry)
            else:
                outline.root[-1].children.append(entry)


def _safe(name: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", name).split())[:_SEVENTY].strip(" .")
