"""Builds the people of the demo world, each with a number, a password, an address and a telephone."""

import random
from datetime import date, timedelta
from typing import Any

from stub.world import numbers
from stub.world.files import Row
from stub.world.naming import Names, latin

REGIONS = ("KG-GB", "KG-GO", "KG-B", "KG-J", "KG-Y", "KG-N", "KG-O", "KG-T", "KG-C")
YOUNGEST, OLDEST = date(1999, 12, 31), date(1958, 1, 1)


class People:
    """Adds people one after another; nobody shares a number, an address or a telephone with another."""

    def __init__(self, lists: dict[str, Any], chance: random.Random) -> None:
        self.names = Names(lists, chance)
        self.words: list[str] = lists["words"]
        self.chance = chance
        self.rows: list[Row] = []

    def add(self, role: str, region: str, *, slug: str = "", note: str = "", modes: tuple[str, ...] = ()) -> Row:
        """A new person of this region, added to the rows."""
        gender = self.chance.choice(("female", "female", "male"))
        last, first, middle = self.names.full(self.names.style(region), gender)
        born = OLDEST + timedelta(days=self.chance.randrange((YOUNGEST - OLDEST).days))
        ordinal = len(self.rows) + 1
        row = {
            "slug": slug or f"{role}-{ordinal}",
            "pin": numbers.pin(gender, born, self._serial(ordinal)),
            "last_name": last,
            "first_name": first,
            "middle_name": middle,
            "gender": gender,
            "birth_date": born.isoformat(),
            "citizenship": "KGZ",
            "email": f"{latin(first)}.{latin(last.split()[0].split('-')[0])}.{ordinal}@mail.example",
            "phone": f"+996{'555' if ordinal % 2 else '700'}{100000 + ordinal * 37:06d}",
            "password": f"{self.chance.choice(self.words)}-{self.chance.randrange(1000, 10000)}",
            "demo_role": role,
            "region": region,
            "note": note,
            "modes": list(modes),
        }
        self.rows.append(row)
        return row

    @staticmethod
    def _serial(ordinal: int) -> int:
        return (ordinal * 7919) % 10000


def full_name(person: Row) -> str:
    return " ".join(filter(None, (person["last_name"], person["first_name"], person["middle_name"])))
