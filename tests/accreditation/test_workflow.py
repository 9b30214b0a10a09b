"""The full product of states, actions and roles; what each step leaves behind; two people at the same moment."""

from itertools import product

import pytest
from django.core.management import call_command

from accounts.acting import Acting
from accreditation import workflow
from accreditation.enums.applications import CLOSED, NOT_TAKEN, Action, State
from accreditation.models import ApplicationEvent
from accreditation.services import intake
from core.workflow import TransitionDenied
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, fresh, quick
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory, acting_as
from tests.factories.selfassessment import World
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

OWN_SPECIALIST, ADMINISTRATOR, HEAD, SYSTEM = "its specialist", "administrator", "head", "the system"
HANDLERS = {OWN_SPECIALIST, ADMINISTRATOR}
AT_THE_MINISTRY = set(State) - CLOSED - {State.DRAFT, State.RETURNED}

# action → (states from which it is possible, who may take it)
POSSIBLE = {
    Action.SUBMIT: ({State.DRAFT}, {HEAD}),
    Action.REGISTER: ({State.SUBMITTED}, {ADMINISTRATOR}),
    Action.CORRECT_REGISTRATION: (AT_THE_MINISTRY - {State.SUBMITTED}, {ADMINISTRATOR}),
    Action.ASSIGN: ({State.REGISTERED}, {ADMINISTRATOR}),
    Action.REASSIGN: (AT_THE_MINISTRY - {State.SUBMITTED, State.REGISTERED} | {State.RETURNED}, {ADMINISTRATOR}),
    Action.SCHEDULE: ({State.ASSIGNED, State.SCHEDULED}, HANDLERS),
    Action.MOVE_PERIOD: ({State.INVITING, State.AGREED, State.ORDERED}, HANDLERS),
    Action.TAKE: ({State.SCHEDULED}, HANDLERS),
    Action.RETURN: (NOT_TAKEN, HANDLERS),
    Action.DECLINE: (NOT_TAKEN | {State.RETURNED}, HANDLERS),
    Action.RESUBMIT: (set(), set()),  # possible once the report is approved again: tested below
    Action.WITHDRAW: (NOT_TAKEN | {State.RETURNED}, {HEAD}),
    Action.AGREE: ({State.INVITING}, {SYSTEM}),
    Action.INVITE_AGAIN: ({State.AGREED, State.ORDERED, State.EVALUATION}, HANDLERS | {SYSTEM}),
    Action.ORDER: ({State.AGREED}, HANDLERS),
    Action.RENEW_ORDER: ({State.ORDERED}, HANDLERS | {SYSTEM}),
    Action.START_EVALUATION: ({State.ORDERED}, HANDLERS | {SYSTEM}),
    Action.FINISH_EVALUATION: ({State.EVALUATION}, {SYSTEM}),
    Action.CONSIDER: ({State.EVALUATED, State.POSTPONED}, HANDLERS),
    Action.POSTPONE: ({State.CONSIDERED}, {ADMINISTRATOR, SYSTEM}),
    Action.ACCREDIT: ({State.CONSIDERED}, {ADMINISTRATOR, SYSTEM}),
    Action.REFUSE: ({State.CONSIDERED}, {ADMINISTRATOR, SYSTEM}),
    Action.ANNUL: ({State.ACCREDITED, State.REFUSED}, {SYSTEM}),
}
UNREGISTERED = {State.DRAFT, State.SUBMITTED}
UNASSIGNED = UNREGISTERED | {State.REGISTERED}


def people_of(case: Case) -> dict[str, Acting | None]:
    administrator_at_school = UserFactory(is_administrator=True)
    EmploymentFactory(organization=case.school, person=administrator_at_school)
    return {
        HEAD: case.by_head,
        "head without the signature": acting_for(case.world.head),
        "deputy": case.by_deputy,
        "member of the commission": case.world.by_teachers[0],
        "head elsewhere": World().by_head,
        ADMINISTRATOR: case.by_administrator,
        "administrator who works in the school": Acting(user=administrator_at_school),
        OWN_SPECIALIST: case.by_specialist,
        "another specialist": acting_as(SpecialistFactory()),
        "blocked specialist": acting_as(SpecialistFactory(blocked=True)),
        "expert": acting_as(ExpertFactory()),
        "member of the collegium": acting_as(CollegiumMemberFactory()),
        "stranger": Acting(user=UserFactory()),
        SYSTEM: None,
    }


