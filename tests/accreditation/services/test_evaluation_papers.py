"""What the papers of an evaluation say, and in which language."""

import pytest

from accreditation.models import Remark, Reply
from accreditation.services import joint_report
from accreditation.services.evaluation_papers import expert_paper
from records import files
from records.models import Document
from records.values import unpacked
from tests.factories.evaluation import WORDS, Group, again
from tests.factories.records import work
from tests.factories.visits import bare_entry, bare_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


def said(document):
    return unpacked(document.values)


def test_the_sheet_of_an_expert_says_each_mark_and_comment(group):
    evaluation = again(group.rated(marks="partly"))
    document = expert_paper(evaluation, by=group.by_second)
    values = said(document)
    criteria = [criterion for section in values["sections"] for criterion in section["criteria"]]
    assert [criterion["text"] for criterion in criteria] == [str(r.answer) for r in evaluation.ratings.all()]
    ratings = [rating for criterion in criteria for rating in criterion["ratings"]]
    assert {rating["comment"] for rating in ratings} == {"Далилдер текшерилди"}
    assert {rating["mark"] for rating in ratings} == {"Жарым-жартылай ылайык келет"}
    assert values["signers"] == [evaluation.expert.name]
    assert document.languages == ["ky"]
    assert document.number == str(group.application.pk)


def test_around_a_russian_report_the_paper_speaks_russian(group):
    report = group.application.report
    type(report).objects.filter(pk=report.pk).update(language="ru")
    document = expert_paper(again(group.rated()), by=group.by_second)
    assert document.languages == ["ru"]
    assert said(document)["counts"][0] == "Соответствует: 2"


def test_the_joint_report_has_the_words_of_the_chair_and_his_remarks(group):
    group.summed_up()
    document = joint_report.close(group.application, by=group.by_chair).paper
    values = said(document)
    assert (values["strengths"], values["weaknesses"]) == (WORDS["strengths"], WORDS["weaknesses"])
    assert values["chair"] == group.experts[0].name
    assert values["signers"] == [expert.name for expert in group.experts]
    for section in values["sections"]:
        for criterion in section["criteria"]:
            assert [rating["remark"] for rating in criterion["ratings"]] == ["", "Макулмун", "Макулмун"]
            assert len({rating["mark"] for rating in criterion["ratings"]}) == 3


def test_the_joint_report_has_the_answer_of_the_school_and_what_the_chair_decided(group):
    group.summed_up()
    reply = Reply.objects.get()
    answer = group.application.report.answers.exclude(criterion=None).order_by("place").first()
    Remark.objects.create(reply=reply, answer=answer, text="Китепкана ачылган", by=group.by_head.user)
    Reply.objects.update(state="sent")
    joint_report.answer_remark(reply.remarks.get(), verdict="accepted", text="Туура", by=group.by_chair)
    values = said(joint_report.close(group.application, by=group.by_chair).paper)
    assert values["heard"] == "Уюм жооп берди"
    criteria = [criterion for section in values["sections"] for criterion in section["criteria"]]
    said_to = {"text": "Китепкана ачылган", "verdict": "Кабыл алынды", "answer": "Туура"}
    assert [criterion["reply"] for criterion in criteria] == [said_to, None]


def test_both_papers_are_printed(group):
    group.summed_up()
    expert_paper(again(group.application.evaluations.first()), by=group.by_chair)
    joint_report.close(group.application, by=group.by_chair)
    work()
    printed = Document.objects.filter(kind__in=["expert evaluation", "joint report of the experts"])
    assert printed.count() == 2
    for document in printed:
        assert document.pages >= 1
        assert files.original_of(document).startswith(b"%PDF")


def test_the_joint_report_says_when_the_experts_were_there_and_what_each_found_without_his_notes(group):
    group.summed_up()
    visit = bare_visit(group, experts=group.experts[:2])
    for finding in ("seen", "seen", "not_seen"):
        bare_entry(visit, finding=finding)
    values = said(joint_report.close(group.application, by=group.by_chair).paper)
    assert values["visited"].startswith(f"{visit.starts_on:%d.%m.%Y} – ")
    for expert, goes in zip(group.experts, (True, True, False), strict=True):
        assert (expert.name in values["visited"]) is goes
    first, second = [criterion for section in values["sections"] for criterion in section["criteria"]]
    name = group.experts[1].name
    assert (first["spot"], second["spot"]) == ([f"Көрдүм ({name})", f"Көргөн жокмун ({name})"], [])
    assert "Лаборатория" not in str(values)


def test_without_a_visit_the_joint_report_does_not_speak_of_one(group):
    group.summed_up()
    values = said(joint_report.close(group.application, by=group.by_chair).paper)
    assert values["visited"] == ""
