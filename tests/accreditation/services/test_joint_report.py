"""The chair's words, the paper that three sign, and the end of the external evaluation."""

import pytest
from django.core.exceptions import PermissionDenied

from accreditation.enums.applications import State
from accreditation.models import Rating, Summary
from accreditation.selectors.evaluation import disputes, uncommented
from accreditation.services import evaluation, joint_report
from accreditation.services.joint_report import Clash
from notifications.models import Message
from records.enums import DocumentState
from tests.factories.accreditation import fresh
from tests.factories.evaluation import WORDS, Group, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


def ratings(group, by):
    return Rating.objects.filter(evaluation__application=group.application, evaluation__expert__person=by.user)


def test_the_greatest_disagreement_comes_first(group):
    group.all_final()
    answer = ratings(group, group.by_third).last().answer
    Rating.objects.filter(answer=answer).update(mark="meets")
    found = disputes(group.application, group.by_chair)
    assert [dispute.distance for dispute in found] == [2, 0]
    assert found[1].answer == answer
    assert [rating.mark for rating in found[0].ratings] == ["meets", "partly", "fails"]


class TestComments:
    def test_the_chair_comments_on_each_rating_of_the_others(self, group):
        group.all_final()
        assert uncommented(group.application).count() == 4
        for rating in uncommented(group.application):
            joint_report.comment_on(rating, "Макулмун", by=group.by_chair)
        assert not uncommented(group.application).exists()

    def test_a_comment_on_what_was_said_before_no_longer_counts(self, group):
        group.summed_up()
        Rating.objects.filter(pk=ratings(group, group.by_second).first().pk).update(revision=2)
        assert uncommented(group.application).count() == 1

    def test_an_empty_comment_is_none(self, group):
        group.summed_up()
        joint_report.comment_on(ratings(group, group.by_second).first(), " ", by=group.by_chair)
        assert uncommented(group.application).count() == 1

    def test_another_window_overwrites_nothing(self, group):
        group.all_final()
        rating, by = ratings(group, group.by_second).first(), group.by_chair
        assert joint_report.comment_on(rating, "Биринчи", saves=0, by=by) == 1
        assert joint_report.comment_on(rating, "Экинчи", saves=0, by=by) == Clash("Биринчи")
        assert joint_report.comment_on(rating, "Экинчи", saves=1, by=by) == 2
        assert joint_report.comment_on(rating, "", saves=2, by=by) == 0
        assert joint_report.comment_on(rating, "Кайра", saves=0, by=by) == 1

    def test_only_the_chair_and_not_on_his_own(self, group):
        group.all_final()
        rating = ratings(group, group.by_second).first()
        for by in (group.by_second, group.by_third, group.case.by_administrator):
            with pytest.raises(PermissionDenied):
                joint_report.comment_on(rating, "x", by=by)
        with pytest.raises(PermissionDenied, match="other experts"):
            joint_report.comment_on(ratings(group, group.by_chair).first(), "x", by=group.by_chair)

    def test_not_before_all_decisions_count(self, group):
        group.final(group.by_chair)
        group.final(group.by_second)
        group.published(group.by_third)
        with pytest.raises(PermissionDenied, match="all experts"):
            joint_report.comment_on(ratings(group, group.by_second).first(), "x", by=group.by_chair)


