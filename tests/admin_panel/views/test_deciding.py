"""A case in a sitting: what its page offers, and the decision that one person drafts and another confirms."""

import pytest
from django.urls import reverse

from accreditation.enums.applications import State
from accreditation.enums.collegium import ItemState, Outcome
from accreditation.models import Certificate, CollegiumDecision, CollegiumEvent
from accreditation.services import deciding, sittings
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import quick
from tests.factories.collegium import WORDINGS, Hall, fresh
from tests.factories.people import acting_as
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

STEPS = {
    "agenda_item_motion",
    "agenda_item_votes",
    "agenda_item_leave",
    "decision_draft",
    "decision_confirm",
    "decision_send_back",
}
CONFLICT = "agenda_item_conflict"
OFFERED = {
    ItemState.WAITING: {"agenda_item_motion", "agenda_item_leave", CONFLICT},
    ItemState.VOTING: {"agenda_item_motion", "agenda_item_votes", "agenda_item_leave", "decision_draft", CONFLICT},
    ItemState.DRAFTED: {"decision_draft", "decision_confirm", "decision_send_back", CONFLICT},
    ItemState.DECIDED: set(),
    ItemState.LEFT: set(),
}


@pytest.fixture
def hall(db):
    load_reference()
    return Hall(count=3)


def url(name, item):
    return reverse(f"ministry:{name}", args=[item.sitting_id, item.order])


def acts(client, item):
    return {act.url: act.reason for act in client.get(url("agenda_item", item)).context["acts"]}


@pytest.mark.parametrize("state", ItemState)
def test_each_state_offers_its_steps_and_refuses_the_others_with_the_reason(ministry, hall, state):
    item = hall.item_in(state)
    assert acts(ministry, item) == {url(name, item): None for name in OFFERED[state]}
    events = CollegiumEvent.objects.count()
    for name in OFFERED[state]:
        assert ministry.get(url(name, item)).status_code == 200, name
    for name in STEPS - OFFERED[state]:
        for ask in (ministry.get, ministry.post):
            refused = ask(url(name, item))
            assert refused.status_code == 403, name
            assert "This is not possible while the state is" in refused.text
    if CONFLICT not in OFFERED[state]:
        assert "not before this sitting any more" in ministry.get(url(CONFLICT, item)).text
    assert (fresh(item).state, CollegiumEvent.objects.count()) == (state, events)


@pytest.mark.parametrize("state", ItemState)
def test_who_works_in_the_school_is_offered_nothing(ministry, administrator, hall, state):
    item = hall.item_in(state)
    EmploymentFactory(organization=item.application.organization, person=administrator)
    assert acts(ministry, item) == {}
    assert {ministry.get(url(name, item)).status_code for name in STEPS} == {403}


def test_who_drafted_is_not_offered_to_confirm(client, hall):
    item = hall.item_in(ItemState.DRAFTED)
    sign_in(client, hall.secretary.user)
    assert url("decision_confirm", item) not in acts(client, item)
    sign_in(client, hall.second.user)
    assert acts(client, item)[url("decision_confirm", item)] is None


@pytest.mark.parametrize(
    ("votes", "reason"),
    [
        ("", "Not enough votes are confirmed: 0 of at least 2."),
        ("+", "Not enough votes are confirmed: 1 of at least 2."),
        ("+--", "The motion has no majority: put another one to the vote."),
        ("-+", "The motion has no majority: put another one to the vote."),
        ("000", "The motion has no majority: put another one to the vote."),
        ("+-", None),
        ("++-", None),
        ("+00", None),
    ],
)
def test_a_draft_waits_for_enough_votes_and_a_majority(ministry, hall, votes, reason):
    item = hall.voting()
    hall.vote(item, votes)
    assert acts(ministry, item)[url("decision_draft", item)] == reason
    answer = ministry.post(url("decision_draft", item), {"reasons_ky": "Негиз"})
    assert answer.status_code == (403 if reason else 302)
    assert CollegiumDecision.objects.exists() == (reason is None)


