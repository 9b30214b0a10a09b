"""What the school reads of the findings, and who reads what it has said."""

import pytest

from accreditation.models import Remark, ReplyFile, Summary
from accreditation.selectors import replies as selectors
from accreditation.services import joint_report, replies
from core.uploads.checks import check
from tests.factories.collegium import Hall
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, acting_as
from tests.files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
TEXT = "Китепкана 2024-жылы ачылган"


@pytest.fixture
def group(case):
    return Group(case, criteria=4)


def remark(group, reply, **facts):
    criterion = group.application.report.answers.exclude(criterion=None).order_by("place").first()
    return replies.write_remark(reply, criterion, TEXT, **facts, by=group.by_head)


def test_the_findings_stand_section_by_section_in_one_order(group):
    reply = group.asked()
    remark(group, reply)
    chapters = selectors.findings(reply)
    assert [chapter.number for chapter in chapters] == [1, 2]
    assert [chapter.total for chapter in chapters] == [3, 1]
    assert [chapter.remarks for chapter in chapters] == [1, 0]
    for chapter in chapters:
        for finding in chapter.findings:
            assert [rating.mark for rating in finding.ratings] == ["meets", "partly", "fails"]
    assert chapters[0].findings[0].remark.text == TEXT


@pytest.mark.parametrize("criteria", [1, 3, 9])
def test_the_same_number_of_queries_however_many_criteria(case, criteria, django_assert_num_queries):
    reply = Group(case, criteria=criteria).asked()
    with django_assert_num_queries(2):
        found = [finding for chapter in selectors.findings(reply) for finding in chapter.findings]
        assert len([str(finding.answer) for finding in found]) == criteria


def test_what_an_expert_takes_back_is_no_finding(group):
    reply = group.asked()
    decision = group.application.evaluations.get(expert=group.experts[2])
    type(decision).objects.filter(pk=decision.pk).update(state="reopened", published_at=None, paper=None)
    for chapter in selectors.findings(reply):
        assert {len(finding.ratings) for finding in chapter.findings} == {2}


def test_rounds_are_what_was_given_the_newest_first(group):
    assert list(selectors.rounds(group.application)) == []
    first = group.answered(TEXT)
    assert list(selectors.rounds(group.application)) == [first]
    replies.set_aside(group.application)
    second = replies.open_reply(group.application)
    assert list(selectors.rounds(group.application)) == [first]
    replies.send(second, by=group.by_head)
    assert [given.round for given in selectors.rounds(group.application)] == [2, 1]
    assert selectors.reply_of(group.application) == second


def test_the_rounds_bring_everything_along(group, django_assert_num_queries):
    group.answered(TEXT, "Дагы")
    with django_assert_num_queries(2):
        for given in selectors.rounds(group.application):
            assert [str(each.answer) and each.file for each in given.remarks.all()] == [None, None]


def test_the_answers_of_the_chair_are_read_when_they_are_given(group):
    def readers():
        return [selectors.may_read_answers(group.application, inside=inside) for inside in (True, False)]

    assert readers() == [False, False]
    group.summed_up()
    assert readers() == [False, False]
    joint_report.close(group.application, by=group.by_chair)
    assert readers() == [True, False]
    Summary.objects.update(finished_at=group.application.evaluations.first().published_at)
    assert readers() == [True, True]


def test_a_member_of_the_collegium_reads_the_files_of_the_cases_before_him(group):
    reply = group.asked()
    file = remark(group, reply, file=check(upload(pdf(), "план.pdf"))).file
    hall = Hall(count=3)
    sitting, outside = hall.planned(), acting_as(CollegiumMemberFactory())
    sitting.items.update(application=group.application)
    inside = acting_as(hall.members[0])
    assert file not in selectors.readable_files(inside)
    replies.send(reply, by=group.by_head)
    assert file in selectors.readable_files(inside)
    assert file in selectors.readable_files(outside)  # on an agenda, every member without a conflict reads it
    sitting.items.update(state="left")
    assert file not in selectors.readable_files(inside)


def test_the_school_reads_its_own_files_at_any_time(group):
    file = remark(group, group.asked(), file=check(upload(pdf(), "план.pdf"))).file
    assert list(ReplyFile.objects.visible_to(group.by_head)) == [file]
    for other in (*group.everybody, group.case.by_specialist, group.case.by_administrator):
        assert not ReplyFile.objects.visible_to(other).exists()
    assert Remark.objects.get().file == file
