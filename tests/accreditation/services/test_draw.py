import json
import runpy
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.drawing.ranking import canonical, hash_of
from accreditation.enums.applications import State
from accreditation.enums.draw import DrawAct, Exclusion, Verdict
from accreditation.enums.invitations import DeclineReason, InvitationState
from accreditation.models import Candidate, Draw, Expert, RedrawRequest
from accreditation.services import draw as services
from accreditation.services import intake, invitations, protocol
from core.workflow import TransitionDenied
from organizations.enums import Role
from records import journal
from records.models import JournalEntry
from records.values import unpacked
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import fresh
from tests.factories.draw import experts, group, scheduled, taken
from tests.factories.organizations import DistrictFactory
from tests.factories.people import ExpertFactory, ExpertRelativeFactory, UnavailabilityFactory
from tests.factories.staff import EmploymentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
recompute = runpy.run_path(str(Path(settings.BASE_DIR) / "docs" / "recompute_draw.py"))["recompute"]


def entries(action) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(action=action).order_by("pk"))


def test_taking_an_application_draws_three_experts_and_a_row_of_alternates(case):
    application = taken(case, 6)
    draw = application.draws.get()
    assert application.state == State.INVITING
    assert [candidate.place for candidate in draw.candidates.all()] == [1, 2, 3, 4, 5, 6]
    first_three = [candidate.expert for candidate in draw.candidates.all()[:3]]
    assert [invitation.expert for invitation in group(application)] == first_three
    assert [invitation.is_chair for invitation in group(application)] == [True, False, False]
    assert draw.drawn_by == case.specialist.person


def test_the_hash_of_the_list_is_written_before_the_ranking(case):
    application = taken(case)
    draw = application.draws.get()
    frozen, drawn = entries(DrawAct.FREEZE)[0], entries(DrawAct.DRAW)[0]
    assert frozen.pk < drawn.pk
    assert frozen.changes == {"draw": 1, "list_hash": draw.list_hash, "experts": 6, "eligible": 6}
    assert "panel" not in frozen.changes
    assert drawn.changes["panel"] == protocol.as_json(draw)["panel"]


def test_the_seed_comes_from_the_end_of_yesterdays_journal(case):
    draw = taken(case).draws.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    head = journal.head_of(yesterday)
    assert (draw.anchor_day, draw.anchor_seq, draw.anchor_hash) == (yesterday, head.seq, head.hash)


def test_anybody_recomputes_the_draw_from_its_json(case):
    application = taken(case, 7)
    ExpertFactory()  # somebody who came later does not matter
    data = json.loads(canonical(protocol.as_json(application.draws.get())))
    panel, wrong = recompute(data)
    assert wrong == []
    assert panel == [invitation.expert.person.username for invitation in group(application)]
    assert [data["names"][code] for code in panel] == [str(invitation.expert) for invitation in group(application)]
    frozen = {key: data[key] for key in ("schema", "application", "draw", "candidates")}
    assert hash_of(frozen) == data["list_hash"]


def test_the_protocol_is_a_paper_of_the_ministry(case):
    draw = taken(case).draws.get()
    assert draw.document.number == f"{draw.application_id}/1"
    assert draw.document.organization_id is None
    values = unpacked(draw.document.values)
    assert values["experts_total"] == 6
    assert len(values["panel"]) == 3


TIES = {
    Exclusion.BLOCKED: lambda expert, _school: _set(
        expert, blocked_at=timezone.now(), blocked_by=UserFactory(), block_reason="x"
    ),
    Exclusion.TYPE: lambda expert, _school: _set(expert, type="licensing"),
    Exclusion.KIND: lambda expert, _school: _set(expert, kinds=["prog_npo"]),
    Exclusion.LEVEL: lambda expert, _school: _set(expert, levels=["preschool"]),
    Exclusion.CERTIFICATE: lambda expert, _school: _set(expert, certificate_valid_until=timezone.localdate()),
    Exclusion.DISTRICT: lambda expert, school: _set(expert, district=school.district),
    Exclusion.DISTRICT_UNKNOWN: lambda expert, _school: _set(expert, district=None),
    Exclusion.EMPLOYED: lambda expert, school: _set(expert, employer=school),
    Exclusion.KIN: lambda expert, school: ExpertRelativeFactory(expert=expert, organization=school),
    Exclusion.LANGUAGE: lambda expert, _school: _set(expert, languages=["ru"]),
    Exclusion.ABSENT: lambda expert, _school: UnavailabilityFactory(
        expert=expert, until_on=timezone.localdate() + timedelta(days=15)
    ),
    Exclusion.CAPACITY: lambda expert, _school: _set(expert, capacity_per_year=0),
}


