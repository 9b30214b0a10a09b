import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, ItemState, Outcome, SittingState
from accreditation.models import AgendaItem, Attendance, CollegiumDecision, Conflict, Sitting, Vote
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import quick
from tests.factories.people import CollegiumMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english", "_standards")]


def refused(constraint, act, **columns):
    with pytest.raises(IntegrityError, match=re.escape(constraint)), transaction.atomic():
        act(**columns)


def sitting(**columns):
    person = UserFactory(is_administrator=True)
    facts = {
        "starts_at": timezone.now() + timedelta(hours=1),
        "place": "Бишкек",
        "chair": CollegiumMemberFactory(),
        "secretary": person,
        "created_by": person,
    } | columns
    return Sitting.objects.create(**facts)


def item(**columns):
    facts = {"order": 1, "added_by": UserFactory()} | columns
    facts.setdefault("application", quick(State.CONSIDERED))
    facts.setdefault("sitting", sitting())
    return AgendaItem.objects.create(**facts)


def decision(**columns):
    facts = {"outcome": Outcome.ACCREDITED, "drafted_by": UserFactory()} | columns
    facts.setdefault("item", item(state=ItemState.DRAFTED, motion=facts["outcome"], round=1))
    facts |= {"application": facts["item"].application, "number": str(facts["item"])}
    return CollegiumDecision.objects.create(**facts)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("sitting_is_somewhere", {"place": "", "link": ""}),
        ("sitting_opened_at_a_moment", {"state": SittingState.OPEN}),
        ("sitting_closed_with_minutes", {"state": SittingState.CLOSED, "opened_at": timezone.now()}),
        (
            "sitting_closed_with_minutes",
            {"state": SittingState.CLOSED, "opened_at": timezone.now(), "closed_at": timezone.now()},
        ),
    ],
)
def test_a_sitting_is_whole(constraint, columns):
    refused(constraint, sitting, **columns)


@pytest.mark.parametrize("columns", [{"place": "Бишкек"}, {"place": "", "link": "https://meet.example/1"}])
def test_a_sitting_is_in_a_place_or_over_a_link(columns):
    assert sitting(**columns).state == SittingState.PLANNED


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("agenda_motion_has_a_round", {"motion": Outcome.REFUSED}),
        ("agenda_motion_has_a_round", {"round": 1}),
        ("agenda_votes_on_a_motion", {"state": ItemState.VOTING}),
        ("agenda_votes_on_a_motion", {"state": ItemState.DRAFTED}),
        ("agenda_votes_on_a_motion", {"state": ItemState.DECIDED}),
    ],
)
def test_a_case_is_put_to_the_vote_with_a_motion(constraint, columns):
    refused(constraint, item, **columns)


def test_a_place_of_the_agenda_is_taken_once():
    first = item()
    refused("agenda_place_once", item, sitting=first.sitting)
    assert item(sitting=first.sitting, order=2).order == 2


@pytest.mark.parametrize("state", [ItemState.LEFT, ItemState.DECIDED])
def test_a_case_stands_on_one_agenda_until_it_leaves_it(state):
    first = item()
    refused("case_on_one_agenda_at_once", item, application=first.application)
    AgendaItem.objects.filter(pk=first.pk).update(state=state, motion=Outcome.POSTPONED, round=1)
    assert item(application=first.application).state == ItemState.WAITING


def test_a_member_is_present_votes_and_declares_once():
    member, case, by = CollegiumMemberFactory(), item(), UserFactory()
    present = {"sitting": case.sitting, "member": member, "recorded_by": by}
    vote = {"item": case, "round": 1, "member": member, "choice": Choice.FOR, "recorded_by": by}
    interest = {"application": case.application, "member": member, "note": "Тууганы", "declared_by": by}
    for model, columns, constraint in (
        (Attendance, present, "present_once"),
        (Vote, vote, "one_vote_of_a_member"),
        (Conflict, interest, "conflict_declared_once"),
    ):
        model.objects.create(**columns)
        refused(constraint, model.objects.create, **columns)
    assert Vote.objects.create(**vote | {"round": 2}).round == 2


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("decision_says_why", {"outcome": Outcome.REFUSED}),
        ("decision_says_why", {"outcome": Outcome.POSTPONED, "until": timezone.localdate()}),
        ("decision_has_its_day", {"outcome": Outcome.POSTPONED, "reasons_ky": "Себеп"}),
        ("decision_has_its_day", {"outcome": Outcome.CONDITIONAL, "conditions_ky": "Шарт"}),
        ("decision_names_its_conditions", {"outcome": Outcome.CONDITIONAL, "until": timezone.localdate()}),
        ("decision_of_two_persons", {"confirmed_at": timezone.now()}),
    ],
)
def test_a_decision_says_what_its_outcome_needs(constraint, columns):
    refused(constraint, decision, **columns)


def test_the_database_itself_asks_for_two_persons():
    one, other = UserFactory(), UserFactory()
    now = timezone.now()
    refused("decision_of_two_persons", decision, drafted_by=one, confirmed_by=one, confirmed_at=now)
    assert decision(drafted_by=one, confirmed_by=other, confirmed_at=now).confirmed_by == other


def test_a_number_is_given_once():
    first = decision()
    refused(
        "number",
        CollegiumDecision.objects.create,
        item=item(state=ItemState.DRAFTED, motion=Outcome.ACCREDITED, round=1),
        application=first.application,
        number=first.number,
        outcome=Outcome.ACCREDITED,
        drafted_by=first.drafted_by,
    )


@pytest.mark.parametrize(("state", "comes"), [(state, state in {"planned", "open"}) for state in SittingState])
def test_a_sitting_comes_or_is_over(state, comes):
    one = Sitting(state=state)
    assert one.tone in {"neutral", "accent", "done", "muted"}
    found = sitting()
    if state != SittingState.CLOSED:
        Sitting.objects.filter(pk=found.pk).update(state=state, opened_at=timezone.now())
        assert Sitting.objects.to_come().exists() is comes
        assert Sitting.objects.over().exists() is not comes


@pytest.mark.parametrize(("opened", "days"), [(False, 7), (True, 0)])
def test_a_sitting_sits_on_the_day_on_which_it_is_opened(opened, days):
    found = sitting(
        starts_at=timezone.now() + timedelta(days=7),
        opened_at=timezone.now() if opened else None,
        state=SittingState.OPEN if opened else SittingState.PLANNED,
    )
    assert found.sat_on == timezone.localdate() + timedelta(days=days)
