from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from organizations.enums import Level, ProgrammeState
from records.models import JournalEntry
from selfassessment.enums import AccreditationType, Action, Question, State
from selfassessment.models import SelfAssessment, Standard
from selfassessment.services import ordering, planning
from selfassessment.services.answering import assign, save_answer
from selfassessment.services.planning import DraftExists
from tests.factories.organizations import ProgrammeFactory
from tests.factories.selfassessment import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

PROG_GEN, INST_GEN = AccreditationType.PROG_GEN, AccreditationType.INST_GEN


def seats(report):
    return {member.employment: member.is_chair for member in report.members.select_related("employment")}


def test_the_commission_is_exactly_who_was_chosen(world):
    report = world.started()
    first, second, third = world.teachers
    planning.set_commission(report, [first, second], chair=first, by=world.by_deputy)
    assert seats(report) == {first: True, second: False}
    planning.set_commission(report, [second, third, world.head], chair=world.head, by=world.by_deputy)
    assert seats(report) == {second: False, third: False, world.head: True}
    planning.set_commission(report, [], chair=None, by=world.by_head)
    assert seats(report) == {}
    entry = JournalEntry.objects.filter(action=Action.CHOOSE_COMMISSION).order_by("pk")[1]
    assert sorted(entry.changes["members"]) == sorted([second.name, third.name, world.head.name])
    assert entry.changes["chair"] == world.head.name


def test_who_stays_in_the_commission_stays_responsible(world):
    report = world.ordered()
    answer = report.answers.first()
    assign(answer, report.members.get(employment=world.teachers[0]), by=world.by_deputy)
    ordering.begin_replacement(report, reason="Курам", by=world.by_deputy)
    planning.set_commission(report, [world.teachers[0], world.head], chair=world.head, by=world.by_deputy)
    answer.refresh_from_db()
    assert answer.responsible.employment == world.teachers[0]
    planning.set_commission(report, [world.head], chair=world.head, by=world.by_deputy)
    answer.refresh_from_db()
    assert answer.responsible is None


def test_the_chair_is_a_member(world):
    with pytest.raises(PermissionDenied, match="The chair is one of the members"):
        planning.set_commission(world.started(), world.teachers, chair=world.head, by=world.by_deputy)


def test_strangers_and_former_employees_are_not_chosen(world):
    report = world.started()
    gone = world.teachers[2]
    world.dismiss(gone)
    for wrong in (gone, World().head):
        with pytest.raises(PermissionDenied, match="Only people who work in the organization"):
            planning.set_commission(report, [wrong], chair=None, by=world.by_deputy)
    assert seats(report) == {}


def test_who_only_writes_does_not_plan(world):
    report = world.planned()
    for call in (
        lambda: planning.set_commission(report, [], chair=None, by=world.by_teachers[0]),
        lambda: world.plan(report, PROG_GEN, by=world.by_teachers[0]),
    ):
        with pytest.raises(PermissionDenied, match="Your role does not allow this"):
            call()


@pytest.mark.parametrize("state", [State.ORDERED, State.APPROVED, State.RETURNED])
def test_what_was_ordered_is_not_changed_quietly(world, state):
    report = world.in_state(state)
    with pytest.raises(PermissionDenied):
        planning.set_commission(report, [], chair=None, by=world.by_deputy)
    with pytest.raises(PermissionDenied):
        world.plan(report, INST_GEN, ends_on=date(2022, 9, 30))
    assert len(seats(report)) == 3


def test_the_plan_keeps_the_standard_that_is_in_force(world):
    report = world.planned(PROG_GEN)
    assert (report.type, report.standard.type, report.standard.state) == ("prog_gen", "prog_gen", "in_force")
    assert (report.starts_on, report.ends_on, report.language) == (date(2022, 9, 1), date(2022, 9, 3), "ky")
    assert [programme.level for programme in report.programmes.all()] == [Level.SECONDARY_GENERAL]
    entry = JournalEntry.objects.filter(action=Action.PLAN).get()
    assert (entry.changes["type"], entry.changes["ends_on"]) == ("prog_gen", "2022-09-03")


