import hashlib
import json
import runpy
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accreditation.drawing.exclusions import frozen_list, grounds
from accreditation.drawing.facts import Ground, Listed
from accreditation.drawing.ranking import (
    PANEL,
    Anchor,
    TooFew,
    canonical,
    hash_of,
    limit_of_load,
    list_of,
    protocol_of,
    rank,
    seed_of,
    ticket_of,
)
from accreditation.enums.draw import Exclusion
from tests.accreditation.drawing.worlds import anchors, case_facts, cases, expert_facts, experts, fit_for_all

SCRIPT = Path(settings.BASE_DIR) / "docs" / "recompute_draw.py"
recompute = runpy.run_path(str(SCRIPT))["recompute"]
ANCHOR = Anchor(day=date(2026, 11, 21), seq=417, hash="ab" * 32)
two_hundred_worlds = hypothesis_settings(max_examples=200, deadline=None)


def listed(*loads: int, **changes) -> list[Listed]:
    people = [expert_facts(f"u-{number}", load=load, capacity=99, **changes) for number, load in enumerate(loads)]
    return frozen_list(case_facts(), people)


def test_the_bytes_are_those_of_the_documentation():
    seed = hashlib.sha256(f"asula-draw-1|417|{'ab' * 32}|32862".encode()).hexdigest()
    assert seed_of(ANCHOR, "32862") == seed
    assert ticket_of(seed, "32862", "u-1") == hashlib.sha256(f"{seed}|32862|u-1".encode()).hexdigest()


def test_canonical_json_has_one_form():
    assert canonical({"b": [1, "ң"], "a": {}}) == '{"a":{},"b":[1,"ң"]}'.encode()


def test_an_example_that_never_changes():
    """A draw that was published once must be recomputed in ten years."""
    result = rank("32862", 1, listed(0, 0, 0, 0, 0), ANCHOR)
    assert result.list_hash == "36ad96d87d0b26c31cb76d1d7a465023f9618a7371fb95496c4029157bdd7e33"
    assert [each.code for each in result.row] == ["u-4", "u-0", "u-3", "u-1", "u-2"]


@pytest.mark.parametrize(
    ("loads", "limit"),
    [
        ((0, 0, 0), 1),
        ((0, 1, 1, 2, 5), 1),
        ((2, 3, 3, 4), 3),
        ((0, 5, 7, 9), 7),  # too few within the limit: as much more as it takes for three
        ((4, 4, 4, 4), 5),
        ((0, 0, 3), 3),
    ],
)
def test_the_limit_of_even_load(loads, limit):
    assert limit_of_load(listed(*loads)) == limit


def test_whoever_had_more_waits_behind_all_others():
    result = rank("32862", 1, listed(0, 5, 1, 4, 1, 0), ANCHOR)
    assert [each.waited for each in result.row] == [False] * 4 + [True] * 2
    assert {each.load for each in result.row[:4]} == {0, 1}
    for part in (result.row[:4], result.row[4:]):
        assert [each.ticket for each in part] == sorted(each.ticket for each in part)


@pytest.mark.parametrize("eligible", [0, 1, 2])
def test_fewer_than_three_are_refused_with_the_whole_list(eligible):
    people = [*listed(*[0] * eligible), *listed(0, 0, is_blocked=True)]
    with pytest.raises(TooFew) as refused:
        rank("32862", 1, people, ANCHOR)
    assert refused.value.listed == people


def test_three_are_enough():
    result = rank("32862", 1, listed(0, 3, 9), ANCHOR)
    assert len(result.panel) == PANEL
    assert result.alternates == ()


def test_the_published_protocol_holds_no_value_of_a_rule():
    """Where an expert lives, or that he is ill, is nobody's business: only that a rule excludes him."""
    people = [*listed(0, 0, 0), *listed(0, district="A")]
    text = canonical(protocol_of(rank("32862", 1, people, ANCHOR))).decode()
    assert '"excluded":["district"]' in text
    assert '"data"' not in text
    assert '"A"' not in text


