"""What a count says: tables, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accreditation.rules.voting import Tally, quorum

FIELDS = ("eligible", "needed", "present", "votes_for", "against", "abstained", "chair_is_for")
NOT_ENOUGH, LOST, CARRIED, CAST = "not enough", "lost", "carried", "by the casting vote"

ROWS = [
    ((9, 6, 9, 9, 0, 0, True), CARRIED),
    ((9, 6, 9, 5, 4, 0, True), CARRIED),
    ((9, 6, 9, 5, 4, 0, False), CARRIED),
    ((9, 6, 9, 4, 5, 0, True), LOST),
    ((9, 6, 9, 0, 9, 0, False), LOST),
    ((9, 6, 9, 0, 0, 9, False), LOST),
    ((9, 6, 6, 6, 0, 0, True), CARRIED),
    ((9, 6, 6, 3, 3, 0, True), CAST),
    ((9, 6, 6, 3, 3, 0, False), LOST),
    ((9, 6, 8, 4, 4, 0, True), CAST),
    ((9, 6, 8, 4, 4, 0, False), LOST),
    ((9, 6, 6, 1, 0, 5, True), CARRIED),
    ((9, 6, 6, 1, 1, 4, True), CAST),
    ((9, 6, 6, 0, 0, 6, False), LOST),
    ((9, 6, 5, 5, 0, 0, True), NOT_ENOUGH),
    ((9, 6, 9, 5, 0, 0, True), NOT_ENOUGH),
    ((9, 6, 0, 0, 0, 0, False), NOT_ENOUGH),
    ((8, 6, 6, 4, 2, 0, True), CARRIED),
    ((8, 6, 5, 5, 0, 0, True), NOT_ENOUGH),
    ((3, 2, 2, 2, 0, 0, False), CARRIED),
    ((3, 2, 2, 1, 1, 0, True), CAST),
    ((1, 1, 1, 1, 0, 0, True), CARRIED),
    ((0, 1, 0, 0, 0, 0, False), NOT_ENOUGH),
]


def outcome(count: Tally) -> str:
    if not count.enough_voted:
        return NOT_ENOUGH
    if not count.is_carried:
        return LOST
    return CAST if count.by_casting_vote else CARRIED


@pytest.mark.parametrize(("numbers", "said"), ROWS)
def test_a_count_says_whether_the_motion_is_carried(numbers, said):
    count = Tally(**dict(zip(FIELDS, numbers, strict=True)))
    assert outcome(count) == said
    assert count.voted == sum(numbers[3:6])


@pytest.mark.parametrize("numbers", [numbers for numbers, said in ROWS if said == CAST])
def test_without_the_casting_vote_a_tie_is_lost(settings, numbers):
    settings.COLLEGIUM_CASTING_VOTE = False
    assert outcome(Tally(**dict(zip(FIELDS, numbers, strict=True)))) == LOST


@given(st.integers(min_value=1, max_value=500))
def test_the_quorum_is_never_less_than_its_share_and_never_more_than_everybody(eligible):
    needed = quorum(eligible)
    assert 1 <= needed <= eligible
    assert needed * 100 >= eligible * 66 > (needed - 1) * 100