def _set(expert, **facts):
    Expert.objects.filter(pk=expert.pk).update(**facts)


@pytest.mark.parametrize("rule", TIES)
def test_each_rule_excludes_and_its_reason_is_stored(case, rule):
    victim, *_others = experts(4)
    TIES[rule](victim, case.school)
    draw = _take(case).draws.get()
    candidate = draw.candidates.get(expert=victim)
    assert candidate.rules == [rule]
    assert candidate.place is None
    assert draw.candidates.exclude(place=None).count() == 3


def _take(case):
    return fresh(intake.take_under_review(scheduled(case), by=case.by_specialist))


def test_an_employee_of_the_school_is_employed_there(case):
    victim, *_others = experts(4)
    EmploymentFactory(organization=case.school, person=victim.person)
    assert _take(case).draws.get().candidates.get(expert=victim).rules == [Exclusion.EMPLOYED]


def test_whoever_works_for_the_founder_is_employed_there(case):
    victim, *_others = experts(4)
    _set(victim, organization="Өзгөн шаарынын мэриясы")
    case.school.answers.create(
        source="minjust",
        fetched_at=timezone.now(),
        values={},
        raw={"founders": [{"fullName": "ӨЗГӨН шаарынын  мэриясы"}, {"fullName": ""}]},
    )
    assert _take(case).draws.get().candidates.get(expert=victim).rules == [Exclusion.EMPLOYED]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_the_same_personal_number_as_a_head_of_the_school_is_kinship(case, role):
    """The relative whom the expert declared by his number leads the school."""
    victim, *_others = experts(4)
    leader = {Role.HEAD: case.world.head, Role.DEPUTY: case.world.deputy}[role]
    ExpertRelativeFactory(expert=victim, organization=None, pin=leader.person.pin)
    assert _take(case).draws.get().candidates.get(expert=victim).rules == [Exclusion.KIN]


def test_whoever_evaluated_the_school_last_time_is_not_drawn_again(case):
    first = taken(case, 3)
    veterans = [invitation.expert for invitation in group(first)]
    for invitation in group(first):
        invitations.accept(invitation, by=None)
    type(first).objects.filter(pk=first.pk).update(state=State.ACCREDITED)
    experts(3)
    second = _take(case)
    excluded = second.draws.get().candidates.filter(expert__in=veterans)
    assert [candidate.rules for candidate in excluded] == [[Exclusion.LAST_CYCLE]] * 3


def test_fewer_than_three_are_refused_in_words_and_nothing_has_happened(case):
    application = scheduled(case)
    experts(2)
    experts(1, languages=["ru"])
    experts(2, district=case.school.district)
    before = JournalEntry.objects.count()
    with pytest.raises(services.TooFewExperts) as refused:
        intake.take_under_review(application, by=case.by_specialist)
    said = str(refused.value)
    assert "Of 5 experts, 2 may evaluate this organization: three are needed." in said
    assert "Lives in the district of the organization – 2" in said
    assert "Does not work in the language of the report – 1" in said
    assert "No rule is switched off." in said
    assert fresh(application).state == State.SCHEDULED
    assert (Draw.objects.count(), JournalEntry.objects.count()) == (0, before)


def test_a_country_without_experts_says_so(case):
    with pytest.raises(services.TooFewExperts, match="Of 0 experts, 0 may"):
        intake.take_under_review(scheduled(case), by=case.by_specialist)


def test_experts_are_drawn_once(case):
    application = taken(case)
    with pytest.raises(TransitionDenied):
        services.draw_experts(application, by=case.by_specialist)
    assert application.draws.count() == 1