@given(cases(), experts(), anchors(), st.integers(1, 3))
@two_hundred_worlds
def test_random_worlds(case, people, anchor, number):
    """Nobody excluded is drawn, and the script that anyone can run comes to the same row."""
    frozen = frozen_list(case, people)
    eligible = {person.code for person in people if not grounds(case, person)}
    if len(eligible) < PANEL:
        with pytest.raises(TooFew):
            rank(case.application, number, frozen, anchor)
        return
    result = rank(case.application, number, frozen, anchor)
    assert {each.code for each in result.row} == eligible
    assert len({each.code for each in result.panel}) == PANEL
    protocol = json.loads(canonical(protocol_of(result)))
    assert recompute(protocol) == ([each.code for each in result.panel], [])


@given(cases(), experts(), anchors(), st.data())
@two_hundred_worlds
def test_one_changed_exclusion_changes_the_hash_and_is_found_out(case, people, anchor, data):
    frozen = frozen_list(case, [*people, *(fit_for_all(f"v-{number}") for number in range(PANEL + 1))])
    protocol = protocol_of(rank(case.application, 1, frozen, anchor))
    victim = data.draw(st.sampled_from([line for line in frozen if line.is_eligible]))
    forged = [replace(line, grounds=(Ground(Exclusion.KIN),)) if line.code == victim.code else line for line in frozen]
    assert hash_of(list_of(case.application, 1, forged)) != protocol["list_hash"]
    protocol |= list_of(case.application, 1, forged)
    _panel, wrong = recompute(protocol)
    assert "list_hash" in wrong


@pytest.mark.parametrize("key", ["seed", "load_limit", "panel", "row", "list_hash"])
def test_a_changed_value_is_found_out(key):
    protocol = json.loads(canonical(protocol_of(rank("32862", 1, listed(0, 0, 0, 0), ANCHOR))))
    protocol[key] = list(reversed(protocol[key])) if isinstance(protocol[key], list) else "0"
    assert recompute(protocol)[1] == [key]


def test_the_order_of_the_experts_does_not_matter():
    people = [expert_facts(f"u-{number}", load=number % 3) for number in range(9)]
    one = rank("7", 1, frozen_list(case_facts(), people), ANCHOR)
    assert one == rank("7", 1, frozen_list(case_facts(), reversed(people)), ANCHOR)


def test_another_application_and_another_day_give_another_row():
    people = listed(*[0] * 12)
    rows = {
        tuple(each.code for each in rank(number, 1, people, replace(ANCHOR, hash=digest * 64)).row)
        for number in ("1", "2")
        for digest in "ab"
    }
    assert len(rows) == 4


def test_drawing_again_on_the_same_day_changes_nothing_for_those_who_remain():
    """Nobody can repeat the draw until he likes it: the seed does not know how often it was tried."""
    people = listed(*[0] * 8)
    first = rank("7", 1, people, ANCHOR)
    remaining = [line for line in people if line.code != first.row[0].code]
    assert rank("7", 2, remaining, ANCHOR).row == first.row[1:]


def test_the_script_runs_alone(tmp_path):
    result = rank("32862", 1, listed(0, 0, 0, 0), ANCHOR)
    protocol = protocol_of(result) | {"names": {result.panel[0].code: "Асанова Айгүл"}}
    file = tmp_path / "protocol.json"
    file.write_bytes(canonical(protocol))
    run = [sys.executable, "-I", str(SCRIPT), str(file)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    *panel, verdict = done.stdout.splitlines()
    assert [line.split()[0] for line in panel] == [each.code for each in result.panel]
    assert panel[0].endswith("Асанова Айгүл")
    assert verdict.startswith("All agrees.")
    assert verdict.endswith(f"{ANCHOR.day} {ANCHOR.seq} {ANCHOR.hash}")
    file.write_bytes(canonical(protocol | {"seed": "0"}))
    refused = subprocess.run(run, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "seed" in refused.stderr


def test_the_script_is_short_and_needs_nothing():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    assert imports == ["import json", "import sys", "from hashlib import sha256", "from pathlib import Path"]
