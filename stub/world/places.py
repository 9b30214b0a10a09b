"""Builds the organizations from the hand-written list: numbers, addresses, dates and founders are added."""

import random
from datetime import date, timedelta
from typing import Any

from stub.world import files, numbers
from stub.world.files import Row
from stub.world.people import People, full_name

REGION_NAMES = {
    "KG-GB": "г. Бишкек",
    "KG-GO": "г. Ош",
    "KG-B": "Баткенская область",
    "KG-J": "Джалал-Абадская область",
    "KG-Y": "Иссык-Кульская область",
    "KG-N": "Нарынская область",
    "KG-O": "Ошская область",
    "KG-T": "Таласская область",
    "KG-C": "Чуйская область",
}
ACTIVITIES = {
    "kindergarten": ("85.10.0", "Дошкольное образование"),
    "primary-school": ("85.20.0", "Начальное образование"),
    "vocational-lyceum": ("85.32.0", "Техническое и профессиональное среднее образование"),
    "college": ("85.41.0", "Послесреднее образование"),
    "university": ("85.42.0", "Высшее образование"),
    "extra-education": ("85.52.0", "Дополнительное образование в сфере культуры"),
    "ministry": ("84.12.0", "Регулирование деятельности учреждений образования"),
}
GENERAL_EDUCATION = ("85.31.0", "Общее среднее образование")
OWNERSHIP = {"private": 1, "state": 2, "municipal": 3}
LEGAL_FORMS = {
    "state": (23, "Учреждение", "ГУ"),
    "municipal": (23, "Учреждение", "МУ"),
    "private": (13, "Общество с ограниченной ответственностью", "ООО"),
}
HEADS = {"kindergarten": "Заведующая", "university": "Ректор", "ministry": "Руководитель"}
DISTRICT_CODES = {code: 3301 + ordinal for ordinal, code in enumerate(REGION_NAMES)}


class Places:
    """Turns one line of the list into one organization of the register, with a new person at its head."""

    def __init__(self, lists: dict[str, Any], chance: random.Random, people: People) -> None:
        self.streets: list[str] = lists["streets"]
        self.chance = chance
        self.people = people
        self.rows: list[Row] = []

    def add(self, line: dict[str, str], head: Row) -> Row:
        registered = date(1994, 1, 10) + timedelta(days=self.chance.randrange(10000))
        ordinal = len(self.rows) + 1
        row = {key: line[key] for key in ("slug", "kind", "ownership", "note")}
        row["modes"] = line["modes"].split()
        row |= self._identity(line, registered, ordinal)
        row |= self._address(line, ordinal)
        row |= {
            "head_pin": head["pin"],
            "head_name": full_name(head),
            "head_position": HEADS.get(line["kind"], "Директор"),
            "foreign_participation": line["slug"] == "school-private-bilim",
            "founders": self._founders(line, ordinal),
        }
        self.rows.append(row)
        return row

    def _identity(self, line: dict[str, str], registered: date, ordinal: int) -> Row:
        category, category_name, suffix = LEGAL_FORMS[line["ownership"]]
        activity_code, activity = ACTIVITIES.get(line["kind"], GENERAL_EDUCATION)
        serial = self.chance.randrange(1000, 100000)
        return {
            "inn": numbers.inn(registered, (ordinal * 6007) % 10000, "4" if ordinal % 20 == 0 else "0"),
            "full_name_ky": line["full_ky"],
            "short_name_ky": line["short_ky"],
            "full_name_ru": line["full_ru"],
            "short_name_ru": line["short_ru"],
            "okpo": f"{20000000 + ordinal * 104729:08d}",
            "registration_number": f"{serial:06d}-{DISTRICT_CODES[line['region']]}-{suffix}",
            "first_order_date": registered.isoformat(),
            "order_date": (registered + timedelta(days=self.chance.randrange(2000))).isoformat(),
            "category": category,
            "category_name": category_name,
            "ownership_code": OWNERSHIP[line["ownership"]],
            "activity_code": activity_code,
            "activity": activity,
        }

    def _address(self, line: dict[str, str], ordinal: int) -> Row:
        return {
            "region_code": line["region"],
            "region": REGION_NAMES[line["region"]],
            "district": line["district"],
            "city": line["city"],
            "village": line["village"],
            "microdistrict": "мкр. 7" if ordinal % 17 == 0 else "",
            "street": f"ул. {self.chance.choice(self.streets)}",
            "house": f"{self.chance.randrange(1, 220)}{'а' if ordinal % 9 == 0 else ''}",
            "room": str(self.chance.randrange(1, 40)) if ordinal % 8 == 0 else "",
            "phones": f"+996 555 {200000 + ordinal * 41}, +996 700 {300000 + ordinal * 43}",
            "email1": f"{line['slug']}@school.example",
            "email2": f"office.{line['slug']}@school.example" if ordinal % 5 == 0 else "",
        }

    def _founders(self, line: dict[str, str], ordinal: int) -> list[Row]:
        if line["ownership"] != "private":
            inn = numbers.inn(date(1992, 3, 1) + timedelta(days=ordinal), 100 + ordinal)
            name = "Орган управления образованием" if line["ownership"] == "state" else "Орган местного самоуправления"
            return [{"full_name": f"{name} ({REGION_NAMES[line['region']]})", "citizenship": "", "tin": inn}]
        count = 1 + ordinal % 3
        founders = [self.people.add("founder", line["region"], modes=("no-account",)) for _ in range(count)]
        rows = [{"full_name": full_name(p), "citizenship": "KGZ", "tin": p["pin"]} for p in founders]
        if line["slug"] == "school-private-bilim":
            rows.append({"full_name": "Aydın Eğitim Vakfı (invented)", "citizenship": "TUR", "tin": ""})
        return rows


def organizations() -> list[dict[str, str]]:
    return files.table("organizations")
