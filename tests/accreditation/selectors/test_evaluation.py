"""Sections and progress of a sheet, and who reads the papers of an evaluation."""

import pytest

from accounts.acting import Acting
from accreditation.selectors import evaluation as selectors
from accreditation.services import joint_report
from records.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.evaluation import Group, again, counting
from tests.factories.people import ExpertFactory, acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=4)


def reads(acting, document):
    return Document.objects.filter(selectors.documents(acting), pk=document.pk).exists()


def test_a_sheet_has_the_sections_of_the_report_in_their_order(group):
    sheet = selectors.sheet_of(again(group.begun()))
    assert [chapter.number for chapter in sheet.chapters] == list(range(1, len(sheet.chapters) + 1))
    assert sum(chapter.total for chapter in sheet.chapters) == sheet.total == 4
    places = [row.rating.answer.place for row in sheet.rows]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("mark", "comment", "complete"),
    [("", "", False), ("meets", "", False), ("", "Далил", False), ("meets", "  ", False), ("fails", "Далил", True)],
)
def test_a_criterion_is_rated_when_mark_and_comment_are_there(group, mark, comment, complete):
    evaluation = group.rated()
    first = evaluation.ratings.first()
    evaluation.ratings.filter(pk=first.pk).update(mark=mark, comment=comment)
    sheet = selectors.sheet_of(again(evaluation))
    assert sheet.done == (4 if complete else 3)
    assert (sheet.next is None) == complete
    if sheet.next:
        assert (sheet.next.chapter, sheet.next.row.rating) == (1, first)


def test_the_marks_are_counted_in_words(group):
    evaluation = group.rated(marks="partly")
    evaluation.ratings.filter(pk=evaluation.ratings.first().pk).update(mark="fails")
    sheet = selectors.sheet_of(again(evaluation))
    assert sheet.counts == {"Meets": 0, "Partly meets": 3, "Does not meet": 1}


def test_an_experts_paper_is_read_by_whom_it_is_disclosed_to(group, case):
    mine = group.published()
    paper = mine.paper
    strangers = [case.by_head, acting_as(ExpertFactory()), Acting(user=UserFactory()), acting_as(group.experts[2])]
    ministry = [case.by_administrator, case.by_specialist]
    assert reads(group.by_second, paper)
    assert not any(reads(acting, paper) for acting in [*strangers, *ministry, group.by_chair])
    counting(mine)
    assert all(reads(acting, paper) for acting in ministry)
    assert not any(reads(acting, paper) for acting in [*strangers, group.by_chair])
    group.final(group.by_chair)
    assert reads(group.by_chair, paper)


def test_the_joint_report_is_the_groups_until_it_is_finished(group, case):
    group.summed_up()
    summary = joint_report.close(group.application, by=group.by_chair)
    outside = [case.by_administrator, case.by_specialist]
    assert all(reads(acting, summary.paper) for acting in group.everybody)
    assert not any(reads(acting, summary.paper) for acting in outside)
    type(summary).objects.update(finished_at=summary.application.changed_at)
    assert all(reads(acting, summary.paper) for acting in outside)
    assert not reads(Acting(user=UserFactory()), summary.paper)
