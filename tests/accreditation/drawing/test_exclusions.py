from datetime import date, timedelta

import pytest

from accreditation.drawing.exclusions import TIES, counts, frozen_list, grounds
from accreditation.drawing.facts import Ground
from accreditation.enums.draw import Exclusion
from tests.accreditation.drawing.worlds import case_facts, expert_facts

CASE = case_facts()
LAST = CASE.ends_on
DAY = timedelta(days=1)

RULES = [  # what is different about the expert, and the ground that excludes him for it
    ({"is_blocked": True}, Ground(Exclusion.BLOCKED)),
    ({"for_accreditation": False}, Ground(Exclusion.TYPE)),
    ({"types": frozenset({"prog_gen"})}, Ground(Exclusion.KIND, {"type": "inst_gen"})),
    ({"types": frozenset()}, Ground(Exclusion.KIND, {"type": "inst_gen"})),
    ({"levels": frozenset({"primary"})}, Ground(Exclusion.LEVEL, {"levels": "secondary"})),
    ({"certificate_valid_until": None}, Ground(Exclusion.CERTIFICATE, {"until": ""})),
    ({"certificate_valid_until": LAST - DAY}, Ground(Exclusion.CERTIFICATE, {"until": "2026-12-09"})),
    ({"district": "A"}, Ground(Exclusion.DISTRICT, {"district": "A"})),
    ({"district": ""}, Ground(Exclusion.DISTRICT_UNKNOWN)),
    ({"languages": frozenset({"ru"})}, Ground(Exclusion.LANGUAGE, {"language": "ky"})),
    (
        {"absences": ((LAST, LAST + DAY),)},
        Ground(Exclusion.ABSENT, {"from": "2026-12-10", "until": "2026-12-11"}),
    ),
    (
        {"absences": ((date(2026, 11, 1), CASE.starts_on),)},
        Ground(Exclusion.ABSENT, {"from": "2026-11-01", "until": "2026-12-01"}),
    ),
    ({"load": 6}, Ground(Exclusion.CAPACITY, {"load": "6", "capacity": "6"})),
    ({"capacity": 0}, Ground(Exclusion.CAPACITY, {"load": "0", "capacity": "0"})),
    *(({"ties": frozenset({tie})}, Ground(tie)) for tie in TIES),
]
HARMLESS = [
    {},
    {"certificate_valid_until": LAST},
    {"levels": frozenset({"primary", "secondary"})},
    {"absences": ((LAST + DAY, LAST + 9 * DAY), (date(2026, 1, 1), CASE.starts_on - DAY))},
    {"load": 5},
    {"load": 500, "capacity": None},
]


@pytest.mark.parametrize(("changes", "ground"), RULES)
def test_a_rule_excludes_with_the_values_that_made_it_so(changes, ground):
    assert grounds(CASE, expert_facts(**changes)) == (ground,)


@pytest.mark.parametrize("changes", HARMLESS)
def test_whoever_breaks_no_rule_may_be_drawn(changes):
    assert grounds(CASE, expert_facts(**changes)) == ()


def test_every_exclusion_is_shown_by_a_rule():
    assert {ground.rule for _changes, ground in RULES} == set(Exclusion)


def test_a_case_without_levels_asks_for_none():
    assert grounds(case_facts(levels=frozenset()), expert_facts(levels=frozenset())) == ()


def test_a_school_whose_district_is_unknown_gets_no_neighbour_by_chance():
    assert grounds(case_facts(district=""), expert_facts()) == (Ground(Exclusion.DISTRICT_UNKNOWN),)


def test_all_grounds_are_named_not_only_the_first():
    expert = expert_facts(is_blocked=True, district="A", ties=frozenset({Exclusion.KIN}))
    assert [ground.rule for ground in grounds(CASE, expert)] == [
        Exclusion.BLOCKED,
        Exclusion.DISTRICT,
        Exclusion.KIN,
    ]


def test_the_list_is_in_the_order_of_pseudonyms_and_says_everything():
    experts = [expert_facts("u-b", load=2), expert_facts("u-a", district="A", languages=frozenset())]
    first, second = frozen_list(CASE, experts)
    assert (first.code, first.load, first.excluded, first.is_eligible) == ("u-a", 0, ["district", "language"], False)
    assert (second.code, second.load, second.excluded, second.is_eligible) == ("u-b", 2, [], True)


def test_the_rules_are_counted():
    experts = [
        expert_facts("u-1"),
        expert_facts("u-2", district="A"),
        expert_facts("u-3", district="A", is_blocked=True),
    ]
    assert counts(frozen_list(CASE, experts)) == {Exclusion.BLOCKED: 1, Exclusion.DISTRICT: 2}
    assert counts([]) == {}