@pytest.mark.parametrize(
    ("share", "absent", "needed", "reason"),
    [
        (66, 0, 2, None),
        (66, 1, 2, None),
        (66, 2, 2, "There is no quorum for this case: 1 of at least 2 members are present."),
        (100, 1, 3, "There is no quorum for this case: 2 of at least 3 members are present."),
        (0, 3, 1, "There is no quorum for this case: 0 of at least 1 members are present."),
    ],
)
def test_the_quorum_is_told_and_without_it_nothing_is_put_to_the_vote(
    ministry, settings, hall, share, absent, needed, reason
):
    settings.COLLEGIUM_QUORUM = share
    item = hall.opened(absent=absent).items.get()
    assert f"{3 - absent} (quorum: {needed})" in ministry.get(url("agenda_item", item)).text
    assert acts(ministry, item)[url("agenda_item_motion", item)] == reason
    answer = ministry.post(url("agenda_item_motion", item), {"motion": Outcome.ACCREDITED})
    assert answer.status_code == (403 if reason else 302)
    assert fresh(item).state == (ItemState.WAITING if reason else ItemState.VOTING)


def test_who_left_before_the_decision_was_confirmed_is_missed(ministry, hall):
    item = hall.item_in(ItemState.DRAFTED)
    sittings.record_presence(item.sitting, hall.members[:1], by=hall.secretary)
    reason = "There is no quorum for this case: 1 of at least 2 members are present."
    assert acts(ministry, item)[url("decision_confirm", item)] == reason
    assert ministry.post(url("decision_confirm", item)).status_code == 403
    assert CollegiumDecision.objects.get().confirmed_by is None


def test_a_member_with_an_interest_is_named_and_does_not_count(ministry, hall):
    item, member = hall.opened().items.get(), hall.members[2]
    sittings.declare_conflict(item, member, note="Мектептин түлөгү", by=acting_as(member))
    page = ministry.get(url("agenda_item", item))
    assert page.context["interested"] == [(member, ["Declared a conflict of interest"])]
    assert (page.context["tally"].eligible, page.context["tally"].present) == (2, 2)
    assert "Members with a conflict of interest" in page.text
    assert member.name in page.text


