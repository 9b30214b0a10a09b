import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from notifications.models import Message
from organizations.enums import Role
from records.models import JournalEntry
from staff import rules, selectors
from staff.enums import Action, Permission, State, Verification
from staff.models import ActingHead, Employment
from staff.names import Name
from staff.services import heads
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import ActingHeadFactory, EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db
NAME = Name("Үсөнова", "Айгүл", "Асановна")


def make_head(person, school, **options):
    return heads.make_head(person, school, **{"name": NAME, "by": None, "comment": ""} | options)


# The register's or the ministry's word --------------------------------------------------------------------------------


def test_somebody_new_becomes_the_head():
    person, school = UserFactory(), OrganizationFactory()
    made = make_head(person, school)
    assert (made.person, made.organization, made.role, made.state) == (person, school, Role.HEAD, State.EMPLOYED)
    assert (made.name, made.verification) == (str(NAME), Verification.CONFIRMED)
    assert [(event.action, event.by) for event in made.events.all()] == [(Action.BECOME_HEAD, None)]
    assert JournalEntry.objects.get().action == Action.BECOME_HEAD


def test_a_position_that_nobody_named_is_written_in_the_state_language():
    with translation.override("en"):
        made = make_head(UserFactory(), OrganizationFactory())
    with translation.override("ky"):
        assert made.position == str(Role.HEAD.label)


def test_a_position_of_the_certificate_is_kept():
    assert make_head(UserFactory(), OrganizationFactory(), position="мектеп директору").position == "мектеп директору"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_an_employee_of_any_role_and_state_becomes_the_head(school, role, state):
    employment = EmploymentFactory(organization=school, role=role, state=state, position="завуч")
    made = make_head(employment.person, school)
    assert (made.pk, made.role, made.state, made.ended_on, made.position) == (
        employment.pk,
        Role.HEAD,
        State.EMPLOYED,
        None,
        "завуч",
    )


def test_the_former_head_works_here_no_more_and_stays_in_the_history(head, school):
    administrator = UserFactory(is_administrator=True)
    made = make_head(UserFactory(), school, by=administrator, comment="№ 5 буйрук")
    head.refresh_from_db()
    assert (head.state, head.role, head.ended_on) == (State.DISMISSED, Role.HEAD, timezone.localdate())
    event = head.events.get()
    assert (event.action, event.by, event.comment) == (Action.CEASE_AS_HEAD, administrator, "№ 5 буйрук")
    assert selectors.head_of(school) == made
    assert rules.role_in(head.person, school.pk) is None


def test_who_is_the_head_stays_it_without_a_new_event(head, school):
    assert make_head(head.person, school) == head
    assert not head.events.exists()


def test_the_database_knows_one_head_only(head, school):
    with pytest.raises(IntegrityError, match="one_head_per_organization"), transaction.atomic():
        EmploymentFactory(organization=school, role=Role.HEAD)
    EmploymentFactory(organization=school, role=Role.HEAD, state=State.DISMISSED)
    EmploymentFactory(role=Role.HEAD)


@pytest.mark.django_db(transaction=True)
def test_two_words_at_once_leave_one_head(school):
    people, start, failures = [UserFactory(), UserFactory()], threading.Barrier(2), []

    def word(person):
        start.wait(timeout=10)
        try:
            make_head(person, school)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion below
            failures.append(error)
        finally:
            connection.close()

    words = [threading.Thread(target=word, args=[person]) for person in people]
    for thread in words:
        thread.start()
    for thread in words:
        thread.join(timeout=30)
    assert failures == []
    assert sorted(Employment.objects.values_list("role", "state")) == [
        (Role.HEAD, State.DISMISSED),
        (Role.HEAD, State.EMPLOYED),
    ]


# Handing over ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_the_head_hands_the_role_over_and_stays_in_another(head, deputy, by_head, role):
    heads.hand_over(deputy, by=by_head, next_role=role, next_position="мугалим")
    head.refresh_from_db()
    deputy.refresh_from_db()
    assert (deputy.role, deputy.state) == (Role.HEAD, State.EMPLOYED)
    assert (head.role, head.position, head.state) == (role, "мугалим", State.EMPLOYED)
    assert head.events.get().action == Action.CEASE_AS_HEAD
    assert (deputy.events.get().action, deputy.events.get().by) == (Action.BECOME_HEAD, head.person)


def test_the_head_hands_the_role_over_and_leaves(head, deputy, by_head):
    heads.hand_over(deputy, by=by_head, next_role=None)
    head.refresh_from_db()
    assert (head.role, head.state) == (Role.HEAD, State.DISMISSED)


def test_the_old_position_stays_where_no_new_one_is_named(head, deputy, by_head):
    heads.hand_over(deputy, by=by_head, next_role=Role.SPECIALIST)
    head.refresh_from_db()
    assert head.position == "директор"


def test_the_new_head_is_told(deputy, by_head):
    heads.hand_over(deputy, by=by_head, next_role=None)
    message = Message.objects.get()
    assert (message.recipient, message.url) == (deputy.person, "/staff/")


def test_a_new_head_acts_for_nobody_any_more(school, by_head):
    appointment = ActingHeadFactory(employment__organization=school)
    heads.hand_over(appointment.employment, by=by_head, next_role=None)
    appointment.refresh_from_db()
    assert appointment.stopped_at is not None


