from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.applications import Action, State
from accreditation.models import Application
from accreditation.services import applying, intake
from accreditation.services.applying import AlreadyOpen
from core.workflow import TransitionDenied
from notifications.models import Message
from records.enums import DocumentState
from records.models import JournalEntry
from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh, quick, signed_paper, steps
from tests.factories.draw import experts
from tests.factories.people import SpecialistFactory
from tests.factories.selfassessment import World
from tests.factories.staff import acting_for

pytestmark = pytest.mark.usefixtures("_english")
GENERAL = AccreditationType.PROG_GEN


def at_once(count, act):
    """`act` done by so many people at the same moment: what each of them got, refusals included."""

    def alone(number):
        try:
            return act(number)
        except (PermissionDenied, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as people:
        return list(people.map(alone, range(count)))


@pytest.mark.django_db
class TestCreate:
    def test_a_draft_rests_on_the_approved_report(self, case):
        report = case.report()
        application = applying.create(report, by=case.by_deputy)
        assert (application.state, application.report, application.type, application.organization) == (
            State.DRAFT,
            report,
            report.type,
            case.school,
        )
        assert list(steps(application)) == [Action.CREATE]
        assert JournalEntry.objects.latest("pk").action == Action.CREATE

    def test_asked_again_it_is_the_same_draft(self, case):
        application = case.draft()
        assert applying.create(application.report, by=case.by_head) == application
        assert list(steps(application)) == [Action.CREATE]

    def test_only_who_leads_the_self_assessment_prepares(self, case):
        report = case.report()
        for nobody in (case.world.by_teachers[0], World().by_head, case.by_administrator):
            with pytest.raises(PermissionDenied):
                applying.create(report, by=nobody)

    def test_an_unapproved_report_carries_no_application(self, case):
        with pytest.raises(PermissionDenied, match="not approved yet"):
            applying.create(case.world.filled(), by=case.by_deputy)

    def test_one_application_per_report(self, case):
        application = case.submitted()
        with pytest.raises(AlreadyOpen) as refusal:
            applying.create(application.report, by=case.by_deputy)
        assert refusal.value.application == application

    def test_one_open_application_of_a_type(self, case):
        application = case.submitted()
        with pytest.raises(AlreadyOpen, match=f"№ {application.pk} of the same type is open") as refusal:
            applying.create(case.report(), by=case.by_deputy)
        assert refusal.value.application == application

    def test_another_type_is_another_matter(self, case):
        case.submitted()
        application = applying.create(case.world.approved(GENERAL), by=case.by_deputy)
        assert application.type == GENERAL

    @pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED])
    def test_what_was_closed_unconsidered_frees_its_report(self, case, state):
        closed = case.in_state(state)
        assert applying.create(closed.report, by=case.by_deputy) != closed

    def test_what_was_refused_does_not(self, case):
        refused = quick(State.REFUSED, by=case.world.head.person, report=case.report())
        with pytest.raises(AlreadyOpen):
            applying.create(refused.report, by=case.by_deputy)


@pytest.mark.django_db
class TestDelete:
    def test_the_draft_is_gone_and_the_journal_remembers(self, case):
        application = case.draft()
        paper = signed_paper(application)
        applying.delete(application, by=case.by_deputy)
        paper.refresh_from_db()
        assert not Application.objects.exists()
        assert paper.state == DocumentState.DISCARDED
        assert JournalEntry.objects.latest("pk").action == Action.DELETE

    def test_what_was_sent_stays(self, case):
        with pytest.raises(PermissionDenied, match="was sent"):
            applying.delete(case.submitted(), by=case.by_head)

    def test_only_by_who_prepares(self, case):
        with pytest.raises(PermissionDenied):
            applying.delete(case.draft(), by=case.world.by_teachers[0])


@pytest.mark.django_db
class TestSubmit:
    def test_the_signed_application_is_with_the_ministry(self, case):
        application = case.draft()
        paper = signed_paper(application)
        done = applying.submit(application, document=paper, by=case.by_head)
        assert (done.state, done.document, done.draft, done.submitted_by) == (
            State.SUBMITTED,
            paper,
            None,
            case.world.head.person,
        )
        told = set(Message.objects.values_list("recipient", flat=True))
        assert told == {case.world.head.person_id, case.world.deputy.person_id, case.administrator.pk}

    def test_the_same_signature_told_twice_changes_nothing(self, case):
        application = case.submitted()
        before = JournalEntry.objects.count()
        applying.submit(application, document=application.document, by=case.by_head)
        assert JournalEntry.objects.count() == before
        assert list(steps(application)) == [Action.CREATE, Action.SUBMIT]

    def test_another_paper_is_refused(self, case):
        application = case.draft()
        signed_paper(application)
        with pytest.raises(PermissionDenied, match="not the paper"):
            applying.submit(application, document=signed_paper(), by=case.by_head)

    def test_only_the_head_with_the_signature_of_the_organization(self, case):
        application = case.draft()
        paper = signed_paper(application)
        for nobody in (case.by_deputy, acting_for(case.world.head), World().by_head):
            with pytest.raises(TransitionDenied):
                applying.submit(application, document=paper, by=nobody)
        assert fresh(application).state == State.DRAFT

    def test_after_a_return_it_is_there_where_it_was(self, case):
        application = case.returned()
        case.approve_again(application.report)
        done = case.submitted(application)
        assert (done.state, done.specialist) == (State.ASSIGNED, case.specialist)
        assert done.returns.get().answered_at is not None
        assert list(steps(done))[-2:] == [Action.RETURN, Action.RESUBMIT]

    def test_without_a_new_approval_nothing_is_sent_again(self, case):
        application = case.returned()
        with pytest.raises(TransitionDenied, match="not approved yet"):
            case.submitted(application)


