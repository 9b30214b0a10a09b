"""Which reasons keep an expert away from the organization, and which states hold a seat."""

import pytest

from accreditation.enums.invitations import LIVE, DeclineReason, InvitationState

CONFLICTING = {
    DeclineReason.DISTRICT: True,
    DeclineReason.KIN: True,
    DeclineReason.INTEREST: True,
    DeclineReason.LANGUAGE: False,
    DeclineReason.BUSY: False,
    DeclineReason.HEALTH: False,
    DeclineReason.OTHER: False,
}


@pytest.mark.parametrize("reason", DeclineReason)
def test_a_conflict_excludes_for_the_cycle_and_other_reasons_do_not(reason):
    assert reason.is_conflict is CONFLICTING[reason]


@pytest.mark.parametrize("state", InvitationState)
def test_a_seat_is_held_by_who_is_asked_or_has_agreed(state):
    assert (state in LIVE) is (state in {InvitationState.WAITING, InvitationState.ACCEPTED})
    assert state.tone in {"neutral", "accent", "done", "warning", "muted"}
