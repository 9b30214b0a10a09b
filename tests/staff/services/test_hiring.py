import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from core.models import OutboxEntry
from core.workflow import TransitionDenied
from organizations.enums import Role
from records.models import JournalEntry
from staff.enums import Action, State, Verification
from staff.models import Employment, EmploymentEvent
from staff.names import Name
from staff.services import hiring
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.staff import ActingHeadFactory, EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db
NAME = Name("Үсөнова", "Айгүл", "Асановна")
GIVEN = [role for role in Role if role != Role.HEAD]


@pytest.fixture
def add(school, by_head):
    def add(pin=None, *, name=NAME, confirmed=True, role=Role.SPECIALIST, position="география мугалими", by=by_head):
        return hiring.add(
            pin or new_pin(),
            name,
            confirmed=confirmed,
            organization=school,
            role=role,
            position=position,
            by=by,
        )

    return add


@pytest.mark.parametrize("role", GIVEN)
def test_an_added_person_works_here_in_role_and_position(add, school, head, role):
    added = add(role=role)
    added.refresh_from_db()
    assert (added.organization, added.role, added.position, added.state) == (
        school,
        role,
        "география мугалими",
        State.EMPLOYED,
    )
    assert (added.name, added.verification, added.added_by) == (str(NAME), Verification.CONFIRMED, head.person)
    assert (added.started_on, added.ended_on) == (timezone.localdate(), None)


def test_a_person_unknown_until_now_has_an_account_that_nobody_signed_in_to(add):
    pin = new_pin()
    person = add(pin).person
    assert (person.pin, person.get_full_name(), person.has_usable_password()) == (pin, str(NAME), False)


def test_a_person_known_already_keeps_the_name_of_the_account(add):
    person = UserFactory(last_name="Башка")
    added = add(person.pin)
    person.refresh_from_db()
    assert (added.person, added.last_name, person.last_name) == (person, NAME.last_name, "Башка")


def test_a_name_typed_by_hand_never_reaches_an_account(add):
    added = add(confirmed=False)
    assert (added.name, added.person.get_full_name()) == (str(NAME), "")


def test_a_name_typed_by_hand_is_checked_later(add):
    added = add(confirmed=False)
    assert (added.verification, added.verified_at) == (Verification.WAITING, None)
    entry = OutboxEntry.objects.get(kind=hiring.CHECK)
    assert entry.payload == {"employment_id": added.pk}
    assert entry.available_at > timezone.now() + timedelta(minutes=9)


def test_a_confirmed_name_is_not_checked_again(add):
    add()
    assert not OutboxEntry.objects.filter(kind=hiring.CHECK).exists()


def test_adding_leaves_an_event_and_a_journal_entry(add, head):
    added = add()
    event = EmploymentEvent.objects.get()
    assert (event.employment, event.action, event.by, event.role, event.position) == (
        added,
        Action.ADD,
        head.person,
        Role.SPECIALIST,
        "география мугалими",
    )
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.object_id, entry.organization_id) == (
        Action.ADD,
        head.person_id,
        str(added.pk),
        added.organization_id,
    )
    assert entry.changes == {
        "name": str(NAME),
        "role": "specialist",
        "position": "география мугалими",
        "check": "confirmed",
    }


def test_nobody_is_added_as_the_head(add):
    with pytest.raises(PermissionDenied, match="role of the head"):
        add(role=Role.HEAD)
    assert not Employment.objects.filter(role=Role.SPECIALIST).exists()


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.DEPARTMENT_HEAD, Role.SPECIALIST])
def test_only_who_manages_the_employees_adds_one(add, school, role):
    employment = EmploymentFactory(organization=school, role=role)
    with pytest.raises(PermissionDenied):
        add(by=acting_for(employment))


def test_a_head_adds_nobody_to_another_school(add):
    with pytest.raises(PermissionDenied, match="do not work"):
        add(by=acting_for(EmploymentFactory(role=Role.HEAD)))


@pytest.mark.parametrize("state", State)
def test_nobody_is_added_twice(add, school, state):
    known = EmploymentFactory(organization=school, state=state)
    with pytest.raises(hiring.AlreadyThere) as refusal:
        add(known.person.pin)
    assert refusal.value.employment == known
    known.refresh_from_db()
    assert known.state == state
    assert not EmploymentEvent.objects.exists()


def test_one_person_works_in_two_schools(add):
    elsewhere = EmploymentFactory()
    assert add(elsewhere.person.pin).person == elsewhere.person


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_add_one_employee(school, by_head, by_deputy):
    pin, start = new_pin(), threading.Barrier(2)
    outcomes = []

    def browser(by):
        start.wait(timeout=10)
        try:
            hiring.add(pin, NAME, confirmed=True, organization=school, role=Role.SPECIALIST, position="мугалим", by=by)
            outcomes.append("added")
        except hiring.AlreadyThere as known:
            outcomes.append(known.employment.person.pin)
        finally:
            connection.close()

    browsers = [threading.Thread(target=browser, args=[by]) for by in (by_head, by_deputy)]
    for thread in browsers:
        thread.start()
    for thread in browsers:
        thread.join(timeout=30)
    assert sorted(outcomes, key=str) == sorted(["added", pin], key=str)
    assert (
        User.objects.by_pin(pin).count() == Employment.objects.filter(person__in=User.objects.by_pin(pin)).count() == 1
    )
    assert JournalEntry.objects.filter(action=Action.ADD).count() == 1


# Changes --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def teacher(school):
    return EmploymentFactory(organization=school)


