"""Files as people and attackers send them, made in memory."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads.formats import FORMATS

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def upload(content: bytes, name: str = "устав.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 1, *, trailer: bytes = b"", prefix: bytes = b"", **save) -> bytes:
    """A document of empty pages; `save` goes to pikepdf, for example `encryption`."""
    return _saved(_document(pages), prefix, trailer, **save)


def pdf_with(change) -> bytes:
    """A document of one page that `change(pdf)` spoiled."""
    document = _document(1)
    change(document)
    return _saved(document)


def _document(pages: int) -> pikepdf.Pdf:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(200, 200))
    return document


def _saved(document: pikepdf.Pdf, prefix: bytes = b"", trailer: bytes = b"", **save) -> bytes:
    target = io.BytesIO()
    document.save(target, **save)
    return prefix + target.getvalue() + trailer


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **save) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, format=kind, **save)
    return target.getvalue()


def office(
    key: str = "docx", *, parts: dict[str, str] | None = None, relations: str = "", main_part: str = ""
) -> bytes:
    """An Office file with these parts beside its list of contents; `relations` are elements of its .rels list."""
    main_part = main_part or FORMATS[key].main_part
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/main.xml" ContentType="{main_part}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        "main.xml": "<document>Мектеп</document>",
    }
    return archive(members | (parts or {}))


def archive(members: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.comment = comment
    return target.getvalue()


def relation(kind: str, target: str) -> str:
    """One external relation of an Office file."""
    return f'<Relationship Id="r" Type="http://example.test/{kind}" Target="{target}" TargetMode="External"/>'


def video(*boxes: tuple[bytes, bytes]) -> bytes:
    """A row of MP4 boxes; without arguments a film that is only just whole."""
    boxes = boxes or ((b"ftyp", b"isom0000"), (b"moov", b"index"), (b"mdat", b"frames"))
    return b"".join((len(body) + 8).to_bytes(4, "big") + kind + body for kind, body in boxes)
