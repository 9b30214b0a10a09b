import pytest
from django.utils import translation

from selfassessment.completeness import answers_of, completeness
from selfassessment.enums import AccreditationType, Question
from selfassessment.models import Standard
from tests.factories.selfassessment import fill

pytestmark = pytest.mark.django_db

SHAPE = {"inst_gen": (1, 15, 6), "prog_gen": (1, 15, 4), "inst_spo": (1, 24, 8)}


@pytest.mark.parametrize("kind", SHAPE)
def test_an_empty_report_lacks_everything(world, kind):
    introduction, criteria, sections = SHAPE[kind]
    report = world.planned(AccreditationType(kind))
    state = completeness(report)
    assert (state.done, state.total) == (0, introduction + criteria + 3 * sections)
    assert [part.section.number if part.section else None for part in state.parts] == [
        None,
        *(str(number) for number in range(1, sections + 1)),
    ]
    assert (state.is_complete, state.percent, len(state.gaps)) == (False, 0, state.total)


def test_the_questions_stand_in_the_order_of_the_report(world):
    report = world.planned(AccreditationType.PROG_GEN)
    kinds = [(answer.question, str(answer.criterion or "")[:3]) for answer in answers_of(report)]
    assert kinds[0] == (Question.INTRODUCTION, "")
    assert kinds[1:8] == [
        (Question.CRITERION, "1.1"),
        (Question.CRITERION, "1.2"),
        (Question.CRITERION, "1.3"),
        (Question.CRITERION, "1.4"),
        (Question.STRENGTHS, ""),
        (Question.WEAKNESSES, ""),
        (Question.RECOMMENDATIONS, ""),
    ]
    assert kinds[-4] == (Question.CRITERION, "4.3")


def test_conclusions_may_be_asked_once_for_the_whole_report(world):
    Standard.objects.filter(type=AccreditationType.INST_GEN).update(conclusions_per_section=False)
    parts = completeness(world.planned()).parts
    assert (parts[0].total, parts[-1].total) == (1, 3)
    assert (parts[-1].section, {answer.is_conclusion for answer in parts[-1].answers}) == (None, {True})


def test_a_filled_report_is_complete(world):
    state = completeness(world.filled())
    assert (state.is_complete, state.percent, state.reason, state.gaps) == (True, 100, None, ())
    assert all(part.is_complete and part.done == part.total for part in state.parts)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("а" * 500, None),
        ("а" * 498 + "\r\n" + "б", None),
        ("а" * 501, "1 character too many"),
        ("ң" * 512, "12 characters too many"),
        ("", "not filled in"),
        (" \n ", "not filled in"),
    ],
)
@pytest.mark.usefixtures("_english")
def test_one_answer_decides(world, text, reason):
    report = world.filled()
    criterion = report.answers.filter(question=Question.CRITERION).first()
    report.answers.filter(pk=criterion.pk).update(text=text)
    state = completeness(report)
    assert [(gap.answer.pk, gap.reason) for gap in state.gaps] == ([(criterion.pk, reason)] if reason else [])
    assert state.is_complete is (reason is None)
    assert state.reason == (reason and "The report is not complete: 1 answer is missing or too long.")
    assert state.percent == (100 if reason is None else (state.total - 1) * 100 // state.total)


def test_the_limit_is_that_of_the_standard(world):
    report = world.filled()
    Standard.objects.filter(pk=report.standard_id).update(limit=3)
    report.refresh_from_db()
    assert {gap.excess for gap in completeness(report).gaps} == {1}


def test_a_draft_without_a_type_has_no_questions(world):
    with translation.override("en"):
        state = completeness(world.started())
        assert state.reason == "The report has no questions yet: choose the accreditation type."
    assert (state.parts, state.percent, state.is_complete) == ((), 0, False)


@pytest.mark.parametrize("kind", [AccreditationType.INST_GEN, AccreditationType.PROG_GEN])
def test_completeness_costs_one_query_however_long_the_report(world, django_assert_num_queries, kind):
    report = world.ordered(kind)
    fill(report.answers.filter(place__lt=5), by=world.head.person)
    with django_assert_num_queries(1):
        names = [str(gap.answer) for gap in completeness(report).gaps]
    assert len(names) == completeness(report).total - 5
