import json
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from stub.registry.modes import OrganizationMode, PersonMode, SignatureMode, TokenMode
from stub.world import files, numbers
from stub.world.accounts import CURATED, accounts
from stub.world.generate import generate
from tests.stub_process import ROOT

WORLD = files.read()
REGIONS = {"KG-GB", "KG-GO", "KG-B", "KG-J", "KG-Y", "KG-N", "KG-O", "KG-T", "KG-C"}
KYRGYZ_LETTERS = set("ңөү«»")


def test_the_committed_files_are_what_the_script_makes():
    world = generate()
    assert {part: files.path(part).read_text(encoding="utf-8") for part in files.PARTS} == {
        part: files.text(world[part]) for part in files.PARTS
    }


def test_there_are_enough_organizations_of_every_kind_in_every_region():
    organizations = WORLD["organizations"]
    assert len(organizations) >= 60
    assert {row["region_code"] for row in organizations} == REGIONS
    assert {row["ownership"] for row in organizations} == {"state", "municipal", "private"}
    kinds = Counter(row["kind"] for row in organizations)
    assert kinds["university"] == kinds["ministry"] == 1
    assert {"school", "kindergarten", "vocational-lyceum", "college", "primary-school", "basic-school"} <= set(kinds)


def test_there_are_enough_people_for_every_role():
    roles = Counter(row["demo_role"] for row in WORLD["people"])
    assert len(WORLD["people"]) >= 200
    assert (roles["administrator"], roles["specialist"], roles["collegium"]) == (2, 6, 11)
    assert roles["expert"] >= 40
    assert {row["region"] for row in WORLD["people"] if row["demo_role"] == "expert"} == REGIONS
    assert {"head", "deputy", "accountant", "teacher"} <= set(roles)


@pytest.mark.parametrize("field", ["pin", "email", "phone", "slug"])
def test_people_share_nothing(field):
    values = [row[field] for row in WORLD["people"]]
    assert len(values) == len(set(values))


@pytest.mark.parametrize("field", ["inn", "okpo", "slug", "full_name_ky", "full_name_ru"])
def test_organizations_share_nothing(field):
    values = [row[field] for row in WORLD["organizations"]]
    assert len(values) == len(set(values))


def test_personal_numbers_tell_sex_and_birthday():
    wrong = []
    for row in WORLD["people"]:
        born = date.fromisoformat(row["birth_date"])
        prefix = {"female": "1", "male": "2"}[row["gender"]]
        if row["pin"][:9] != f"{prefix}{born:%d%m%Y}" or len(row["pin"]) != 14:
            wrong.append(row["slug"])
    assert wrong == []


def test_one_personal_number_has_a_wrong_check_digit():
    assert [row["slug"] for row in WORLD["people"] if not numbers.is_valid(row["pin"])] == ["esi-pin-check-digit"]


def test_organization_numbers_are_valid_and_most_begin_with_zero():
    inns = [row["inn"] for row in WORLD["organizations"]]
    assert [inn for inn in inns if not numbers.is_valid(inn)] == []
    assert {inn[0] for inn in inns} == {"0", "4"}
    assert all(len(row["okpo"]) == 8 and row["okpo"].isdigit() for row in WORLD["organizations"])


@pytest.mark.parametrize("inn", ["00708201710169", "00207199610017", "02106200710042", "41009200310185"])
def test_the_checksum_agrees_with_public_numbers(inn):
    assert numbers.is_valid(inn)


def test_names_are_awkward_enough():
    letters = set("".join(row["full_name_ky"] for row in WORLD["organizations"]).lower())
    lengths = [len(row[field]) for row in WORLD["organizations"] for field in ("full_name_ky", "full_name_ru")]
    assert letters >= KYRGYZ_LETTERS
    assert 190 <= max(lengths) <= 210
    people = WORLD["people"]
    assert any("-" in row["last_name"] for row in people)
    assert any(row["middle_name"] == "" for row in people)
    assert any(row["last_name"].endswith(("уулу", "кызы")) for row in people)


def test_no_address_is_a_real_one():
    addresses = [row["email"] for row in WORLD["people"]]
    addresses += [row[key] for row in WORLD["organizations"] for key in ("email1", "email2") if row[key]]
    assert [address for address in addresses if not address.endswith(".example")] == []
    assert [row["phone"] for row in WORLD["people"] if row["phone"][:7] not in {"+996555", "+996700"}] == []


def test_each_organization_has_a_head_who_can_sign_for_it():
    signatures = {(row["pin"], row["inn"]) for row in WORLD["signatures"]}
    assert [r["slug"] for r in WORLD["organizations"] if (r["head_pin"], r["inn"]) not in signatures] == []


def test_somebody_has_several_places_to_work():
    places = Counter(row["pin"] for row in WORLD["signatures"] if row["inn"])
    assert max(places.values()) > 1
    assert places[WORLD["organizations"][5]["head_pin"]] == 2


@pytest.mark.parametrize(
    ("part", "modes"),
    [
        ("people", PersonMode),
        ("organizations", OrganizationMode),
        ("signatures", SignatureMode),
        ("tokens", TokenMode),
    ],
)
def test_every_failure_is_exhibited_and_none_is_unknown(part, modes):
    assert {mode for row in WORLD[part] for mode in row["modes"]} == set(modes.values)


def test_nobody_of_the_short_list_fails():
    curated = accounts()["curated"]
    assert [account["slug"] for account in curated] == list(CURATED)
    assert [account["slug"] for account in curated if account["modes"]] == []
    assert [row["pin"] for row in accounts()["all"] if row["role"] == "founder"] == []


def test_the_accounts_are_printed_without_a_database():
    printed = subprocess.run(
        [sys.executable, "-m", "stub.world", "--accounts"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert json.loads(printed.stdout) == accounts()