@pytest.mark.parametrize(
    "trait",
    [{"state": State.DISMISSED}, *({"verification": doubt} for doubt in Verification if doubt != "confirmed")],
)
def test_the_role_goes_to_a_confirmed_employee_only(school, head, by_head, trait):
    other = EmploymentFactory(organization=school, **trait)
    with pytest.raises(PermissionDenied):
        heads.hand_over(other, by=by_head, next_role=None)
    with pytest.raises(PermissionDenied, match="the head already"):
        heads.hand_over(head, by=by_head, next_role=None)
    head.refresh_from_db()
    assert head.is_head


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_only_the_head_hands_the_role_over(school, head, deputy, role):
    employment = EmploymentFactory(organization=school, role=role)
    with pytest.raises(PermissionDenied):
        heads.hand_over(deputy, by=acting_for(employment), next_role=None)


def test_an_acting_head_does_not_hand_the_role_over(school, head, deputy):
    appointment = ActingHeadFactory(employment__organization=school)
    with pytest.raises(PermissionDenied, match="cannot lend"):
        heads.hand_over(deputy, by=acting_for(appointment.employment), next_role=None)


def test_the_head_of_another_school_takes_no_role(deputy):
    with pytest.raises(PermissionDenied, match="do not work"):
        heads.hand_over(deputy, by=acting_for(EmploymentFactory(role=Role.HEAD)), next_role=None)


def test_the_role_of_the_head_is_no_role_for_afterwards(deputy, by_head):
    with pytest.raises(PermissionDenied, match="role of the head"):
        heads.hand_over(deputy, by=by_head, next_role=Role.HEAD)


# Acting heads ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def appoint(deputy, by_head):
    def appoint(employment=deputy, *, start=0, end=10, by=by_head):
        today = timezone.localdate()
        return heads.appoint_acting_head(
            employment,
            from_on=today + timedelta(days=start),
            until_on=today + timedelta(days=end),
            order_number="17-к",
            ordered_on=today,
            by=by,
        )

    return appoint


def test_an_appointed_employee_acts_as_the_head(appoint, deputy, head, school):
    appointment = appoint()
    assert selectors.acting_head_now(school) == appointment
    assert rules.standing(deputy.person, school.pk).may(Permission.SIGN)
    event = deputy.events.get()
    assert (event.action, event.by) == (Action.ACT_AS_HEAD, head.person)
    changes = JournalEntry.objects.get(action=Action.ACT_AS_HEAD).changes
    assert changes == {
        "from": appointment.from_on.isoformat(),
        "until": appointment.until_on.isoformat(),
        "order": "17-к",
        "ordered_on": appointment.ordered_on.isoformat(),
    }
    assert Message.objects.get().recipient == deputy.person


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-5, 0), (10, 20), (5, 6), (-100, 100)])
def test_two_act_on_no_day_at_once(appoint, school, start, end):
    appoint()
    with pytest.raises(heads.DatesTaken):
        appoint(EmploymentFactory(organization=school), start=start, end=end)
    assert ActingHead.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [(11, 20), (-20, -1)])
def test_appointments_may_follow_each_other(appoint, school, start, end):
    appoint()
    appoint(EmploymentFactory(organization=school), start=start, end=end)
    assert ActingHead.objects.count() == 2


def test_a_stopped_appointment_leaves_its_days_free(appoint, by_head, head):
    appointment = appoint()
    heads.stop_acting_head(appointment, by=by_head)
    appointment.refresh_from_db()
    assert appointment.stopped_by == head.person
    appoint()


def test_schools_have_acting_heads_of_their_own(appoint):
    ActingHeadFactory()
    appoint()


def test_an_appointment_is_stopped_once(appoint, by_head, deputy):
    appointment = appoint()
    heads.stop_acting_head(appointment, by=by_head)
    heads.stop_acting_head(appointment, by=by_head)
    assert deputy.events.filter(action=Action.STOP_ACTING).count() == 1


def test_an_appointment_that_is_over_is_not_stopped(school, by_head):
    today = timezone.localdate()
    over = ActingHeadFactory(
        employment__organization=school, from_on=today - timedelta(days=9), until_on=today - timedelta(days=1)
    )
    heads.stop_acting_head(over, by=by_head)
    over.refresh_from_db()
    assert over.stopped_at is None


@pytest.mark.parametrize("trait", [{"state": State.DISMISSED}, {"verification": Verification.WAITING}])
def test_only_a_confirmed_employee_acts_as_the_head(appoint, school, head, trait):
    with pytest.raises(PermissionDenied):
        appoint(EmploymentFactory(organization=school, **trait))
    with pytest.raises(PermissionDenied):
        appoint(head)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_only_the_head_appoints_and_stops(appoint, school, role):
    employment = EmploymentFactory(organization=school, role=role)
    appointment = ActingHeadFactory(employment__organization=school)
    for by in (acting_for(employment), acting_for(appointment.employment), acting_for(EmploymentFactory(role="head"))):
        with pytest.raises(PermissionDenied):
            appoint(by=by)
        with pytest.raises(PermissionDenied):
            heads.stop_acting_head(appointment, by=by)