def test_even_load_lets_the_burdened_wait(case):
    busy = taken(case, 3)
    burdened = {invitation.expert_id for invitation in group(busy)}
    again = _other_case(case)
    assert burdened == {invitation.expert_id for invitation in group(again)}  # nobody else is there
    experts(3)
    third = _other_case(case)
    assert burdened.isdisjoint(invitation.expert_id for invitation in group(third))
    waiting = third.draws.get().candidates.filter(waited=True)
    assert {candidate.expert_id for candidate in waiting} == burdened
    assert {candidate.load for candidate in waiting} == {2}


def _other_case(case):
    """Another school's application, taken by the same specialist."""
    other = type(case)()
    other.specialist, other.by_specialist = case.specialist, case.by_specialist
    return _take(other)


# A second draw -------------------------------------------------------------------------------------------------------


@pytest.fixture
def drawn(case):
    return taken(case, 8)


def test_a_second_draw_needs_a_reason_and_two_people(case, drawn):
    with pytest.raises(PermissionDenied):
        services.ask_for_redraw(drawn, reason=" ", by=case.by_specialist)
    request = services.ask_for_redraw(drawn, reason="Тизмеде ката болгон", by=case.by_specialist)
    with pytest.raises(PermissionDenied, match="another person"):
        services.redraw(request, by=case.by_specialist)
    first = {invitation.expert_id for invitation in group(drawn)}
    second = services.redraw(request, by=case.by_administrator)
    assert (second.number, second.reason) == (2, "Тизмеде ката болгон")
    assert (second.asked_by, second.drawn_by) == (case.specialist.person, case.administrator)
    assert [draw.number for draw in drawn.draws.all()] == [2, 1]
    now = {invitation.expert_id for invitation in group(drawn)}
    assert len(now) == 3
    assert now.isdisjoint(first)
    asked = second.candidates.filter(expert__in=first)
    assert [candidate.rules for candidate in asked] == [[Exclusion.ASKED]] * 3
    assert set(drawn.invitations.filter(expert__in=first).values_list("state", flat=True)) == {"replaced"}
    assert recompute(json.loads(canonical(protocol.as_json(second))))[1] == []


def test_a_second_draw_is_refused_by_another_person(case, drawn):
    request = services.ask_for_redraw(drawn, reason="Жаккан жок", by=case.by_specialist)
    services.refuse_redraw(request, by=case.by_administrator)
    assert drawn.draws.count() == 1
    with pytest.raises(PermissionDenied, match="already"):
        services.redraw(request, by=case.by_administrator)
    assert services.ask_for_redraw(drawn, reason="Дагы бир жолу", by=case.by_specialist).pk != request.pk


def test_asking_twice_is_asking_once(case, drawn):
    one = services.ask_for_redraw(drawn, reason="Ката", by=case.by_specialist)
    assert services.ask_for_redraw(drawn, reason="Дагы", by=case.by_administrator) == one


@pytest.mark.parametrize("state", [State.ORDERED, State.EVALUATION, State.SCHEDULED])
def test_a_second_draw_is_too_late_or_too_early(case, drawn, state):
    type(drawn).objects.filter(pk=drawn.pk).update(state=state)
    with pytest.raises(PermissionDenied):
        services.ask_for_redraw(drawn, reason="Ката", by=case.by_specialist)


def test_a_stranger_asks_for_no_second_draw(case, drawn):
    with pytest.raises(PermissionDenied):
        services.ask_for_redraw(drawn, reason="Ката", by=Acting(user=UserFactory()))