@pytest.mark.parametrize("role", GIVEN)
def test_role_and_position_change_with_a_trace(teacher, by_deputy, role):
    changed = hiring.change(teacher, role=role, position="завхоз", by=by_deputy)
    changed.refresh_from_db()
    assert (changed.role, changed.position) == (role, "завхоз")
    expected = {"position": ["математика мугалими", "завхоз"]}
    if role != Role.SPECIALIST:
        expected["role"] = ["specialist", role.value]
    assert JournalEntry.objects.get(action=Action.CHANGE).changes == expected


def test_nobody_is_made_the_head_by_a_change(teacher, by_head):
    with pytest.raises(PermissionDenied, match="role of the head"):
        hiring.change(teacher, role=Role.HEAD, position="директор", by=by_head)


def test_the_head_is_not_made_anything_else_by_a_change(head, by_deputy, by_head):
    for by in (by_deputy, by_head):
        with pytest.raises(PermissionDenied):
            hiring.change(head, role=Role.SPECIALIST, position="мугалим", by=by)
    head.refresh_from_db()
    assert head.role == Role.HEAD


def test_the_head_changes_the_own_position(head, by_head):
    assert hiring.change(head, role=Role.HEAD, position="мектеп директору", by=by_head).position == "мектеп директору"


def test_a_deputy_changes_the_own_position_and_not_the_own_role(deputy, by_deputy):
    assert hiring.change(deputy, role=Role.DEPUTY, position="завуч", by=by_deputy).position == "завуч"
    with pytest.raises(PermissionDenied, match="your own entry"):
        hiring.change(deputy, role=Role.ACCOUNTANT, position="завуч", by=by_deputy)


def test_a_dismissed_person_dismisses(teacher, by_deputy, deputy):
    dismissed = hiring.dismiss(teacher, by=by_deputy, comment="№ 12-к буйрук")
    dismissed.refresh_from_db()
    assert (dismissed.state, dismissed.ended_on, dismissed.role) == (
        State.DISMISSED,
        timezone.localdate(),
        Role.SPECIALIST,
    )
    event = dismissed.events.get()
    assert (event.action, event.by, event.comment) == (Action.DISMISS, deputy.person, "№ 12-к буйрук")
    assert JournalEntry.objects.get(action=Action.DISMISS).changes["comment"] == "№ 12-к буйрук"


def test_a_dismissed_acting_head_acts_no_more(school, by_head, head):
    today = timezone.localdate()
    running = ActingHeadFactory(employment__organization=school)
    later = ActingHeadFactory(
        employment=running.employment,
        from_on=today + timedelta(days=10),
        until_on=today + timedelta(days=20),
    )
    over = ActingHeadFactory(
        employment=running.employment,
        from_on=today - timedelta(days=20),
        until_on=today - timedelta(days=10),
    )
    hiring.dismiss(running.employment, by=by_head)
    for appointment in (running, later, over):
        appointment.refresh_from_db()
    assert (running.stopped_by, later.stopped_by, over.stopped_at) == (head.person, head.person, None)
    assert running.employment.events.filter(action=Action.STOP_ACTING).count() == 2


def test_the_head_is_not_dismissed(head, by_deputy, by_head):
    with pytest.raises(TransitionDenied, match="Hand over the role"):
        hiring.dismiss(head, by=by_deputy)
    with pytest.raises(TransitionDenied, match="your own entry"):
        hiring.dismiss(head, by=by_head)


def test_nobody_dismisses_himself(deputy, by_deputy):
    with pytest.raises(TransitionDenied, match="your own entry"):
        hiring.dismiss(deputy, by=by_deputy)


def test_who_left_is_not_dismissed_again(school, by_head):
    gone = EmploymentFactory(organization=school, state=State.DISMISSED)
    with pytest.raises(TransitionDenied, match="Dismissed"):
        hiring.dismiss(gone, by=by_head)


@pytest.mark.parametrize("role", GIVEN)
def test_who_left_comes_back_with_all_the_history(teacher, by_deputy, role):
    teacher.started_on = timezone.localdate() - timedelta(days=900)
    teacher.save()
    hiring.dismiss(teacher, by=by_deputy)
    back = hiring.take_back(teacher, role=role, position="химия мугалими", by=by_deputy)
    back.refresh_from_db()
    assert (back.pk, back.state, back.role, back.position) == (teacher.pk, State.EMPLOYED, role, "химия мугалими")
    assert (back.started_on, back.ended_on) == (timezone.localdate(), None)
    assert [event.action for event in back.events.all()] == [Action.TAKE_BACK, Action.DISMISS]


def test_nobody_comes_back_as_the_head(school, by_deputy):
    gone = EmploymentFactory(organization=school, role=Role.HEAD, state=State.DISMISSED)
    with pytest.raises(PermissionDenied, match="role of the head"):
        hiring.take_back(gone, role=Role.HEAD, position="директор", by=by_deputy)


def test_who_works_here_is_not_taken_back(teacher, by_head):
    with pytest.raises(TransitionDenied):
        hiring.take_back(teacher, role=Role.SPECIALIST, position="мугалим", by=by_head)


def test_a_change_that_fails_leaves_nothing(teacher, by_head):
    def change_and_fail():
        with transaction.atomic():
            hiring.dismiss(teacher, by=by_head)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    teacher.refresh_from_db()
    assert teacher.state == State.EMPLOYED
    assert not EmploymentEvent.objects.exists()
    assert not JournalEntry.objects.exists()


def test_the_check_is_asked_for_once_in_an_hour(teacher):
    hiring.check_later(teacher)
    hiring.check_later(teacher)
    assert OutboxEntry.objects.filter(kind=hiring.CHECK).count() == 1
