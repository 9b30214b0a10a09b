"""The protocol of a draw: a paper for people, JSON for whoever computes it anew."""

from typing import Any

from django.utils import timezone, translation

from accounts.models import User
from accreditation.drawing.exclusions import counts
from accreditation.drawing.facts import Ground, Listed
from accreditation.drawing.ranking import PANEL, SCHEMA
from accreditation.enums.draw import Exclusion
from accreditation.models import Candidate, Draw
from records import services as records
from records.values import Bilingual

KIND = "protocol of a draw"
_TEMPLATE = "draw-protocol"
_TITLE = Bilingual("Эксперттерди тандоонун протоколу", "Протокол жеребьёвки экспертов")


def write(draw: Draw, *, by: User) -> None:
    """The draw has its paper, which a worker prints and seals soon."""
    draw.document = records.create_document(
        KIND,
        title=_TITLE,
        template=_TEMPLATE,
        context=_context(draw),
        organization=None,  # a paper of the ministry
        by=by,
        number=f"{draw.application_id}/{draw.number}",
        dated_on=timezone.localdate(),
        seal=True,
    )
    draw.save(update_fields=["document"])


def as_json(draw: Draw, *, with_names: bool = True) -> dict[str, Any]:
    """The protocol as docs/draw.md describes it. The names of the panel stand beside the computation: without them it
    can be given to anybody."""
    candidates = list(draw.candidates.select_related("expert").order_by("code"))
    row = sorted((each for each in candidates if each.place), key=_place)
    return {
        "schema": SCHEMA,
        "application": str(draw.application_id),
        "draw": draw.number,
        "candidates": [
            {"expert": each.code, "load": each.load, "excluded": sorted(rule.value for rule in each.rules)}
            for each in candidates
        ],
        "list_hash": draw.list_hash,
        "journal": {"day": draw.anchor_day.isoformat(), "seq": draw.anchor_seq, "hash": draw.anchor_hash},
        "seed": draw.seed,
        "load_limit": draw.load_limit,
        "row": [{"expert": each.code, "ticket": each.ticket, "waited": each.waited} for each in row],
        "panel": [each.code for each in row[:PANEL]],
    } | ({"names": {each.code: each.expert.name for each in row[:PANEL]}} if with_names else {})


def _context(draw: Draw) -> dict[str, Any]:
    candidates = list(draw.candidates.select_related("expert").order_by("code"))
    row = sorted((each for each in candidates if each.place), key=_place)
    listed = [Listed(each.code, each.load, tuple(Ground(rule) for rule in each.rules)) for each in candidates]
    return {
        "application_number": str(draw.application_id),
        "draw_number": draw.number,
        "organization": Bilingual(
            draw.application.organization.full_name_ky, draw.application.organization.full_name_ru
        ),
        "starts_on": draw.application.evaluation_starts_on,
        "ends_on": draw.application.evaluation_ends_on,
        "reason": draw.reason or None,
        "experts_total": len(candidates),
        "experts_eligible": len(row),
        "exclusions": [_count(rule, count) for rule, count in counts(listed).items()],
        "panel": [f"{each.expert.name} ({each.code})" for each in row[:PANEL]],
        "alternates": [f"{each.place}. {each.code}" for each in row[PANEL:]],
        "anchor": f"{draw.anchor_day:%d.%m.%Y}, {draw.anchor_seq}, {draw.anchor_hash}",
        "list_hash": draw.list_hash,
        "seed": draw.seed,
        "load_limit": draw.load_limit,
    }


def _count(rule: Exclusion, count: int) -> Bilingual:
    said = []
    for language in ("ky", "ru"):
        with translation.override(language):
            said.append(f"{rule.label} – {count}")
    return Bilingual(*said)


def _place(candidate: Candidate) -> int:
    return candidate.place or 0
