"""From the frozen list to the row of names, in bytes that anybody can compute anew.

seed    SHA-256 of the UTF-8 text  asula-draw-1|<seq>|<hash>|<application>
ticket  SHA-256 of the UTF-8 text  <seed>|<application>|<expert>

`seq` and `hash` are the end of the journal's chain when the day before the draw ended; hashes are written as 64 lower
case hexadecimal digits, numbers in decimal. Whose load is within the limit comes first, and of those, as of the
others, the lowest ticket.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from accreditation.drawing.facts import Listed

SCHEMA = "asula-draw-1"
PANEL = 3


class TooFew(Exception):
    """Fewer than three experts may evaluate this school; `listed` says which rule excludes whom."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        super().__init__(f"{sum(line.is_eligible for line in listed)} of {len(listed)}")
        self.listed = listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The end of the journal's chain on the day before the draw: what nobody could know or choose."""

    day: date
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One expert in the row: the first three are the panel, the others stand by in this order."""

    code: str
    load: int
    ticket: str
    waited: bool  # had more evaluations than the limit of even load


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that the draw computed."""

    application: str
    number: int
    anchor: Anchor
    seed: str
    listed: tuple[Listed, ...]
    list_hash: str
    load_limit: int
    row: tuple[Ranked, ...]

    @property
    def panel(self) -> tuple[Ranked, ...]:
        return self.row[:PANEL]

    @property
    def alternates(self) -> tuple[Ranked, ...]:
        return self.row[PANEL:]


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8: for texts, whole numbers and lists the same as RFC 8785."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seed_of(anchor: Anchor, application: str) -> str:
    return _sha256(f"{SCHEMA}|{anchor.seq}|{anchor.hash}|{application}")


def ticket_of(seed: str, application: str, code: str) -> str:
    return _sha256(f"{seed}|{application}|{code}")


def list_of(application: str, number: int, listed: Sequence[Listed]) -> dict[str, Any]:
    """What is hashed into the journal before the ranking: who was on the list, and which rules exclude him."""
    candidates = [{"expert": line.code, "load": line.load, "excluded": line.excluded} for line in listed]
    return {"schema": SCHEMA, "application": application, "draw": number, "candidates": candidates}


def hash_of(frozen: dict[str, Any]) -> str:
    return sha256(canonical(frozen)).hexdigest()


def limit_of_load(eligible: Sequence[Listed]) -> int:
    """One more than the least, or as much more as it takes for three experts not to wait."""
    loads = sorted(line.load for line in eligible)
    return max(loads[0] + 1, loads[PANEL - 1])


def rank(application: str, number: int, listed: Sequence[Listed], anchor: Anchor) -> Result:
    """The row of names. Raises TooFew; nothing is relaxed."""
    eligible = [line for line in listed if line.is_eligible]
    if len(eligible) < PANEL:
        raise TooFew(listed)
    seed, limit = seed_of(anchor, application), limit_of_load(eligible)
    row = (
        Ranked(
            code=line.code,
            load=line.load,
            ticket=ticket_of(seed, application, line.code),
            waited=line.load > limit,
        )
        for line in eligible
    )
    return Result(
        application=application,
        number=number,
        anchor=anchor,
        seed=seed,
        listed=tuple(listed),
        list_hash=hash_of(list_of(application, number, listed)),
        load_limit=limit,
        row=tuple(sorted(row, key=lambda ranked: (ranked.waited, ranked.ticket))),
    )


def protocol_of(result: Result) -> dict[str, Any]:
    """What is published as JSON: the list, the anchor, and what follows from them. No name, no personal value."""
    return list_of(result.application, result.number, result.listed) | {
        "list_hash": result.list_hash,
        "journal": {"day": result.anchor.day.isoformat(), "seq": result.anchor.seq, "hash": result.anchor.hash},
        "seed": result.seed,
        "load_limit": result.load_limit,
        "row": [{"expert": each.code, "ticket": each.ticket, "waited": each.waited} for each in result.row],
        "panel": [each.code for each in result.panel],
    }


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()
