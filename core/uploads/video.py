"""MP4 is a row of boxes, each with its length: the row must be whole and hold a film."""

import os
import struct
from pathlib import Path

from core.uploads.refusals import refused

_MAX_BOXES = 1_000


def check_video(path: Path) -> None:
    """Return if the boxes follow each other up to the last byte and one of them is a film's index."""
    size = path.stat().st_size
    kinds: list[bytes] = []
    with path.open("rb") as file:
        position = 0
        while position < size and len(kinds) < _MAX_BOXES:
            length, kind = _box(file.read(16), size - position)
            kinds.append(kind)
            position += length
            file.seek(position, os.SEEK_SET)
    if position != size or b"moov" not in kinds:
        raise refused("damaged")


def _box(head: bytes, rest: int) -> tuple[int, bytes]:
    if len(head) < 8:
        raise refused("damaged")
    length, kind = struct.unpack(">I4s", head[:8])
    if length == 1 and len(head) == 16:
        (length,) = struct.unpack(">Q", head[8:])
    elif length == 0:
        length = rest
    if not 8 <= length <= rest:
        raise refused("damaged")
    return length, kind