def bare(case, state):
    """The application in this state as the ministry would find it, without the way that led there."""
    no_period = {"evaluation_starts_on": None, "evaluation_ends_on": None}
    columns = no_period if state == State.ASSIGNED else {}
    report = case.world.in_state("returned") if state == State.RETURNED else case.report()
    return quick(state, by=case.world.head.person, specialist=case.specialist, report=report, **columns)


def expected(state, action):
    states, who = POSSIBLE[action]
    who = set(who)
    if state not in states:
        return set()
    if state in UNASSIGNED:
        who -= {OWN_SPECIALIST}
    if ADMINISTRATOR in who and OWN_SPECIALIST not in POSSIBLE[action][1]:
        who |= {"administrator who works in the school"}
    return who


def test_the_product_knows_every_action():
    assert set(POSSIBLE) == set(workflow.APPLICATION)


@pytest.mark.parametrize("state", State)
def test_each_action_in_each_state_by_each_person(case, state):
    application = bare(case, state)
    people = people_of(case)
    for action in workflow.APPLICATION:
        step = workflow.APPLICATION[action]
        allowed = {who for who, acting in people.items() if step.reason(acting, application) is None}
        assert allowed == expected(state, action), (state, action)


@pytest.mark.parametrize("state", State)
def test_every_refusal_has_a_reason_in_words(case, state):
    application = bare(case, state)
    reasons = {
        step.reason(acting, application)
        for step, acting in product(workflow.APPLICATION.values(), people_of(case).values())
    }
    assert all(reason is None or len(reason) > 10 for reason in reasons)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_every_state_is_reached_by_the_table(case, state):
    application = case.in_state(state)
    assert application.state == state
    last = ApplicationEvent.objects.filter(application=application).first()
    assert last.target == state


def test_a_step_leaves_one_event_and_one_entry_in_the_journal(case):
    application = case.registered()
    before = JournalEntry.objects.count(), application.events.count()
    done = workflow.advance(
        application, Action.ASSIGN, by=case.by_administrator, comment="Адис", specialist=case.specialist
    )
    assert (JournalEntry.objects.count(), application.events.count()) == (before[0] + 1, before[1] + 1)
    event = application.events.first()
    assert (event.action, event.source, event.target, event.by, event.comment) == (
        Action.ASSIGN,
        State.REGISTERED,
        State.ASSIGNED,
        case.administrator,
        "Адис",
    )
    entry = JournalEntry.objects.latest("pk")
    assert (entry.action, entry.object_id, entry.organization_id) == (Action.ASSIGN, str(done.pk), case.school.pk)
    assert entry.changes == {
        "state": ["registered", "assigned"],
        "specialist": [None, {"id": case.specialist.pk, "name": str(case.specialist)}],
        "comment": "Адис",
    }


def test_a_step_of_the_system_names_nobody(case):
    application = workflow.advance(case.taken(), Action.AGREE, by=None)
    assert application.events.first().by is None
    assert JournalEntry.objects.latest("pk").by_id is None


def test_a_refused_step_leaves_nothing(case):
    application = case.submitted()
    before = JournalEntry.objects.count(), application.events.count()
    with pytest.raises(TransitionDenied, match="Enter the SED number first"):
        workflow.advance(application, Action.ASSIGN, by=case.by_administrator, specialist=case.specialist)
    application.refresh_from_db()
    assert (application.state, application.specialist) == (State.SUBMITTED, None)
    assert (JournalEntry.objects.count(), application.events.count()) == before


def test_without_a_period_nothing_is_taken(case):
    with pytest.raises(TransitionDenied, match="Set the period"):
        intake.take_under_review(case.assigned(), by=case.by_specialist)


def test_a_step_that_stays_does_not_start_the_time_of_the_state_anew(case):
    application = case.assigned()
    since = application.state_since
    other = intake.assign(application, SpecialistFactory(), by=case.by_administrator, reason="Өргүүдө")
    assert (other.state, other.state_since) == (State.ASSIGNED, since)
    assert other.changed_at > application.changed_at


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REGISTERED, State.ASSIGNED, State.SCHEDULED])
def test_a_corrected_application_goes_back_to_where_it_was(case, state):
    application = case.in_state(state)
    answers = list(application.report.answers.exclude(criterion=None)[:1])
    intake.return_for_correction(application, reason="1.1", answers=answers, by=case.by_administrator)
    application.report.refresh_from_db()
    step = workflow.APPLICATION[Action.RESUBMIT]
    application.refresh_from_db()
    assert step.reason(case.by_head, application) == "The self-assessment report is not approved yet."
    case.approve_again(application.report)
    application = fresh(application)
    assert step.reason(case.by_head, application) is None
    assert step.leads_to(application) == state


def test_the_diagram_is_up_to_date():
    call_command("workflow_diagram", check=True)