def test_another_type_lays_out_other_questions_and_forgets_the_programmes(world):
    report = world.planned(PROG_GEN)
    programmatic = set(report.answers.values_list("criterion", flat=True))
    report = world.plan(report, INST_GEN)
    assert report.programmes.count() == 0
    assert not programmatic & set(report.answers.filter(criterion__isnull=False).values_list("criterion", flat=True))
    assert report.answers.count() == 1 + 15 + 6 * 3


def test_the_same_type_again_leaves_the_answers(world):
    report = world.planned()
    keys = set(report.answers.values_list("pk", flat=True))
    world.plan(report, INST_GEN, ends_on=date(2022, 9, 30))
    assert set(report.answers.values_list("pk", flat=True)) == keys


def test_the_type_of_an_order_stays(world):
    report = world.ordered()
    ordering.begin_replacement(report, reason="Түрү", by=world.by_deputy)
    with pytest.raises(PermissionDenied, match="another type is another self-assessment"):
        world.plan(report, PROG_GEN)


@pytest.mark.parametrize("state", [State.DRAFT, State.ORDERED, State.RETURNED])
def test_the_unfinished_one_of_the_type_is_offered_first(world, state):
    first = world.in_state(state)
    second = world.started()
    with pytest.raises(DraftExists) as offered:
        world.plan(second, INST_GEN)
    assert offered.value.report == first
    second.refresh_from_db()
    assert (second.type, second.answers.count()) == ("", 0)
    made = world.plan(second, INST_GEN, second=True)
    assert (made.type, made.is_second, made.answers.count()) == ("inst_gen", True, 34)


def test_a_second_that_is_the_first_is_none(world):
    assert world.plan(world.started(), INST_GEN, second=True).is_second is False


def test_an_unfinished_one_elsewhere_is_nobodys_concern(world):
    World().planned()
    assert world.planned().type == "inst_gen"


def test_programmes_belong_to_the_type_and_are_in_force(world):
    report = world.started()
    for wrong in (
        ProgrammeFactory(level=Level.PRIMARY_VOCATIONAL),
        ProgrammeFactory(level=Level.SECONDARY_GENERAL, state=ProgrammeState.DRAFT),
    ):
        with pytest.raises(PermissionDenied, match="does not belong to the type"):
            world.plan(report, PROG_GEN, programmes=[wrong])


def test_a_programme_that_was_chosen_may_stay_when_it_is_withdrawn(world):
    report = world.planned(PROG_GEN)
    programme = report.programmes.get()
    programme.state, programme.withdrawn_at = ProgrammeState.WITHDRAWN, report.created_at
    programme.save()
    world.plan(report, PROG_GEN, programmes=[programme])
    assert list(report.programmes.all()) == [programme]


def test_a_type_without_criteria_is_refused(world):
    Standard.objects.filter(type=PROG_GEN).delete()
    with pytest.raises(PermissionDenied, match="no criteria in force"):
        world.plan(world.started(), PROG_GEN)


def test_the_end_is_not_before_the_start(world):
    with pytest.raises(IntegrityError, match="self_assessment_ends_after_its_start"):
        world.plan(world.started(), INST_GEN, starts_on=date(2022, 9, 7), ends_on=date(2022, 9, 4))


def test_a_member_taken_out_writes_no_more(world):
    report = world.ordered()
    answer = report.answers.filter(question=Question.INTRODUCTION).get()
    save_answer(answer, "Биринчи", version=0, by=world.by_teachers[0])
    ordering.begin_replacement(report, reason="Курам", by=world.by_deputy)
    planning.set_commission(report, [world.deputy], chair=world.deputy, by=world.by_deputy)
    with pytest.raises(PermissionDenied, match="Only the members"):
        save_answer(answer, "Экинчи", version=1, by=world.by_teachers[0])
    assert SelfAssessment.objects.get(pk=report.pk).answers.get(pk=answer.pk).text == "Биринчи"
