"""Who can sign in to the demo world, with which number and password, and as what."""

from typing import Any

from stub.world import files
from stub.world.files import Row, World
from stub.world.people import full_name

CURATED = {  # slug → English, Kyrgyz, Russian
    "head-school-bishkek-11": (
        "Head of a municipal school that is not registered yet",
        "Катталбаган муниципалдык мектептин жетекчиси",
        "Руководитель незарегистрированной муниципальной школы",
    ),
    "head-school-private-altyn-uya": (
        "Head of a private school that is not registered yet",
        "Катталбаган жеке менчик мектептин жетекчиси",
        "Руководитель незарегистрированной частной школы",
    ),
    "head-school-private-bilim": (
        "Head of two organizations, a private school and a kindergarten",
        "Эки уюмдун – жеке мектептин жана бала бакчанын – жетекчиси",
        "Руководитель двух организаций – частной школы и детского сада",
    ),
    "deputy-school-bishkek-11": (
        "Deputy head of the municipal school",
        "Муниципалдык мектептин жетекчисинин орун басары",
        "Заместитель руководителя муниципальной школы",
    ),
    "teacher-school-bishkek-11-1": (
        "Teacher of the municipal school, simple signature only",
        "Муниципалдык мектептин мугалими, жөнөкөй кол тамга гана",
        "Учитель муниципальной школы, только простая подпись",
    ),
    "head-school-sokuluk-3": (
        "Head of a school that is registered: one report approved, one being written",
        "Катталган мектептин жетекчиси: бир отчету бекитилген, бири жазылып жатат",
        "Руководитель зарегистрированной школы: один отчет утвержден, другой пишется",
    ),
    "deputy-school-sokuluk-3": (
        "Deputy head of the registered school, chair of the commission",
        "Катталган мектептин жетекчисинин орун басары, комиссиянын төрагасы",
        "Заместитель руководителя зарегистрированной школы, председатель комиссии",
    ),
    "teacher-school-sokuluk-3-1": (
        "Teacher of the registered school, member of the commission",
        "Катталган мектептин мугалими, комиссиянын мүчөсү",
        "Учитель зарегистрированной школы, член комиссии",
    ),
    "administrator-1": (
        "The ministry's accreditation administrator",
        "Аккредитациянын администратору",
        "Администратор аккредитации",
    ),
    "specialist-1": (
        "The ministry's accreditation specialist",
        "Аккредитация адиси",
        "Специалист аккредитации",
    ),
    "expert-kg-gb-1": ("Expert", "Эксперт", "Эксперт"),
    "collegium-1": ("Member of the Collegium", "Коллегия мүчөсү", "Член Коллегии"),
}
WITHOUT_ACCOUNT = {"founder"}


def accounts(world: World | None = None) -> dict[str, list[dict[str, Any]]]:
    """A short list to print after the start, and the whole list."""
    world = world or files.read()
    organizations = {row["inn"]: row for row in world["organizations"]}
    signatures: dict[str, list[Row]] = {}
    for row in world["signatures"]:
        signatures.setdefault(row["pin"], []).append(row)
    everybody = [
        _account(person, signatures.get(person["pin"], []), organizations)
        for person in world["people"]
        if person["demo_role"] not in WITHOUT_ACCOUNT
    ]
    by_slug = {account["slug"]: account for account in everybody}
    curated = [by_slug[slug] | {"what": en, "what_ky": ky, "what_ru": ru} for slug, (en, ky, ru) in CURATED.items()]
    return {"curated": curated, "all": everybody}


def _account(person: Row, signatures: list[Row], organizations: dict[str, Row]) -> dict[str, Any]:
    return {
        "slug": person["slug"],
        "role": person["demo_role"],
        "name": full_name(person),
        "pin": person["pin"],
        "password": person["password"],
        "email": person["email"],
        "phone": person["phone"],
        "region": person["region"],
        "cloud_signatures": [_place(row, organizations) for row in signatures],
        "note": person["note"],
        "modes": person["modes"],
    }


def _place(signature: Row, organizations: dict[str, Row]) -> dict[str, Any]:
    organization = organizations.get(signature["inn"])
    return {
        "inn": signature["inn"],
        "organization": organization["slug"] if organization else None,
        "name_ky": organization["short_name_ky"] if organization else None,
        "name_ru": organization["short_name_ru"] if organization else None,
        "position": signature["position"],
        "modes": signature["modes"],
    }
