"""The history of an answer as people read it: a sitting of one person is one entry, however often it was saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from selfassessment.differences import Piece, differences
from selfassessment.enums import RevisionKind
from selfassessment.models import AnswerRevision

_SITTING = timedelta(minutes=15)  # the longest pause between two saves of one sitting


@dataclass(frozen=True, slots=True)
class Entry:
    """What stood after a sitting, and what it changed."""

    revision: AnswerRevision
    before: str
    saves: int = 1
    is_current: bool = False

    @property
    def pieces(self) -> list[Piece]:
        return differences(self.before, self.revision.text)

    @property
    def is_set_aside(self) -> bool:
        return self.revision.kind == RevisionKind.SET_ASIDE


def chronicle(revisions: Iterable[AnswerRevision], current: int) -> list[Entry]:
    """The entries, the newest first; `current` is the version that the answer has now."""
    entries: list[Entry] = []
    standing = ""
    for sitting in _sittings(sorted(revisions, key=lambda revision: (revision.at, revision.pk))):
        last = sitting[-1]
        is_set_aside = last.kind == RevisionKind.SET_ASIDE
        is_current = not is_set_aside and last.version == current
        entries.append(Entry(last, standing, saves=len(sitting), is_current=is_current))
        standing = standing if is_set_aside else last.text
    return entries[::-1]


def _sittings(revisions: Iterable[AnswerRevision]) -> list[list[AnswerRevision]]:
    sittings: list[list[AnswerRevision]] = []
    for revision in revisions:
        if sittings and _goes_on(sittings[-1][-1], revision):
            sittings[-1].append(revision)
        else:
            sittings.append([revision])
    return sittings


def _goes_on(before: AnswerRevision, after: AnswerRevision) -> bool:
    kinds = {before.kind, after.kind}
    return kinds == {RevisionKind.SAVED} and before.by_id == after.by_id and after.at - before.at <= _SITTING
