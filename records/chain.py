"""Proof that the journal is what was written: every hash computed anew, every link followed, the end compared.

The form that is hashed stands here a second time, apart from the database's own function, so that whoever changes rows
and function together is found out as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction

from records.models.journal import GENESIS

_CANONICAL = """jsonb_build_array(
    link.seq, to_char(link.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.action, entry.by_id, entry.by_name, entry.organization_id, entry.organization_name,
    entry.object_type, entry.object_id, entry.object_name, entry.changes,
    host(entry.ip), entry.user_agent, entry.request_id)::text"""

_WALK = f"""
SELECT head.seq, head.hash, link.seq, link.prev, link.hash, entry.id,
       encode(sha256(convert_to(link.prev || {_CANONICAL}, 'UTF8')), 'hex')
FROM records_journalhead head
LEFT JOIN (records_journallink link FULL JOIN records_journalentry entry ON entry.id = link.entry_id) ON true
ORDER BY link.seq, entry.id"""  # noqa: S608 -- constants only


class Fault(StrEnum):
    """How the chain is broken."""

    NO_HEAD = "the head of the chain is missing"
    CHANGED = "its content is not what was written"
    DETACHED = "it does not follow the entry before it"
    MISSING = "it is missing"
    UNCHAINED = "it was never made part of the chain"
    CUT = "the chain ends before it, though the head has counted it"
    BEYOND = "it stands beyond the head of the chain"
    OTHER_HEAD = "its hash is not that of the head"
    NOT_KEPT = "its hash is not the one that was kept outside"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not as it was written; `entry` is its row, if there is one."""

    seq: int
    fault: Fault
    entry: int | None = None

    def __str__(self) -> str:
        row = f" (row {self.entry})" if self.entry else ""
        return f"Entry {self.seq}{row}: {self.fault}."


@dataclass(frozen=True, slots=True)
class Row:
    head_seq: int
    head_hash: str
    seq: int | None
    prev: str
    hash: str
    entry: int | None
    expected: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were walked, the last hash, and the first break, if any."""

    count: int
    last: str
    broken: Break | None


def verify(kept: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain, in the order of its numbers. `kept` is a head that was noted outside at some time."""
    seq, last, row = 0, GENESIS, None
    with transaction.atomic():
        for row in _rows():
            if broken := _fault(row, seq, last, kept):
                return Verdict(seq, last, broken)
            if row.seq is not None:
                seq, last = row.seq, row.hash
    return Verdict(seq, last, _fault_at_the_end(row, seq, last, kept))


def _rows() -> Iterator[Row]:
    """All links in order, read in one snapshot and in portions; entries that no link holds come last."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_WALK)
        while portion := cursor.fetchmany(2000):
            yield from (Row(*values) for values in portion)


def _fault(row: Row, seq: int, last: str, kept: tuple[int, str] | None) -> Break | None:
    if row.seq is None:
        return Break(seq + 1, Fault.UNCHAINED, row.entry) if row.entry else None
    if row.seq != seq + 1:
        return Break(seq + 1, Fault.MISSING)
    if row.seq > row.head_seq:
        return Break(row.seq, Fault.BEYOND, row.entry)
    if row.entry is None:
        return Break(row.seq, Fault.MISSING)
    if row.prev != last:
        return Break(row.seq, Fault.DETACHED, row.entry)
    if row.hash != row.expected:
        return Break(row.seq, Fault.CHANGED, row.entry)
    if kept and kept[0] == row.seq and kept[1] != row.hash:
        return Break(row.seq, Fault.NOT_KEPT, row.entry)
    return None


def _fault_at_the_end(row: Row | None, seq: int, last: str, kept: tuple[int, str] | None) -> Break | None:
    if row is None:
        return Break(0, Fault.NO_HEAD)
    if seq < max(row.head_seq, kept[0] if kept else 0):
        return Break(seq + 1, Fault.CUT)
    if last != row.head_hash:
        return Break(seq, Fault.OTHER_HEAD)
    return None
