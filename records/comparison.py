"""Is this file the one that was signed? Answered by hashes alone: a stranger's file is never opened."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from records import files
from records.models import Document


class Match(StrEnum):
    """How a file relates to a document."""

    SEALED = "sealed"  # the sealed file
    ORIGINAL = "original"  # the signed file, before the seal was set
    EARLIER = "earlier"  # the sealed file, before a time stamp was added to the seal
    EXTENDED = "extended"  # begins with the signed file, but something else was appended or changed after it
    OTHER = "other"


def compare(document: Document, content: Iterable[bytes]) -> Match:
    """What the file is. Raises Damaged when our own file is needed and can't be read."""
    whole, beginning, size = sha256(), sha256(), 0
    signed = document.length or 0
    for chunk in content:
        whole.update(chunk)
        beginning.update(chunk[: max(0, signed - size)])
        size += len(chunk)
    if whole.hexdigest().upper() == document.sealed_sha256:
        return Match.SEALED
    if size < signed or beginning.hexdigest().upper() != document.sha256:
        return Match.OTHER
    if size == signed:
        return Match.ORIGINAL
    if document.sealed_file and files.digest(files.sealed_of(document)[:size]) == whole.hexdigest().upper():
        return Match.EARLIER
    return Match.EXTENDED
