"""What changed between two texts, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\s+|\S+")
_MOST_COMPARISONS = 1_000_000  # beyond, only the common beginning and end are looked for


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some neighbouring words that share a fate."""

    kind: Kind
    text: str


type _Step = tuple[str, str]  # what stood there, what stands there now; equal where nothing changed


def differences(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order: without the added ones it is `before`, without the removed ones `after`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    return list(_pieces(_smoothed(_steps(old, new))))


def is_changed(pieces: Iterable[Piece]) -> bool:
    return any(piece.kind != Kind.SAME for piece in pieces)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    if len(old) * len(new) > _MOST_COMPARISONS:
        yield from _coarse_steps(old, new)
        return
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _coarse_steps(old: Sequence[str], new: Sequence[str]) -> Iterator[_Step]:
    """Beginning and end that both share, and everything between as one change."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    yield head, head
    yield "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])
    yield tail, tail


def _smoothed(steps: Iterable[_Step]) -> Iterator[_Step]:
    """A blank between two changes belongs to the change, so that people read phrases and not crumbs."""
    removed = added = blank = ""
    for old, new in steps:
        if old != new:
            removed, added, blank = removed + blank + old, added + blank + new, ""
        elif (removed or added) and not blank and not old.strip():
            blank = old
        else:
            if removed or added:
                yield removed, added
            removed = added = ""
            yield blank + old, blank + new
            blank = ""
    if removed or added:
        yield removed, added
    yield blank, blank


def _pieces(steps: Iterable[_Step]) -> Iterator[Piece]:
    for old, new in steps:
        found = [Piece(Kind.SAME, old)] if old == new else [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]
        yield from (piece for piece in found if piece.text)
