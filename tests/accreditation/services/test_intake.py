from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accreditation.enums.applications import Action, State
from accreditation.services import intake
from core.uploads import checks, formats
from core.workflow import TransitionDenied
from notifications.models import Message
from records.enums import DocumentState
from records.models import JournalEntry
from selfassessment.enums import AccreditationType
from selfassessment.enums import State as ReportState
from tests.factories.accreditation import fresh, signed_paper, steps
from tests.factories.people import SpecialistFactory
from tests.files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def some_answers(application, count=2):
    return list(application.report.answers.exclude(criterion=None)[:count])


def accepted():
    return checks.check(SimpleUploadedFile("кат.pdf", pdf()), allowed=formats.PAPERS)


class TestRegister:
    def test_the_school_is_told_number_and_date(self, case):
        application = intake.register(case.submitted(), number=" 01-12/345 ", on=today(), by=case.by_administrator)
        assert (application.state, application.registration_number, application.registered_on) == (
            State.REGISTERED,
            "01-12/345",
            today(),
        )
        assert "01-12/345" in Message.objects.filter(recipient=case.world.head.person).latest("pk").body

    @pytest.mark.parametrize(
        ("number", "days", "reason"), [("", 0, "Enter the SED number"), ("1", 1, "cannot be in the future")]
    )
    def test_no_empty_number_and_no_date_to_come(self, case, number, days, reason):
        with pytest.raises(PermissionDenied, match=reason):
            intake.register(case.submitted(), number=number, on=today(days), by=case.by_administrator)

    def test_not_twice(self, case):
        application = case.registered()
        with pytest.raises(TransitionDenied):
            intake.register(application, number="2", on=today(), by=case.by_administrator)


class TestCorrectRegistration:
    def test_what_stood_there_is_kept(self, case):
        application = case.registered(number="12", on=today(-1))
        done = intake.correct_registration(
            application, number="21", on=today(), by=case.by_administrator, comment="Ката терилген"
        )
        assert (done.state, done.registration_number) == (State.REGISTERED, "21")
        event = done.events.first()
        assert event.comment == f"12, {today(-1):%d.%m.%Y} → 21, {today():%d.%m.%Y}. Ката терилген"
        assert JournalEntry.objects.latest("pk").changes["registration_number"] == ["12", "21"]

    def test_nothing_new_leaves_no_trace(self, case):
        application = case.registered(number="12", on=today())
        intake.correct_registration(application, number="12 ", on=today(), by=case.by_administrator)
        assert list(steps(application))[-1] == Action.REGISTER

    def test_it_is_corrected_later_too(self, case):
        done = intake.correct_registration(case.taken(), number="7", on=today(), by=case.by_administrator)
        assert (done.state, done.registration_number) == (State.INVITING, "7")

    def test_no_date_to_come(self, case):
        with pytest.raises(PermissionDenied, match="future"):
            intake.correct_registration(case.registered(), number="7", on=today(1), by=case.by_administrator)


class TestAssign:
    def test_the_specialist_is_told(self, case):
        application = intake.assign(case.registered(), case.specialist, by=case.by_administrator)
        assert (application.state, application.specialist) == (State.ASSIGNED, case.specialist)
        assert Message.objects.filter(recipient=case.specialist.person).count() == 1

    def test_a_change_needs_a_reason_and_tells_both(self, case):
        application, other = case.assigned(), SpecialistFactory()
        with pytest.raises(PermissionDenied, match="Write why"):
            intake.assign(application, other, by=case.by_administrator)
        done = intake.assign(application, other, by=case.by_administrator, reason="Өргүүгө чыкты")
        assert (done.specialist, done.events.first().comment) == (other, f"{other}. Өргүүгө чыкты")
        for specialist in (case.specialist, other):
            assert Message.objects.filter(recipient=specialist.person).latest("pk").subject

    def test_the_same_specialist_again_changes_nothing(self, case):
        application = case.assigned()
        intake.assign(application, case.specialist, by=case.by_administrator)
        assert list(steps(application)).count(Action.ASSIGN) == 1
        assert Action.REASSIGN not in list(steps(application))

    def test_nobody_who_is_blocked(self, case):
        with pytest.raises(PermissionDenied, match="blocked"):
            intake.assign(case.registered(), SpecialistFactory(blocked=True), by=case.by_administrator)

    def test_without_a_number_the_page_says_what_is_missing(self, case):
        with pytest.raises(TransitionDenied, match="Enter the SED number first"):
            intake.assign(case.submitted(), case.specialist, by=case.by_administrator)


