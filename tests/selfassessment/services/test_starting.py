from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from organizations.enums import InstructionLanguage
from records.models import JournalEntry
from selfassessment.enums import AccreditationType, Action, Question, RevisionKind, State
from selfassessment.models import Citation, Criterion, SelfAssessment, Standard
from selfassessment.services import evidence, ordering, starting
from selfassessment.services.answering import save_answer
from tests.factories.selfassessment import LinkFactory, World, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def test_a_self_assessment_begins_as_a_draft_of_the_organization(world):
    report = starting.start(world.school, by=world.by_deputy)
    assert (report.state, report.type, report.organization, report.created_by) == (
        "draft",
        "",
        world.school,
        world.deputy.person,
    )
    assert [event.action for event in report.events.all()] == [Action.START]
    assert JournalEntry.objects.filter(action=Action.START, object_id=str(report.pk)).count() == 1


def test_pressing_the_button_again_offers_the_same_draft(world):
    first = starting.start(world.school, by=world.by_deputy)
    assert starting.start(world.school, by=world.by_head) == first
    assert (SelfAssessment.objects.count(), first.events.count()) == (1, 1)


def test_a_draft_with_a_type_is_in_nobodys_way(world):
    assert world.planned() != world.started()


def test_only_who_leads_begins(world):
    with pytest.raises(PermissionDenied, match="Your role does not allow this"):
        starting.start(world.school, by=world.by_teachers[0])
    with pytest.raises(PermissionDenied, match="You do not work in this organization"):
        starting.start(world.school, by=World().by_head)


@pytest.mark.parametrize(
    ("spoken", "language"), [(["ru", "ky"], InstructionLanguage.RUSSIAN), ([], InstructionLanguage.KYRGYZ)]
)
def test_the_report_is_written_in_the_language_of_the_school(world, spoken, language):
    world.school.instruction_languages = spoken
    world.school.save()
    assert world.started().language == language


@pytest.mark.django_db(transaction=True)
def test_two_browsers_begin_one_draft():
    world = World()

    def begin(by):
        try:
            return starting.start(world.school, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(begin, [world.by_head, world.by_deputy] * 2))
    assert len({report.pk for report in begun}) == 1
    assert JournalEntry.objects.filter(action=Action.START).count() == 1


# Deleting -------------------------------------------------------------------------------------------------------------


def test_a_draft_is_deleted_with_its_unsigned_order(world):
    report = world.planned()
    world.order(report)
    starting.delete(report, by=world.by_deputy)
    assert not SelfAssessment.objects.exists()
    entry = JournalEntry.objects.get(action=Action.DELETE)
    assert entry.changes["type"] == "inst_gen"
    assert sorted(entry.changes["commission"]) == sorted(member.name for member in world.commission)


@pytest.mark.parametrize("state", [State.ORDERED, State.APPROVED, State.RETURNED])
def test_what_a_signed_order_rests_on_stays(world, state):
    report = world.in_state(state)
    with pytest.raises(PermissionDenied, match="is signed: it stays"):
        starting.delete(report, by=world.by_head)
    assert SelfAssessment.objects.get().answers.count() == 34


def test_only_who_leads_deletes(world):
    with pytest.raises(PermissionDenied):
        starting.delete(world.planned(), by=world.by_teachers[0])
    assert SelfAssessment.objects.exists()


# Taking over the last report ------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(world):
    """An approved report with evidence in its first criterion."""
    report = world.filled()
    answer = report.answers.filter(question=Question.CRITERION).first()
    evidence.cite(answer, LinkFactory(organization=world.school), by=world.by_deputy)
    order = world.order(report, ordering.OrderKind.APPROVE)
    return ordering.approve(order, document=paper(), by=world.by_head)


def test_a_new_report_takes_over_the_last_one_with_its_dates(world, earlier):
    report = world.planned()
    assert starting.last_approved(report) == earlier
    assert starting.take_over(report, by=world.by_deputy) == 34
    report.refresh_from_db()
    assert report.based_on == earlier
    for answer in report.answers.select_related("copied_from"):
        origin = answer.copied_from
        assert (answer.text, answer.version, origin.report_id) == (origin.text, 1, earlier.pk)
        assert (origin.question, origin.section_id, origin.criterion_id) == (
            answer.question,
            answer.section_id,
            answer.criterion_id,
        )
        assert [revision.kind for revision in answer.revisions.all()] == [RevisionKind.COPIED]
    cited = Citation.objects.get(answer__report=report)
    assert (cited.answer.question, cited.version) == (Question.CRITERION, None)


def test_what_somebody_wrote_already_stays(world, earlier):
    report = world.ordered()
    answer = report.answers.first()
    save_answer(answer, "Жаңы", version=0, by=world.by_deputy)
    assert starting.take_over(report, by=world.by_deputy) == 33
    answer.refresh_from_db()
    assert (answer.text, answer.copied_from) == ("Жаңы", None)
    assert starting.take_over(report, by=world.by_deputy) == 0


def test_there_is_nothing_to_take_over_from_other_types_schools_and_drafts(world):
    World().approved()
    other = world.in_state(State.RETURNED)
    report = world.plan(world.started(), AccreditationType.PROG_GEN)
    assert (starting.last_approved(report), starting.take_over(report, by=world.by_deputy)) == (None, 0)
    assert other.state == State.RETURNED
    assert starting.take_over(world.started(), by=world.by_deputy) == 0


def test_another_version_of_the_standard_takes_over_what_it_asks_in_the_same_words(world, earlier):
    old = Standard.objects.get(type=earlier.type)
    Standard.objects.filter(pk=old.pk).update(state="withdrawn")
    new = Standard.objects.create(type=old.type, version=2, state="in_force", in_force_since=old.in_force_since)
    copied = old.sections.first()
    wording = {"status_ky": "verbatim", "status_ru": "verbatim"}
    section = new.sections.create(order=1, number="1", title_ky=copied.title_ky, title_ru="x", **wording)
    same = copied.criteria.first().text_ky
    for order, text in enumerate((same, "Жаңы талап"), start=1):
        Criterion.objects.create(
            section=section, order=order, number=f"1.{order}", text_ky=text, text_ru="x", **wording
        )
    report = world.planned()
    assert starting.take_over(report, by=world.by_deputy) == 1 + 1 + 3
    assert [str(answer.criterion) for answer in report.answers.filter(version=0)] == ["1.2. Жаңы талап"]


def test_who_only_writes_does_not_take_over(world, earlier):
    with pytest.raises(PermissionDenied):
        starting.take_over(world.planned(), by=world.by_teachers[0])
