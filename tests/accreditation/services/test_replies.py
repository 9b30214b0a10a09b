"""The school reads, writes, sends once or says nothing; the calendar ends it; what is reopened begins it anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accreditation import terms
from accreditation.calendar import Calendar
from accreditation.enums.applications import Action, State
from accreditation.enums.calendar import TermKey
from accreditation.enums.replies import ReplyState
from accreditation.models import Application, Remark, Reply, ReplyFile
from accreditation.rules import replies as rules
from accreditation.services import evaluation, joint_report, replies
from accreditation.tasks import sweep_replies
from accreditation.workflow import advance
from core.uploads.checks import check
from core.workflow import TransitionDenied
from notifications.models import Message
from tests.factories.accreditation import fresh
from tests.factories.evaluation import Group, counting
from tests.files import pdf, upload
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
TEXT = "Китепкана 2024-жылы ачылган"


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def without_a_term(settings):
    settings.TERMS = [text if not text.startswith("reply=") else "reply=0w" for text in settings.TERMS]


def criterion(group, place=0):
    return group.application.report.answers.exclude(criterion=None).order_by("place")[place]


def told(person, words):
    return Message.objects.filter(recipient=person, subject__contains=words).count()


def file():
    return check(upload(pdf(), "kitepkana.pdf"))


def ended(reply):
    Reply.objects.filter(pk=reply.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    reply.refresh_from_db()
    return reply


class TestOpening:
    def test_not_before_every_decision_counts(self, group):
        group.final(group.by_chair)
        group.final(group.by_second)
        last = group.published(group.by_third)
        assert replies.open_reply(group.application) is None
        counting(last)
        reply = replies.open_reply(group.application)
        term = terms.term(TermKey.REPLY)
        assert (reply.state, reply.round) == (ReplyState.OPEN, 1)
        assert reply.due_on == Calendar.load().due(timezone.localdate(), term)
        assert told(group.by_head.user, "корутундуларын окуп") == 1

    def test_asked_again_it_is_the_same(self, group):
        group.asked()
        assert replies.open_reply(group.application) is None
        sweep_replies()
        assert Reply.objects.count() == 1

    def test_the_sweep_finds_who_is_to_be_heard(self, group):
        group.all_final()
        sweep_replies()
        assert Reply.objects.get().application == group.application

    @pytest.mark.usefixtures("without_a_term")
    def test_with_a_term_of_none_nobody_is_asked(self, group):
        group.all_final()
        sweep_replies()
        assert not Reply.objects.exists()
        assert rules.school_was_heard(group.application) is None

    @pytest.mark.parametrize("state", sorted(set(State) - {State.EVALUATION, State.DRAFT}))
    def test_nobody_is_asked_outside_the_evaluation(self, group, state):
        group.all_final()
        Application.objects.filter(pk=group.application.pk).update(state=state)
        assert replies.open_reply(fresh(group.application)) is None


class TestWriting:
    def test_a_remark_is_written_changed_and_removed(self, group):
        reply = group.asked()
        for text in (TEXT, f"  {TEXT}, 2-кабат\r\n"):
            remark = replies.write_remark(reply, criterion(group), text, by=group.case.by_deputy)
        assert (remark.text, Remark.objects.count()) == (f"{TEXT}, 2-кабат", 1)
        replies.remove_remark(remark, by=group.by_head)
        assert not Remark.objects.exists()

    def test_a_file_is_kept_replaced_and_removed(self, group):
        reply, by = group.asked(), group.by_head
        first = replies.write_remark(reply, criterion(group), TEXT, file=file(), by=by).file
        assert replies.write_remark(reply, criterion(group), TEXT, by=by).file == first
        second = replies.write_remark(reply, criterion(group), TEXT, file=file(), by=by).file
        assert list(ReplyFile.objects.all()) == [second]
        assert replies.write_remark(reply, criterion(group), TEXT, drop_file=True, by=by).file is None
        assert not ReplyFile.objects.exists()

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_nothing_is_no_remark(self, group, text):
        with pytest.raises(PermissionDenied):
            replies.write_remark(group.asked(), criterion(group), text, by=group.by_head)

    def test_only_who_leads_the_self_assessment_writes(self, group):
        reply = group.asked()
        others = [
            *group.everybody,
            *group.case.world.by_teachers,
            group.case.by_specialist,
            group.case.by_administrator,
        ]
        for by in others:
            with pytest.raises(PermissionDenied):
                replies.write_remark(reply, criterion(group), TEXT, by=by)

    def test_not_on_what_is_no_criterion_of_the_report(self, group, case):
        other = case.report().answers.exclude(criterion=None).first()
        introduction = group.application.report.answers.filter(criterion=None).first()
        reply = group.asked()
        for answer in (other, introduction):
            with pytest.raises(PermissionDenied, match="does not belong"):
                replies.write_remark(reply, answer, TEXT, by=group.by_head)

    @pytest.mark.parametrize("state", sorted(set(ReplyState) - {ReplyState.OPEN}))
    def test_nothing_changes_once_it_is_closed(self, group, state):
        reply = group.asked()
        remark = replies.write_remark(reply, criterion(group), TEXT, by=group.by_head)
        facts = {"state": state, "closed_at": timezone.now(), "closed_by": group.by_head.user}
        Reply.objects.filter(pk=reply.pk).update(**facts)
        with pytest.raises(PermissionDenied):
            replies.write_remark(reply, criterion(group), "Башка", by=group.by_head)
        with pytest.raises(PermissionDenied):
            replies.remove_remark(remark, by=group.by_head)
        assert Remark.objects.get().text == TEXT


class TestGiving:
    def test_the_answer_is_sent_once_and_the_chair_and_the_ministry_know(self, group):
        reply = group.answered(TEXT)
        assert reply.state == ReplyState.SENT
        assert told(group.by_chair.user, "жооп берди") == told(group.case.specialist.person, "жооп берди") == 1
        with pytest.raises(TransitionDenied):
            replies.send(reply, by=group.by_head)

    def test_without_objections_drafts_and_their_files_are_gone(self, group):
        reply = group.asked()
        replies.write_remark(reply, criterion(group), TEXT, file=file(), by=group.by_head)
        replies.waive(reply, by=group.by_head)
        assert not Remark.objects.exists()
        assert not ReplyFile.objects.exists()
        assert told(group.by_chair.user, "каршы пикири жок") == 1

    def test_after_the_day_the_sweep_ends_it_and_keeps_what_was_written(self, group):
        reply = group.asked()
        replies.write_remark(reply, criterion(group), TEXT, by=group.by_head)
        ended(reply)
        sweep_replies()
        sweep_replies()
        reply.refresh_from_db()
        assert (reply.state, reply.closed_by, reply.remarks.count()) == (ReplyState.LAPSED, None, 1)
        assert told(group.by_head.user, "мөөнөтү бүттү") == told(group.by_chair.user, "мөөнөтү бүттү") == 1
        assert rules.school_was_heard(group.application) is None

    def test_on_the_last_working_day_before_the_school_is_reminded_once(self, group):
        reply = group.asked()
        sweep_replies()
        assert not told(group.by_head.user, "жөнөтүлө элек")
        Reply.objects.filter(pk=reply.pk).update(due_on=Calendar.load().add(timezone.localdate(), 1))
        sweep_replies()
        sweep_replies()
        assert told(group.by_head.user, "жөнөтүлө элек") == 1


class TestNewRound:
    @pytest.fixture
    def reopened(self, group):
        reply = group.answered(TEXT)
        decision = group.application.evaluations.get(expert=group.experts[1])
        evaluation.reopen(decision, reason="Ката", by=group.case.by_specialist)
        reply.refresh_from_db()
        return reply

    def test_a_reopened_decision_sets_the_answer_aside(self, group, reopened):
        assert reopened.state == ReplyState.SET_ASIDE
        assert told(group.by_head.user, "корутундулар өзгөртүлүүдө") == 1
        assert "has to be heard first" in rules.school_was_heard(group.application)
        sweep_replies()
        assert Reply.objects.count() == 1

    def test_published_again_the_school_finds_its_words_as_a_draft(self, group, reopened):
        group.final(group.by_second)
        sweep_replies()
        reply = Reply.objects.get(round=2)
        assert [remark.text for remark in reply.remarks.all()] == [TEXT]
        assert reopened.remarks.count() == 1
        replies.remove_remark(reply.remarks.get(), by=group.by_head)
        assert reopened.remarks.count() == 1

    def test_a_file_that_an_earlier_round_names_stays(self, group):
        reply = group.asked()
        replies.write_remark(reply, criterion(group), TEXT, file=file(), by=group.by_head)
        replies.set_aside(group.application)
        again = replies.open_reply(group.application)
        replies.remove_remark(again.remarks.get(), by=group.by_head)
        assert ReplyFile.objects.count() == 1


class TestBeforeTheEnd:
    def test_the_joint_report_waits_for_the_school(self, group):
        group.all_final()
        assert "has to be heard first" in rules.school_was_heard(group.application)
        reply = group.asked()
        assert "Wait for its answer" in rules.school_was_heard(group.application)
        assert rules.nobody_is_being_heard(group.application)
        replies.waive(reply, by=group.by_head)
        assert rules.school_was_heard(group.application) is None
        assert rules.nobody_is_being_heard(group.application) is None

    def test_nothing_is_finished_while_the_school_writes(self, group):
        group.asked()
        with pytest.raises(TransitionDenied, match="may answer"):
            advance(group.application, Action.FINISH_EVALUATION, by=None)

    def test_the_chair_answers_each_remark(self, group):
        reply = group.answered(TEXT, "Дагы")
        first, second = reply.remarks.all()
        assert "2" in rules.every_remark_is_answered(group.application)
        by = group.by_chair
        assert joint_report.answer_remark(first, verdict="accepted", text="", by=by) == 1
        assert "2" in rules.every_remark_is_answered(group.application)
        assert joint_report.answer_remark(first, verdict="accepted", text="Туура", saves=1, by=by) == 2
        joint_report.answer_remark(second, verdict="rejected", text="Далил жок", by=by)
        assert rules.every_remark_is_answered(group.application) is None

    def test_only_the_chair_answers_and_only_what_was_sent(self, group):
        reply = group.answered(TEXT)
        remark = reply.remarks.get()
        for by in (group.by_second, group.case.by_administrator, group.by_head):
            with pytest.raises(PermissionDenied):
                joint_report.answer_remark(remark, verdict="accepted", text="x", by=by)
        replies.set_aside(group.application)
        with pytest.raises(PermissionDenied, match="not sent"):
            joint_report.answer_remark(remark, verdict="accepted", text="x", by=group.by_chair)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_open_one_round(case):
    group = Group(case, criteria=1).all_final()
    opened = together(lambda _place: replies.open_reply(group.application), 3)
    assert sum(reply is not None for reply in opened) == 1
    assert Reply.objects.count() == 1