class TestSchedule:
    def test_the_period_may_be_changed_until_it_is_taken(self, case):
        application = intake.schedule(case.assigned(), starts_on=today(5), ends_on=today(9), by=case.by_specialist)
        assert application.state == State.SCHEDULED
        application = intake.schedule(application, starts_on=today(6), ends_on=today(6), by=case.by_administrator)
        assert (application.evaluation_starts_on, application.evaluation_ends_on) == (today(6), today(6))

    @pytest.mark.parametrize(
        ("first", "last", "reason"), [(5, 4, "before the start"), (-9, -3, "The period is over already")]
    )
    def test_days_that_make_no_sense(self, case, first, last, reason):
        with pytest.raises(PermissionDenied, match=reason):
            intake.schedule(case.assigned(), starts_on=today(first), ends_on=today(last), by=case.by_specialist)


class TestTake:
    def test_experts_are_drawn_and_the_school_is_told(self, case, monkeypatch):
        drawn = []
        monkeypatch.setattr(intake, "draw_experts", lambda application, by: drawn.append((application.state, by)))
        application = intake.take_under_review(case.scheduled(), by=case.by_specialist)
        assert (application.state, drawn) == (State.INVITING, [(State.INVITING, case.by_specialist)])
        assert application.taken_at is not None
        message = Message.objects.filter(recipient=case.world.head.person).latest("pk")
        assert f"{application.evaluation_starts_on:%d.%m.%Y}" in message.body

    def test_if_nobody_can_be_drawn_nothing_is_taken(self, case, monkeypatch):
        def refuse(_application, *, by):
            raise PermissionDenied("too few")

        monkeypatch.setattr(intake, "draw_experts", refuse)
        application = case.scheduled()
        with pytest.raises(PermissionDenied, match="too few"):
            intake.take_under_review(application, by=case.by_specialist)
        assert fresh(application).state == State.SCHEDULED


class TestReturn:
    def test_only_what_was_named_is_open(self, case):
        application = case.assigned()
        answers = some_answers(application)
        returned = intake.return_for_correction(
            application, reason=" 1.1 толук эмес ", answers=answers, file=accepted(), by=case.by_specialist
        )
        application = fresh(application)
        assert (application.state, application.report.state) == (State.RETURNED, ReportState.RETURNED)
        assert (returned.reason, returned.is_final, returned.file.name) == ("1.1 толук эмес", False, "кат.pdf")
        assert set(returned.correction.answers.all()) == set(answers)
        assert "1.1 толук эмес" in Message.objects.filter(recipient=case.world.head.person).latest("pk").body

    def test_a_reason_and_a_part_are_needed(self, case):
        application = case.assigned()
        with pytest.raises(PermissionDenied, match="Write the reason"):
            intake.return_for_correction(
                application, reason=" ", answers=some_answers(application), by=case.by_specialist
            )
        with pytest.raises(PermissionDenied, match="at least one part"):
            intake.return_for_correction(application, reason="1.1", answers=[], by=case.by_specialist)
        assert fresh(application).state == State.ASSIGNED

    def test_parts_of_another_report_are_not_taken(self, case):
        application = case.assigned()
        foreign = case.world.filled(AccreditationType.PROG_GEN).answers.all()[:1]
        with pytest.raises(PermissionDenied, match="at least one part of this report"):
            intake.return_for_correction(application, reason="1.1", answers=foreign, by=case.by_specialist)

    def test_the_clock_stands_still(self, case):
        assert case.returned().due_on is None


class TestDecline:
    def test_the_application_is_closed_and_its_report_stays_approved(self, case):
        application = case.assigned()
        returned = intake.decline(application, reason="Башка уюмдун арызы", by=case.by_specialist)
        application = fresh(application)
        assert (application.state, returned.is_final) == (State.DECLINED, True)
        assert application.report.state == ReportState.APPROVED

    def test_after_a_return_that_nobody_answered(self, case):
        application = case.returned()
        intake.decline(application, reason="Жооп болгон жок", by=case.by_specialist)
        assert fresh(application).state == State.DECLINED
        assert application.returns.filter(answered_at=None, correction__isnull=False).count() == 0

    def test_a_paper_that_waited_for_the_signature_is_not_used(self, case):
        application = case.returned()
        paper = signed_paper(application)
        intake.decline(application, reason="Себеби", by=case.by_specialist)
        paper.refresh_from_db()
        assert (paper.state, fresh(application).draft) == (DocumentState.DISCARDED, None)

    def test_a_reason_is_needed(self, case):
        with pytest.raises(PermissionDenied, match="Write the reason"):
            intake.decline(case.assigned(), reason="", by=case.by_specialist)
