"""Regions, districts and programmes that stand in the repository, brought into the database."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from organizations.enums import ProgrammeState
from organizations.models import District, Programme, Region

_FOLDER = Path(__file__).resolve().parent.parent / "reference"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Every region, district and programme of the files exists. What is there already stays as administrators left it.

    Returns how many rows were added, by name.
    """
    territory, programmes = _read("territory.json"), _read("programmes.json")
    return {
        "regions": _add_regions(territory["regions"]),
        "districts": _add_districts(territory["regions"]),
        "programmes": _add_programmes(programmes["programmes"]),
    }


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return data


def _add_regions(rows: list[dict[str, Any]]) -> int:
    known = set(Region.objects.values_list("code", flat=True))
    fields = ("code", "iso", "name_ky", "name_ru", "order")
    fresh = [Region(**{name: row[name] for name in fields}) for row in rows if row["code"] not in known]
    return len(Region.objects.bulk_create(fresh))


def _add_districts(rows: list[dict[str, Any]]) -> int:
    known = set(District.objects.values_list("code", flat=True))
    regions = Region.objects.in_bulk(field_name="code")
    fresh = [
        District(region=regions[row["code"]], **district)
        for row in rows
        for district in row["districts"]
        if district["code"] not in known
    ]
    return len(District.objects.bulk_create(fresh))


def _add_programmes(rows: list[dict[str, Any]]) -> int:
    known = set(Programme.objects.values_list("level", "code", "title_ru"))
    fresh = [
        Programme(state=ProgrammeState.IN_FORCE, **row)
        for row in rows
        if (row["level"], row["code"], row["title_ru"]) not in known
    ]
    return len(Programme.objects.bulk_create(fresh))
