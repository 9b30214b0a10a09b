"""What the database itself refuses about appeals, whatever the services do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accreditation.enums.appeals import LIVE_APPEALS, Against, AppealGround, AppealState, Capacity, Verdict
from accreditation.models import Appeal, AppealPanelist
from tests.factories.accounts import UserFactory
from tests.factories.appeals import Quarrel
from tests.factories.people import acting_as

pytestmark = pytest.mark.django_db


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"decision": None}, "appeal_is_against_one_act"),
        ({"against": Against.SUSPENSION}, "appeal_is_against_one_act"),
        ({"text": ""}, "appeal_says_why"),
        ({"grounds": []}, "appeal_says_why"),
        ({"registration_number": "А-1"}, "appeal_registered_with_number_and_date"),
        ({"registered_on": timezone.localdate()}, "appeal_registered_with_number_and_date"),
        ({"state": AppealState.REGISTERED}, "appeal_registered_before_it_is_heard"),
        ({"state": AppealState.HEARD}, "appeal_registered_before_it_is_heard"),
        ({"reasons": "Туура"}, "appeal_decided_by_somebody_for_reasons"),
        (
            {"state": AppealState.UPHELD, "registration_number": "А-1", "registered_on": timezone.localdate()},
            "appeal_decided_by_somebody_for_reasons",
        ),
    ],
)
def test_an_appeal_is_whole(case, facts, name):
    appeal = Quarrel(case).filed()
    refused(name, lambda: Appeal.objects.filter(pk=appeal.pk).update(**facts))


def test_there_is_one_appeal_against_a_decision_that_was_not_withdrawn(case):
    appeal = Quarrel(case).filed()
    appeal.pk = None
    refused("one_appeal_against_a_decision", appeal.save)
    Appeal.objects.update(state=AppealState.WITHDRAWN)
    appeal.pk = None
    appeal.save()
    assert Appeal.objects.count() == 2


def test_there_is_one_appeal_against_an_order(case):
    appeal = Quarrel(case, Against.REVOCATION).filed()
    appeal.pk = None
    refused("one_appeal_against_an_order", appeal.save)


def test_nobody_sits_twice_in_a_panel(case):
    appeal = Quarrel(case).heard()
    seat = appeal.panel.first()
    refused(
        "one_seat_in_an_appeal_panel",
        lambda: AppealPanelist.objects.create(
            appeal=appeal, person=seat.person, name=seat.name, capacity=Capacity.EXPERT
        ),
    )


@pytest.mark.parametrize("facts", [{"verdict": Verdict.UPHOLD}, {"voted_at": timezone.now()}])
def test_a_vote_has_its_moment(case, facts):
    appeal = Quarrel(case).heard()
    refused("vote_on_an_appeal_at_a_moment", lambda: appeal.panel.update(**facts))


@pytest.mark.parametrize("state", AppealState)
def test_only_what_is_live_is_overdue(state):
    appeal = Appeal(state=state, due_on=timezone.localdate() - timedelta(days=1))
    assert appeal.is_overdue == appeal.is_live == (state in LIVE_APPEALS)
    appeal.due_on = timezone.localdate()
    assert not appeal.is_overdue
    assert appeal.tone


def test_the_grounds_stand_in_the_order_of_the_list():
    appeal = Appeal(grounds=[AppealGround.OTHER, AppealGround.PROCEDURE])
    assert appeal.ground_labels == [str(AppealGround.PROCEDURE.label), str(AppealGround.OTHER.label)]


def test_a_seat_shows_only_to_who_sits_on_it(case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    for entry, sits in zip(quarrel.panel, [True, True, True, False, False], strict=True):
        assert Appeal.objects.heard_by(acting_as(entry)).filter(pk=appeal.pk).exists() == sits
    assert str(appeal.panel.first()) == appeal.panel.first().name
    assert UserFactory().appeal_seats.count() == 0
