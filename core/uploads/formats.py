"""The kinds of files that may be uploaded, and how to know them by their first bytes."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Format:
    key: str
    label: str
    content_type: str
    extensions: tuple[str, ...]
    main_part: str = ""  # of an Office file: what its list of contents must name
    is_video: bool = False

    @property
    def max_bytes(self) -> int:
        """The limit for one file of this kind."""
        return int(settings.UPLOAD_MAX_VIDEO_BYTES if self.is_video else settings.UPLOAD_MAX_BYTES)


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Format("pdf", "PDF", "application/pdf", ("pdf",))
JPEG = Format("jpeg", "JPEG", "image/jpeg", ("jpg", "jpeg"))
PNG = Format("png", "PNG", "image/png", ("png",))
DOCX = Format(
    "docx", "DOCX", f"{_OFFICE}wordprocessingml.document", ("docx",), f"{_OFFICE}wordprocessingml.document.main+xml"
)
XLSX = Format("xlsx", "XLSX", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet.main+xml")
PPTX = Format(
    "pptx",
    "PPTX",
    f"{_OFFICE}presentationml.presentation",
    ("pptx",),
    f"{_OFFICE}presentationml.presentation.main+xml",
)
MP4 = Format("mp4", "MP4", "video/mp4", ("mp4", "m4v"), is_video=True)

SCANS = (PDF, JPEG, PNG)
PAPERS = (PDF, DOCX, XLSX, PPTX, JPEG, PNG)
EVIDENCE = (*PAPERS, MP4)
FORMATS = {kind.key: kind for kind in EVIDENCE}

OLD_OFFICE = "old office"  # a compound file: .doc, .xls, or an Office file with a password
_SIGNATURES = (
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (4, b"ftyp", "mp4"),
)
LONGEST_SIGNATURE = 16


def family(head: bytes) -> str | None:
    """What the first bytes say the file is: a format's key, "zip", OLD_OFFICE, or None."""
    for offset, signature, name in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return name
    return None