class TestSummary:
    def test_another_window_overwrites_nothing(self, group):
        group.answered()
        by, application = group.by_chair, group.application
        assert joint_report.write(application, strengths="Күч", saves=0, by=by) == 1
        assert joint_report.write(application, strengths="Күч", saves=0, by=by) == 1  # the same again is no conflict
        assert joint_report.write(application, strengths="Башка", saves=0, by=by) == Clash("Күч")
        assert joint_report.write(application, strengths="Башка", saves=1, by=by) == 2
        assert joint_report.write(application, weaknesses="Алсыз", saves=0, by=by) == 1
        assert (Summary.objects.get().strengths, Summary.objects.get().weaknesses) == ("Башка", "Алсыз")

    def test_what_is_sent_together_counts_together(self, group):
        group.answered()
        by, application = group.by_chair, group.application
        words = {"recommendations": "Сунуш", "proposal": "full"}
        assert joint_report.write(application, **words, saves=0, by=by) == 1
        words["proposal"] = "refuse"
        assert joint_report.write(application, **words, saves=0, by=by) == Clash("Сунуш", "full")
        assert joint_report.write(application, **words, saves=1, by=by) == 2

    @pytest.mark.parametrize("part", ["strengths", "weaknesses", "recommendations", "proposal"])
    def test_it_is_given_to_nobody_before_it_is_whole(self, group, part):
        group.summed_up()
        joint_report.write(group.application, **{part: ""}, by=group.by_chair)
        with pytest.raises(PermissionDenied, match="proposal"):
            joint_report.close(group.application, by=group.by_chair)

    def test_it_is_given_to_nobody_before_the_school_was_heard(self, group):
        group.all_final()
        for rating in uncommented(group.application):
            joint_report.comment_on(rating, "Макулмун", by=group.by_chair)
        joint_report.write(group.application, **WORDS, by=group.by_chair)
        with pytest.raises(PermissionDenied, match="has to be heard first"):
            joint_report.close(group.application, by=group.by_chair)
        reply = group.answered("Китепкана ачылган")
        with pytest.raises(PermissionDenied, match="without your answer: 1"):
            joint_report.close(group.application, by=group.by_chair)
        joint_report.answer_remark(reply.remarks.get(), verdict="accepted", text="Туура", by=group.by_chair)
        assert joint_report.close(group.application, by=group.by_chair).paper

    def test_it_is_given_to_nobody_before_all_is_commented(self, group):
        group.answered()
        joint_report.write(group.application, **WORDS, by=group.by_chair)
        with pytest.raises(PermissionDenied, match="4"):
            joint_report.close(group.application, by=group.by_chair)

    def test_three_sign_and_the_evaluation_is_finished(self, group, client):
        group.summed_up()
        summary = joint_report.close(group.application, by=group.by_chair)
        for by in group.everybody:
            assert fresh(group.application).state == State.EVALUATION
            sign(client, joint_report.open_signing(group.application, by=by, return_url="/"))
            with pytest.raises(PermissionDenied):
                joint_report.open_signing(group.application, by=by, return_url="/")
        summary.refresh_from_db()
        assert fresh(group.application).state == State.EVALUATED
        assert summary.finished_at
        summary.paper.refresh_from_db()
        assert summary.paper.state == DocumentState.SEALED
        assert summary.paper.signatures.count() == 3
        for person in (group.by_head.user, group.case.specialist.person):
            assert Message.objects.filter(recipient=person, subject__contains="тышкы баалоо аяктады").count() == 1

    def test_taken_back_it_may_be_changed_and_is_signed_anew(self, group, client):
        group.summed_up()
        paper = joint_report.close(group.application, by=group.by_chair).paper
        sign(client, joint_report.open_signing(group.application, by=group.by_second, return_url="/"))
        with pytest.raises(PermissionDenied, match="being signed"):
            joint_report.write(group.application, **WORDS, by=group.by_chair)
        joint_report.take_back(group.application, by=group.by_chair)
        paper.refresh_from_db()
        assert paper.state == DocumentState.DISCARDED
        joint_report.write(group.application, **WORDS | {"strengths": "Башка"}, by=group.by_chair)
        joint_report.close(group.application, by=group.by_chair)
        assert joint_report.open_signing(group.application, by=group.by_second, return_url="/")

    def test_reopening_a_decision_takes_the_report_back(self, group):
        group.summed_up()
        joint_report.close(group.application, by=group.by_chair)
        joint_report.open_signing(group.application, by=group.by_third, return_url="/")
        decision = group.application.evaluations.get(expert=group.experts[1])
        evaluation.reopen(decision, reason="Ката", by=group.case.by_specialist)
        assert Summary.objects.get().paper is None
        with pytest.raises(PermissionDenied):
            joint_report.open_signing(group.application, by=group.by_third, return_url="/")
