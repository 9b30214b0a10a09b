"""The standards that stand in the repository, brought into the database."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from selfassessment.enums import StandardState
from selfassessment.models import Criterion, Section, Standard

_FILE = Path(__file__).resolve().parent.parent / "reference" / "standards.json"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Each version of the file exists; what is there already stays as administrators left it.

    A version that is new comes into force only where its type has none in force. Returns how many were added.
    """
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["standards"]
    known = set(Standard.objects.values_list("type", "version"))
    fresh = [row for row in rows if (row["type"], row["version"]) not in known]
    for row in fresh:
        _add(row)
    return {"standards": len(fresh)}


def _add(row: dict[str, Any]) -> None:
    in_force = not Standard.objects.in_force().filter(type=row["type"]).exists()
    standard = Standard.objects.create(
        type=row["type"],
        version=row["version"],
        limit=row["limit"],
        state=StandardState.IN_FORCE if in_force else StandardState.DRAFT,
        in_force_since=timezone.now() if in_force else None,
    )
    for order, part in enumerate(row["sections"], start=1):
        criteria = part["criteria"]
        section = Section.objects.create(
            standard=standard, order=order, **{name: value for name, value in part.items() if name != "criteria"}
        )
        Criterion.objects.bulk_create(
            Criterion(section=section, order=place, **criterion) for place, criterion in enumerate(criteria, start=1)
        )
