"""Casts the demo world: who leads, teaches, inspects and decides. The same code gives the same files."""

import random

from stub.world import files
from stub.world.files import Row, World
from stub.world.people import REGIONS, People
from stub.world.places import Places, organizations

SEED = "the demo world, first edition"
ACCOUNTANT, DEPUTY, TEACHER, EXPERT = "Главный бухгалтер", "Заместитель директора", "Учитель", "Преподаватель"
ADMINISTRATORS, SPECIALISTS, COLLEGIUM, EXPERTS_PER_REGION = 2, 6, 11, 5
WORTHY_OF_STAFF = {"school", "vocational-lyceum", "college", "boarding-school", "special-school", "evening-school"}


class Cast:
    """Fills the three lists in a fixed order."""

    def __init__(self) -> None:
        chance = random.Random(SEED)  # noqa: S311 -- repeatable on purpose, protects nothing
        lists = files.names()
        self.chance = chance
        self.people = People(lists, chance)
        self.places = Places(lists, chance, self.people)
        self.signatures: list[Row] = []
        self.by_slug: dict[str, Row] = {}

    def sign(self, person: Row, organization: Row | None, position: str, slug: str = "", modes: str = "") -> None:
        """Gives the person a cloud signature for the organization, or for himself."""
        self.signatures.append(
            {
                "slug": slug or f"{person['slug']}@{organization['slug'] if organization else 'himself'}",
                "pin": person["pin"],
                "inn": organization["inn"] if organization else None,
                "position": position,
                "modes": modes.split(),
            }
        )

    def organizations_with_heads(self) -> None:
        for line in organizations():
            if line["slug"] == "kindergarten-private-tomchu":
                head = next(p for p in self.people.rows if p["slug"] == "head-school-private-bilim")
            else:
                head = self.people.add("head", line["region"], slug=f"head-{line['slug']}", note=line["note"])
            organization = self.places.add(line, head)
            self.by_slug[line["slug"]] = organization
            self.sign(head, organization, organization["head_position"])

    def ministry_staff(self) -> None:
        ministry = self.by_slug["ministry"]
        for role, count, position in (
            ("administrator", ADMINISTRATORS, "Администратор аккредитации"),
            ("specialist", SPECIALISTS, "Специалист аккредитации"),
        ):
            for ordinal in range(1, count + 1):
                self.sign(self.people.add(role, "KG-GB", slug=f"{role}-{ordinal}"), ministry, position)

    def experts_and_collegium(self) -> None:
        for region in REGIONS:
            workplaces = [o for o in self.places.rows if o["region_code"] == region and o["kind"] in WORTHY_OF_STAFF]
            for ordinal in range(1, EXPERTS_PER_REGION + 1):
                expert = self.people.add("expert", region, slug=f"expert-{region.lower()}-{ordinal}")
                self.sign(expert, None, "")
                if ordinal % 2:
                    self.sign(expert, workplaces[ordinal % len(workplaces)], EXPERT)
        for ordinal in range(1, COLLEGIUM + 1):
            member = self.people.add("collegium", REGIONS[ordinal % len(REGIONS)], slug=f"collegium-{ordinal}")
            self.sign(member, None, "")

    def staff_of_organizations(self) -> None:
        worthy = [o for o in self.places.rows if o["kind"] in WORTHY_OF_STAFF and not o["modes"]][:24]
        for organization in worthy:
            region, slug = organization["region_code"], organization["slug"]
            deputy = self.people.add("deputy", region, slug=f"deputy-{slug}")
            self.sign(deputy, organization, DEPUTY)
            for ordinal in range(1, 4):  # teachers have the simple signature only
                self.people.add("teacher", region, slug=f"teacher-{slug}-{ordinal}")
        for first, second in zip(worthy[::3], worthy[1::3], strict=False):  # one accountant serves two schools
            accountant = self.people.add("accountant", first["region_code"], slug=f"accountant-{first['slug']}")
            self.sign(accountant, first, ACCOUNTANT)
            self.sign(accountant, second, ACCOUNTANT)

    def exhibits(self) -> None:
        """One person for each failure of the protocols, all tied to the organization kept for them."""
        organization = self.by_slug["signatures-under-test"]
        for line in files.table("exhibits"):
            of_signature = line["kind"] == "signature"
            person = self.people.add(
                "exhibit",
                "KG-GB",
                slug=line["slug"],
                note=line["note"],
                modes=() if of_signature else tuple(line["modes"].split()),
            )
            if line["slug"] == "esi-pin-check-digit":
                person["pin"] = person["pin"][:13] + str((int(person["pin"][13]) + 1) % 10)
            self.sign(person, organization, DEPUTY, line["slug"], line["modes"] if of_signature else "")

    def tokens(self) -> list[Row]:
        """The tokens of the list, each with the certificates of signatures that exist."""
        known = {signature["slug"] for signature in self.signatures}
        rows: list[Row] = []
        for line in files.table("tokens"):
            holders = line["holders"].split()
            if unknown := set(holders) - known:
                raise LookupError(f"{line['slug']} names unknown signatures: {unknown}")
            rows.append(
                line | {"holders": holders, "modes": line["modes"].split(), "serial": f"{0x3B00A1 + len(rows):08x}"}
            )
        return rows


def generate() -> World:
    """The whole world, the same each time."""
    cast = Cast()
    cast.organizations_with_heads()
    cast.ministry_staff()
    cast.experts_and_collegium()
    cast.staff_of_organizations()
    cast.exhibits()
    for ordinal in range(1, 6):
        cast.people.add("citizen", REGIONS[ordinal], slug=f"citizen-{ordinal}", note="Works nowhere")
    return {
        "organizations": cast.places.rows,
        "people": cast.people.rows,
        "signatures": cast.signatures,
        "tokens": cast.tokens(),
    }