def test_the_table_refuses_a_second_draw_by_one_person(case, drawn):
    facts = Draw.objects.filter(pk=drawn.draws.get().pk).values().get() | {"id": None, "document_id": None}
    person = case.specialist.person_id
    for wrong in (
        {"number": 2},
        {"number": 2, "reason": "x", "asked_by_id": person, "drawn_by_id": person},
        {"number": 2, "reason": "", "asked_by_id": case.administrator.pk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.create(**facts | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedrawRequest.objects.create(
            application=drawn,
            reason="x",
            asked_by_id=person,
            answered_by_id=person,
            answered_at=timezone.now(),
        )


def test_a_candidate_is_ranked_or_excluded(drawn):
    ranked = Candidate.objects.filter(draw__application=drawn).first()
    for wrong in ({"grounds": [{"rule": "kin", "data": {}}]}, {"place": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.filter(pk=ranked.pk).update(**wrong)


# Similar surnames ----------------------------------------------------------------------------------------------------


def _judge(case, application, expert, verdict, **changes):
    facts = {"surname": "Асанова", "verdict": verdict, "note": "Сурап билдик", "by": case.by_specialist}
    return services.judge_surname(application, expert, **facts | changes)


def test_a_similar_surname_excludes_nobody_until_a_person_says_so(case):
    namesake = experts(1)[0]
    _set(namesake, last_name="Асанов")
    experts(2)
    application = _take(case)
    assert namesake.pk in {invitation.expert_id for invitation in group(application)}


def test_confirmed_kinship_replaces_whoever_was_invited(case):
    namesake = experts(1)[0]
    _set(namesake, last_name="Асанов")
    namesake.refresh_from_db()
    experts(2)
    application = _take(case)
    successor = experts(1)[0]
    _judge(case, application, namesake, Verdict.KIN)
    assert application.invitations.get(expert=namesake).state == InvitationState.REPLACED
    assert successor.pk not in {invitation.expert_id for invitation in group(application)}  # he was not in the row
    assert len(group(application)) == 2
    assert entries(DrawAct.JUDGE_HINT)[0].changes["verdict"] == "kin"


def test_confirmed_kinship_excludes_in_the_next_draw(case):
    namesake, *_others = experts(4)
    _set(namesake, last_name="Асанов уулу")
    namesake.refresh_from_db()
    application = scheduled(case)
    _judge(case, application, namesake, Verdict.KIN)
    intake.take_under_review(application, by=case.by_specialist)
    assert application.draws.get().candidates.get(expert=namesake).rules == [Exclusion.KIN]


def test_a_verdict_needs_a_source_a_similarity_and_the_right_person(case):
    namesake, other = experts(2)
    _set(namesake, last_name="Асанов")
    namesake.refresh_from_db()
    application = scheduled(case)
    for changes in ({"note": ""}, {"by": Acting(user=UserFactory())}):
        with pytest.raises(PermissionDenied):
            _judge(case, application, namesake, Verdict.NOT_KIN, **changes)
    with pytest.raises(PermissionDenied, match="not similar"):
        _judge(case, application, other, Verdict.KIN)


def test_a_verdict_can_be_corrected(case):
    namesake, *_others = experts(4)
    _set(namesake, last_name="Асанов")
    namesake.refresh_from_db()
    application = scheduled(case)
    _judge(case, application, namesake, Verdict.KIN)
    _judge(case, application, namesake, Verdict.NOT_KIN, note="Ката болгон")
    intake.take_under_review(application, by=case.by_specialist)
    assert application.draws.get().candidates.get(expert=namesake).rules == []


def test_a_conflict_excludes_for_the_organization_until_its_next_decision(case):
    application = taken(case, 6)
    declined = group(application)[0]
    invitations.decline(declined, reason=DeclineReason.KIN, comment="Директордун иниси", by=None)
    other = _other_case(case)
    assert other.draws.get().candidates.get(expert=declined.expert).rules == []
    type(application).objects.filter(pk=application.pk).update(state=State.SCHEDULED, type="prog_gen")
    again = scheduled(case)
    intake.take_under_review(again, by=case.by_specialist)
    assert again.draws.get().candidates.get(expert=declined.expert).rules == [Exclusion.CONFLICT]


def test_a_school_of_another_district_has_other_neighbours(case):
    district = DistrictFactory(code="41703220000000", name_ky="Жалал-Абад")
    experts(3, district=district)
    neighbours = experts(3, district=case.school.district)
    case.world.school.district = district
    case.world.school.save()
    application = _take(case)
    assert {invitation.expert for invitation in group(application)} == set(neighbours)


def test_a_school_without_a_district_waits_for_it(case):
    experts(5)
    type(case.school).objects.filter(pk=case.school.pk).update(district=None)
    with pytest.raises(services.TooFewExperts, match="not known in which district"):
        intake.take_under_review(scheduled(case), by=case.by_specialist)
