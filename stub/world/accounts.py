"""Who can sign in to the demo world, with which number and password, and as what."""

from typing import Any

from stub.world import files
from stub.world.files import Row, World
from stub.world.people import full_name

CURATED = {
    "head-school-bishkek-11": "Head of a municipal school that is not registered yet",
    "head-school-private-altyn-uya": "Head of a private school that is not registered yet",
    "head-school-private-bilim": "Head of two organizations, a private school and a kindergarten",
    "deputy-school-bishkek-11": "Deputy head of the municipal school",
    "teacher-school-bishkek-11-1": "Teacher of the municipal school, simple signature only",
    "administrator-1": "The ministry's accreditation administrator",
    "specialist-1": "The ministry's accreditation specialist",
    "expert-kg-gb-1": "Expert",
    "collegium-1": "Member of the Collegium",
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
    return {"curated": [by_slug[slug] | {"what": what} for slug, what in CURATED.items()], "all": everybody}


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
