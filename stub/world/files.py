"""Where the world's data lies: `sources` are written by hand, the JSON files are made from them."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"
PARTS = ("organizations", "people", "signatures", "tokens")

Row = dict[str, Any]
World = dict[str, list[Row]]


def table(name: str) -> list[dict[str, str]]:
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def names() -> dict[str, Any]:
    return json.loads((SOURCES / "names.json").read_text(encoding="utf-8"))


def text(rows: list[Row]) -> str:
    """One row to a line, so that a changed person is one changed line."""
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def read() -> World:
    return {part: json.loads(path(part).read_text(encoding="utf-8")) for part in PARTS}


def path(part: str) -> Path:
    return FOLDER / f"{part}.json"