@pytest.mark.django_db
class TestWithdraw:
    def test_the_ministry_is_told_why(self, case):
        application = applying.withdraw(case.assigned(), reason=" Оңдоп беребиз ", by=case.by_head)
        assert application.state == State.WITHDRAWN
        assert application.events.first().comment == "Оңдоп беребиз"
        message = Message.objects.filter(recipient=case.specialist.person).latest("pk")
        assert "Оңдоп беребиз" in message.body

    def test_a_reason_is_needed(self, case):
        with pytest.raises(PermissionDenied, match="Write why"):
            applying.withdraw(case.submitted(), reason=" ", by=case.by_head)

    def test_what_was_taken_is_not_withdrawn(self, case):
        with pytest.raises(TransitionDenied):
            applying.withdraw(case.taken(), reason="Себеби", by=case.by_head)

    def test_withdrawn_while_it_was_being_corrected_nothing_is_owed_any_more(self, case):
        application = applying.withdraw(case.returned(), reason="Себеби", by=case.by_head)
        assert application.returns.get().answered_at is not None


@pytest.mark.django_db
class TestTheDatabaseHolds:
    def test_one_application_per_report(self, case):
        application = case.quick(State.ACCREDITED)
        with pytest.raises(IntegrityError, match="one_application_per_report"), transaction.atomic():
            quick(State.DRAFT, report=application.report)

    def test_one_open_application_of_a_type(self, case):
        application = case.quick(State.SUBMITTED)
        with pytest.raises(IntegrityError, match="one_open_application_of_a_type"), transaction.atomic():
            quick(State.DRAFT, organization=application.organization)

    @pytest.mark.parametrize(
        ("state", "columns", "name"),
        [
            (State.REGISTERED, {"registration_number": "", "registered_on": None}, "before_it_is_assigned"),
            (State.SUBMITTED, {"registration_number": "1"}, "with_number_and_date"),
            (State.ASSIGNED, {"specialist": None}, "assigned_to_a_specialist"),
            (State.SCHEDULED, {"evaluation_starts_on": None, "evaluation_ends_on": None}, "taken_with_a_period"),
            (State.INVITING, {"taken_at": None}, "taken_at_a_moment"),
            (State.SUBMITTED, {"document": None}, "submitted_as_a_paper"),
            (State.SUBMITTED, {"submitted_at": None}, "submitted_by_somebody"),
        ],
    )
    def test_a_state_has_what_it_needs(self, case, state, columns, name):
        application = case.quick(state)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**columns)


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    @pytest.fixture
    def case(self):
        load_reference()
        return Case()

    def test_fifty_who_begin_an_application_get_one_draft(self, case):
        report = case.report()
        got = at_once(50, lambda _number: applying.create(report, by=case.by_deputy).pk)
        assert len(set(got)) == Application.objects.count() == 1

    def test_of_two_reports_of_a_type_one_carries_an_application(self, case):
        reports = [case.report(), case.report()]
        got = at_once(10, lambda number: applying.create(reports[number % 2], by=case.by_deputy))
        assert Application.objects.count() == 1
        assert {type(one) for one in got} == {Application, AlreadyOpen}

    def test_fifty_who_send_send_once(self, case):
        application = case.draft()
        paper = signed_paper(application)
        got = at_once(50, lambda _number: applying.submit(application, document=paper, by=case.by_head).state)
        assert set(got) == {State.SUBMITTED}
        assert list(steps(application)) == [Action.CREATE, Action.SUBMIT]
        assert JournalEntry.objects.filter(action=Action.SUBMIT).count() == 1

    def test_twenty_who_assign_give_it_to_one(self, case):
        application = intake.register(
            case.submitted(), number="04-12/7", on=timezone.localdate(), by=case.by_administrator
        )
        several = SpecialistFactory.create_batch(4)
        by = [Acting(user=UserFactory(is_administrator=True)) for _place in range(20)]
        got = at_once(20, lambda number: intake.assign(application, several[number % 4], by=by[number]).specialist_id)
        after = fresh(application)
        assert [one for one in got if not isinstance(one, PermissionDenied)] == [after.specialist_id] * 5
        refused = {str(one) for one in got if isinstance(one, PermissionDenied)}
        assert refused == {"Арыз эмне үчүн башка адиске берилип жатканын жазыңыз."}, "each saw who has it now"
        assert list(steps(application)).count(Action.ASSIGN) == 1
        assert JournalEntry.objects.filter(action=Action.ASSIGN).count() == 1
        told = Message.objects.filter(recipient__in=[one.person_id for one in several])
        assert [message.recipient_id for message in told] == [after.specialist.person_id]

    def test_taken_and_returned_at_the_same_moment_has_one_outcome(self, case):
        experts(3)
        for _time in range(3):
            application = Case(World()).scheduled()
            answers = list(application.report.answers.exclude(criterion=None)[:1])
            by = [case.by_administrator, case.by_administrator]

            def decide(number, application=application, answers=answers, by=by):
                if number:
                    return intake.take_under_review(application, by=by[0])
                return intake.return_for_correction(application, reason="1.1", answers=answers, by=by[1])

            got = at_once(2, decide)
            refused = [one for one in got if isinstance(one, TransitionDenied)]
            assert len(refused) == 1
            assert "болгондуктан" in str(refused[0]), "a sentence that names the state"
            after = fresh(application)
            assert after.state in {State.INVITING, State.RETURNED}
            last = list(steps(application))[-1]
            assert last == (Action.TAKE if after.state == State.INVITING else Action.RETURN)
            assert SelfAssessment.objects.get(pk=after.report_id).state == (
                "approved" if after.state == State.INVITING else "returned"
            )
            assert len(list(steps(application))) == 6