MOVED = {
    Outcome.ACCREDITED: (State.ACCREDITED, 1),
    Outcome.CONDITIONAL: (State.ACCREDITED, 1),
    Outcome.REFUSED: (State.REFUSED, 0),
    Outcome.POSTPONED: (State.POSTPONED, 0),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_draft_preview_and_confirmation_by_a_second_person(client, ministry, hall, outcome):
    item, said = hall.opened().items.get(), WORDINGS[outcome]
    ministry.post(url("agenda_item_motion", item), {"motion": outcome.value})
    hall.vote(item, "++-")
    typed = {"reasons_ky": said.reasons_ky, "conditions_ky": said.conditions_ky, "until": said.until or ""}
    saved = ministry.post(url("decision_draft", item), typed, follow=True)
    assert "Another administrator looks at it and confirms it." in saved.text
    assert fresh(item).application.state == State.CONSIDERED
    assert not Certificate.objects.exists()
    sign_in(client, hall.second.user)
    preview = client.get(url("decision_confirm", item)).text
    for words in (str(outcome.label), said.reasons_ky, said.conditions_ky, "This cannot be undone."):
        assert words in preview
    assert "The letter to the organization" in preview
    assert ("The certificate" in preview) is outcome.grants
    assert fresh(item).state == ItemState.DRAFTED
    client.post(url("decision_confirm", item))
    decided = fresh(item)
    assert (decided.application.state, Certificate.objects.count()) == MOVED[outcome]
    assert (decided.state, decided.decision.confirmed_by) == (ItemState.DECIDED, hall.second.user)
    assert client.post(url("decision_confirm", item)).status_code == 403
    assert Certificate.objects.count() == MOVED[outcome][1]


def test_a_new_motion_begins_a_new_count(ministry, hall):
    item = hall.voting()
    hall.vote(item, "---")
    assert "0 / 3 / 0" in ministry.get(url("agenda_item", item)).text
    ministry.post(url("agenda_item_motion", item), {"motion": Outcome.REFUSED})
    page = ministry.get(url("agenda_item", item))
    assert "0 / 0 / 0" in page.text
    assert page.context["votes"] == []
    assert item.votes.count() == 3


def test_a_refused_reason_for_sending_back_is_kept(ministry, hall):
    item = hall.item_in(ItemState.DRAFTED)
    refused = ministry.post(url("decision_send_back", item), {"reason": "Негиздер кыска " * 80})
    assert refused.status_code == 422
    assert "Негиздер кыска Негиздер кыска" in refused.text
    assert fresh(item).state == ItemState.DRAFTED


def test_a_case_of_another_sitting_is_not_found_here(ministry, hall):
    here = hall.opened(quick(State.EVALUATED), quick(State.EVALUATED))
    other = hall.planned()
    assert ministry.get(reverse("ministry:agenda_item", args=[here.pk, 2])).status_code == 200
    for name in ("agenda_item", *STEPS):
        assert ministry.get(reverse(f"ministry:{name}", args=[other.pk, 2])).status_code == 404, name


def test_a_case_is_decided_by_two_persons(client, ministry, hall):
    item = hall.opened().items.get()
    assert ministry.post(url("agenda_item_motion", item)).status_code == 422
    ministry.post(url("agenda_item_motion", item), {"motion": Outcome.CONDITIONAL})
    assert "Not enough votes are confirmed" in ministry.get(url("agenda_item", item)).text
    hall.vote(item, "+++")
    refused = ministry.post(url("decision_draft", item), {"conditions_ky": "Китепкананы толуктоо", "until": ""})
    assert refused.status_code == 422
    assert "Китепкананы толуктоо" in refused.text
    until = WORDINGS[Outcome.CONDITIONAL].until.isoformat()
    ministry.post(url("decision_draft", item), {"conditions_ky": "Китепкананы толуктоо", "until": until})
    assert ministry.post(url("decision_confirm", item)).status_code == 403
    sign_in(client, hall.second.user)
    assert "Китепкананы толуктоо" in client.get(url("decision_confirm", item)).text
    client.post(url("decision_confirm", item))
    assert Certificate.objects.get().is_conditional
    assert fresh(item).state == ItemState.DECIDED


def test_a_draft_is_sent_back_with_a_reason_and_keeps_its_text(ministry, hall):
    decision = hall.drafted(Outcome.REFUSED)
    assert ministry.post(url("decision_send_back", decision.item), {"reason": ""}).status_code == 422
    ministry.post(url("decision_send_back", decision.item), {"reason": "Негиздер кыска"})
    assert fresh(decision.item).state == ItemState.VOTING
    assert decision.reasons in ministry.get(url("decision_draft", decision.item)).text
    assert CollegiumDecision.objects.get().confirmed_by is None


def test_the_count_and_the_earlier_decisions_are_shown_and_nothing_is_proposed(ministry, hall):
    decision = hall.decided(Outcome.POSTPONED)
    page = ministry.get(url("agenda_item", decision.item)).text
    assert "Decision postponed" in page
    assert "Confirmed by" in page
    assert all(member.name in page for member in hall.members)


def test_a_draft_that_was_overtaken_keeps_what_was_typed(ministry, hall):
    item = hall.voting(Outcome.REFUSED)
    hall.vote(item, "+++")
    seen = ministry.get(url("decision_draft", item)).context["seen"]
    deciding.draft(item, WORDINGS[Outcome.REFUSED], by=hall.second)
    typed = {"reasons_ky": "Менин негизим", "seen": seen}
    refused = ministry.post(url("decision_draft", item), typed)
    assert refused.status_code == 422
    assert "Somebody else has changed this case meanwhile." in refused.text
    assert "Менин негизим" in refused.text
    assert CollegiumDecision.objects.get().reasons == WORDINGS[Outcome.REFUSED].reasons_ky
    ministry.post(url("decision_draft", item), typed | {"seen": refused.context["seen"]})
    assert CollegiumDecision.objects.get().reasons == "Менин негизим"


def test_nobody_confirms_a_text_that_he_has_not_seen(client, settings, hall):
    decision = hall.drafted(Outcome.REFUSED)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sign_in(client, hall.second.user)
    address = url("decision_confirm", decision.item)
    seen = client.get(address).context["seen"]
    deciding.draft(decision.item, deciding.Wording(reasons_ky="Башка негиз"), by=hall.secretary)
    answer = client.post(address, {"seen": seen}, follow=True)
    assert "Somebody else has changed this case meanwhile." in answer.text
    assert "Башка негиз" in answer.text
    assert CollegiumDecision.objects.get().confirmed_at is None
    client.post(address, {"seen": answer.context["seen"]})
    assert CollegiumDecision.objects.get().confirmed_by == hall.second.user
