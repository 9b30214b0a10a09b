from datetime import timedelta

import pytest
from django.utils import timezone

from accreditation.calendar import Calendar
from accreditation.enums.appeals import Against, AppealState
from accreditation.enums.applications import State
from accreditation.enums.collegium import Outcome
from accreditation.models import Appeal, Application
from accreditation.selectors import appeals as selectors
from accreditation.selectors import granting_panels
from records.models import Document
from selfassessment.models import SelfAssessment
from tests.factories.appeals import Quarrel
from tests.factories.conditions import decided
from tests.factories.people import SpecialistFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.mark.parametrize("against", Against)
def test_an_act_may_be_appealed_against_until_a_day(case, against):
    quarrel = Quarrel(case, against)
    [act] = selectors.appealable(quarrel.application)
    assert (act.against, act.announced_on, act.appeal, act.is_open) == (against, timezone.localdate(), None, True)
    assert act.last_day == selectors.last_day(timezone.localdate(), Calendar.load()) > timezone.localdate()
    appeal = quarrel.filed()
    [act] = selectors.appealable(quarrel.application)
    assert (act.appeal, act.is_open) == (appeal, False)


@pytest.mark.parametrize("outcome", [Outcome.ACCREDITED, Outcome.POSTPONED])
def test_what_is_not_against_the_school_is_not_appealed_against(case, outcome):
    application = case.quick(State.CONSIDERED)
    decided(application, outcome)
    assert selectors.appealable(application) == []


def test_only_the_last_decision_is_appealed_against(case):
    quarrel = Quarrel(case)
    latest = decided(quarrel.application, Outcome.CONDITIONAL)
    [act] = selectors.appealable(quarrel.application)
    assert (act.against, act.decision) == (Against.CONDITIONS, latest)


def test_a_decision_that_nobody_confirmed_is_not_announced(case):
    quarrel = Quarrel(case)
    type(quarrel.decision).objects.update(confirmed_at=None, confirmed_by=None)
    assert selectors.appealable(quarrel.application) == []


def test_the_ministry_finds_what_has_to_be_decided_and_what_is_over(case):
    quarrel = Quarrel(case)
    appeal = quarrel.filed()
    for by in (case.by_specialist, case.by_administrator):
        assert list(selectors.appeals(by, live=True)) == [appeal]
        assert not selectors.appeals(by, live=False).exists()
        assert list(selectors.appeals(by)) == [appeal]
    assert not selectors.appeals(acting_as(SpecialistFactory())).exists()
    Appeal.objects.update(state=AppealState.WITHDRAWN)
    assert list(selectors.appeals(case.by_administrator, live=False)) == [appeal]


def test_the_most_urgent_appeal_stands_first(case):
    late, soon = Quarrel(case).filed(), Quarrel(case, Against.SUSPENSION).filed()
    Appeal.objects.filter(pk=late.pk).update(due_on=timezone.localdate() + timedelta(days=90))
    assert list(selectors.appeals(case.by_administrator, live=True)) == [soon, late]
    assert list(selectors.of_application(late.application)) == [late]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_one_question(case, count, django_assert_num_queries):
    for against in list(Against)[:count]:
        Quarrel(case, against).filed()
    with django_assert_num_queries(1):
        rows = [appeal.application.organization.name for appeal in selectors.appeals(case.by_administrator, live=True)]
    assert len(rows) == count


def test_the_school_learns_who_decided_with_the_outcome_and_never_who_voted_how(case):
    quarrel = Quarrel(case)
    heard = quarrel.voted()
    shown = set(selectors.public_history(heard).values_list("action", flat=True))
    assert shown == {"file_appeal", "register_appeal"}
    assert selectors.history(heard).count() == 6


def test_after_the_outcome_the_names_are_shown(case):
    appeal = Quarrel(case).decided()
    shown = set(selectors.public_history(appeal).values_list("action", flat=True))
    assert shown == {"file_appeal", "register_appeal", "name_appeal_panel", "decide_appeal"}


@pytest.mark.parametrize("state", AppealState)
def test_the_panel_reads_the_case_while_it_hears_the_appeal(case, state):
    quarrel = Quarrel(case)
    quarrel.in_state(state)
    application = Application.objects.get(pk=quarrel.application.pk)
    expected = state == AppealState.HEARD
    for entry, sits in zip(quarrel.panel, [True, True, True, False, False], strict=True):
        by = acting_as(entry)
        reads = Document.objects.filter(granting_panels.documents(by), pk=application.document_id).exists()
        sees = SelfAssessment.objects.filter(granting_panels.self_assessments(by), pk=application.report_id).exists()
        assert (reads, sees) == (sits and expected, sits and expected)


def test_seats_that_wait_for_a_vote_stand_first(case):
    first, second = Quarrel(case), Quarrel(case, Against.SUSPENSION)
    second.panel = first.panel
    waiting = first.heard()
    over = second.decided()
    assert list(selectors.seats(acting_as(first.panel[0]))) == [waiting, over]
