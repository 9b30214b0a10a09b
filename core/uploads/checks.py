"""Is this upload what its owner says it is, and harmless? Type by content, then opened where it can do no harm."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile

from core.uploads import formats
from core.uploads.formats import Format
from core.uploads.names import extension, shown_name
from core.uploads.office import check_office, is_locked_office
from core.uploads.refusals import (
    over_quota,
    refused,
    too_large,
    too_many_pages,
    too_many_pixels,
    wrong_extension,
    wrong_type,
)
from core.uploads.video import check_video

_HERE = Path(__file__).parent
_END_OF_PDF = b"%%EOF"
_TAIL = 64 * 1024
_ROOM_AFTER_END = 1024


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that passed: what it is, and the bytes to keep (a picture is written anew)."""

    name: str
    format: Format
    size: int
    sha256: str
    content: File


def check(upload: UploadedFile, *, allowed: Sequence[Format] = formats.PAPERS, room: int | None = None) -> Accepted:
    """The accepted file, or Refused with the sentence to show. `room` is what the owner's quota still allows."""
    size = upload.size or 0
    if size == 0:
        raise refused("empty")
    largest = max(kind.max_bytes for kind in allowed)
    if size > largest:
        raise too_large(largest)
    if room is not None and size > room:
        raise over_quota(room)
    with _on_disk(upload) as path:
        found = _found(path, allowed)
        if found not in allowed:
            raise wrong_type(allowed)
        if size > found.max_bytes:
            raise too_large(found.max_bytes)
        _check_name(upload.name or "", found)
        content = _CHECKS[found.key](path, upload)
    return Accepted(
        name=shown_name(upload.name or ""), format=found, size=content.size, sha256=_sha256(content), content=content
    )


def _found(path: Path, allowed: Sequence[Format]) -> Format:
    with path.open("rb") as file:
        family = formats.family(file.read(formats.LONGEST_SIGNATURE))
    if family == "zip":
        return check_office(path, allowed)
    if family == formats.OLD_OFFICE:
        raise refused("encrypted" if is_locked_office(path) else "old_office")
    if family is None:
        raise wrong_type(allowed)
    return formats.FORMATS[family]


def _check_name(name: str, found: Format) -> None:
    ending = extension(name)
    if not ending:
        raise refused("name")
    if ending not in found.extensions:
        raise wrong_extension(found)


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[Path]:
    """The upload as a file with a name of ours."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _checked_pdf(path: Path, upload: UploadedFile) -> File:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        before, end, after = file.read().rpartition(_END_OF_PDF)
    if end and len(after.strip(b"\r\n\t \x00")) > _ROOM_AFTER_END:
        raise refused("extra_data")
    if not end and len(before + after) == _TAIL:
        raise refused("extra_data")
    _probe("probe_pdf.py", path, settings.UPLOAD_MAX_PAGES)
    return upload


def _checked_picture(path: Path, _upload: UploadedFile) -> File:
    with path.open("rb") as file:
        kind = "PNG" if formats.family(file.read(formats.LONGEST_SIGNATURE)) == "png" else "JPEG"
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as target:
        _probe("probe_picture.py", path, target.name, kind, settings.UPLOAD_MAX_PIXELS)
        return ContentFile(Path(target.name).read_bytes())


def _checked_office(_path: Path, upload: UploadedFile) -> File:
    return upload  # the archive's directory was read to find the format


def _checked_video(path: Path, upload: UploadedFile) -> File:
    check_video(path)
    return upload


_CHECKS: dict[str, Callable[[Path, UploadedFile], File]] = {
    "pdf": _checked_pdf,
    "jpeg": _checked_picture,
    "png": _checked_picture,
    "docx": _checked_office,
    "xlsx": _checked_office,
    "pptx": _checked_office,
    "mp4": _checked_video,
}


def _probe(script: str, *arguments: object) -> None:
    """Open the file in a process of its own with little memory and time; raise what that process says of it."""
    limits = (settings.UPLOAD_PROBE_MEMORY, settings.UPLOAD_PROBE_SECONDS)
    command = [sys.executable, "-I", str(_HERE / script), *(str(part) for part in (*arguments, *limits))]
    try:
        done = subprocess.run(  # noqa: S603 -- our own script, our own arguments, no shell
            command, capture_output=True, text=True, timeout=3 * settings.UPLOAD_PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise refused("not_readable") from None
    if done.returncode != 0:
        raise refused("not_readable")
    if done.stdout == "too_many_pages":
        raise too_many_pages(settings.UPLOAD_MAX_PAGES)
    if done.stdout == "too_many_pixels":
        raise too_many_pixels(settings.UPLOAD_MAX_PIXELS)
    if done.stdout != "ok":
        raise refused(done.stdout)


def _sha256(content: File) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
