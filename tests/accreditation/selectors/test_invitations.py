"""What an expert is told of the cases for which he was asked."""

import pytest
from django.utils import translation

from accreditation.enums.applications import State
from accreditation.enums.invitations import InvitationState
from accreditation.models import Application, Invitation
from accreditation.selectors.invitations import standing

AFTER_CONSENT = [state for state in State if state in {
    State.INVITING, State.AGREED, State.ORDERED, State.EVALUATION, State.EVALUATED,
    State.CONSIDERED, State.POSTPONED, State.ACCREDITED, State.REFUSED,
}]  # fmt: skip


def said(application_state, language, state=InvitationState.ACCEPTED):
    with translation.override(language):
        return standing(Invitation(state=state, application=Application(state=application_state)))


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_whoever_agreed_hears_something_else_in_each_state_of_the_case(language):
    sentences = [said(state, language) for state in AFTER_CONSENT]
    assert len(set(sentences)) == len(AFTER_CONSENT)
    assert said(State.WITHDRAWN, language) not in sentences


@pytest.mark.parametrize("state", AFTER_CONSENT)
def test_each_sentence_is_translated(state):
    assert len({said(state, language) for language in ("ky", "ru", "en")}) == 3


@pytest.mark.parametrize(
    "state",
    [InvitationState.DECLINED, InvitationState.LAPSED, InvitationState.WITHDRAWN, InvitationState.REPLACED],
)
def test_whoever_is_out_hears_nothing_of_the_case(state):
    assert len({said(each, "ky", state) for each in AFTER_CONSENT}) == 1
