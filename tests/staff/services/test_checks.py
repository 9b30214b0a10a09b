from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import effects
from core.limits import TooMany
from core.models import OutboxEntry
from integrations.registries import RegistryUnavailable
from notifications.models import Message
from records.models import JournalEntry
from staff.enums import Action, Inquiry, State, Verification
from staff.models import EmploymentEvent
from staff.services import checks, hiring
from tests.factories.accounts import UserFactory
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db
OPEN = [doubt for doubt in Verification if doubt != Verification.CONFIRMED]


@pytest.fixture
def typed(school, head):
    """A teacher whose name was typed by hand by the head."""
    return EmploymentFactory(
        organization=school,
        last_name="Үсөнова",
        first_name="Айгүл",
        middle_name="Асановна",
        verification=Verification.WAITING,
        added_by=head.person,
    )


def known_as(registry, employment, *parts, **facts):
    registry.add(employment.person.pin, *parts, **facts)


@pytest.mark.parametrize(
    "name",
    [
        ("Үсөнова", "Айгүл", "Асановна"),
        ("УСОНОВА", "АЙГУЛ", "АСАНОВНА"),
        ("Үсөнова", "Айгүл", ""),
        (" Үсөнова ", "айгүл", "Асановна"),
    ],
)
def test_the_same_name_is_confirmed_and_spelt_as_the_register_does(typed, registry, name):
    known_as(registry, typed, *name)
    checks.check_employee(typed.pk)
    typed.refresh_from_db()
    assert (typed.verification, typed.verified_at is not None) == (Verification.CONFIRMED, True)
    assert (typed.last_name, typed.first_name, typed.middle_name) == name
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "name",
    [("Асанова", "Айгүл", "Асановна"), ("Үсөнова", "Айнура", "Асановна"), ("Үсөнова", "Айгүл", "Бековна")],
)
def test_another_name_is_a_question_for_who_typed_it(typed, registry, head, name):
    known_as(registry, typed, *name)
    checks.check_employee(typed.pk)
    typed.refresh_from_db()
    assert (typed.verification, typed.name_in_register) == (Verification.DIFFERENT, list(name))
    assert typed.name == "Үсөнова Айгүл Асановна"
    message = Message.objects.get()
    assert (message.recipient, message.url) == (head.person, f"/staff/{typed.pk}/")
    assert str(typed.person.pin) not in message.subject + message.body


def test_an_unknown_number_is_a_question(typed, registry):
    checks.check_employee(typed.pk)
    typed.refresh_from_db()
    assert (typed.verification, typed.name_in_register) == (Verification.UNKNOWN, [])
    assert Message.objects.count() == 1


@pytest.mark.parametrize("facts", [{"deceased": True}, {"pin_blocked": True}])
def test_a_number_not_in_use_is_a_question(typed, registry, facts):
    known_as(registry, typed, "Үсөнова", "Айгүл", "Асановна", **facts)
    checks.check_employee(typed.pk)
    typed.refresh_from_db()
    assert typed.verification == Verification.REFUSED


def test_each_check_stands_in_the_journal(typed, registry, head, school):
    known_as(registry, typed, "Үсөнова", "Айгүл", "Асановна")
    checks.check_employee(typed.pk)
    asked = JournalEntry.objects.get(action=Inquiry.LOOK_UP)
    assert (asked.by_id, asked.organization_id) == (head.person_id, school.pk)
    assert asked.changes == {
        "pin": typed.person.pin.masked,
        "purpose": "check a name typed by hand",
        "outcome": "confirmed",
    }
    assert EmploymentEvent.objects.get().action == Action.CONFIRM
    assert registry.asked == [(typed.person.pin, head.person.pin, None)]


def test_a_silent_register_is_asked_again_by_the_outbox(typed, registry):
    registry.down = RegistryUnavailable()
    hiring.check_later(typed)
    effects.drain()
    entry = OutboxEntry.objects.get(kind=hiring.CHECK)
    assert (entry.done_at, entry.attempts) == (None, 1)
    typed.refresh_from_db()
    assert typed.verification == Verification.WAITING
    registry.down = None
    known_as(registry, typed, "Үсөнова", "Айгүл", "Асановна")
    OutboxEntry.objects.update(available_at=timezone.now())
    effects.drain()
    typed.refresh_from_db()
    assert typed.verification == Verification.CONFIRMED


@pytest.mark.parametrize("verdict", [doubt for doubt in Verification if doubt != Verification.WAITING])
def test_the_background_asks_once(typed, registry, verdict):
    typed.verification = verdict
    typed.verified_at = timezone.now()
    typed.save()
    checks.check_employee(typed.pk)
    assert registry.asked == []


@pytest.mark.parametrize("verdict", OPEN)
def test_who_manages_the_employees_asks_again(typed, registry, by_deputy, deputy, verdict):
    typed.verification = verdict
    typed.save()
    known_as(registry, typed, "Үсөнова", "Айгүл", "Асановна")
    assert checks.check_now(typed, by=by_deputy).verification == Verification.CONFIRMED
    assert registry.asked == [(typed.person.pin, deputy.person.pin, None)]


def test_asking_again_with_the_same_answer_tells_nobody_again(typed, registry, by_deputy):
    checks.check_now(typed, by=by_deputy)
    checks.check_now(typed, by=by_deputy)
    assert Message.objects.count() == 1


def test_asking_again_is_counted(typed, by_deputy, settings):
    settings.PERSON_LOOKUPS = "1/hour"
    checks.check_now(typed, by=by_deputy)
    with pytest.raises(TooMany):
        checks.check_now(typed, by=by_deputy)


def test_there_is_nothing_to_ask_about_a_confirmed_entry(school, by_deputy, registry):
    checks.check_now(EmploymentFactory(organization=school), by=by_deputy)
    assert registry.asked == []


def test_a_teacher_asks_no_register(typed, school, registry):
    with pytest.raises(PermissionDenied):
        checks.check_now(typed, by=acting_for(EmploymentFactory(organization=school)))
    assert registry.asked == []


def test_the_name_of_the_register_is_taken(typed, registry, by_deputy, deputy):
    known_as(registry, typed, "Асанова", "Айнура", "")
    checks.check_employee(typed.pk)
    accepted = checks.accept_register_name(typed, by=by_deputy)
    accepted.refresh_from_db()
    assert (accepted.name, accepted.verification, accepted.name_in_register) == (
        "Асанова Айнура",
        Verification.CONFIRMED,
        [],
    )
    assert accepted.events.first().by == deputy.person
    changes = JournalEntry.objects.filter(action=Action.CONFIRM).latest("pk").changes
    assert changes["last_name"] == ["Үсөнова", "Асанова"]


def test_there_is_nothing_to_take_where_the_register_named_nobody(typed, by_deputy):
    assert checks.accept_register_name(typed, by=by_deputy).verification == Verification.WAITING
    assert not EmploymentEvent.objects.exists()


@pytest.mark.parametrize("verdict", Verification)
def test_the_state_sign_in_confirms_the_person_everywhere(verdict):
    person = UserFactory(last_name="Асанов", first_name="Бек", middle_name="")
    entries = [
        EmploymentFactory(
            person=person, last_name="Асаноф", verification=verdict, name_in_register=["Асанов", "Бек", ""]
        )
        for _number in range(2)
    ]
    checks.confirm_by_sign_in(person)
    for entry in entries:
        entry.refresh_from_db()
        assert (entry.name, entry.verification, entry.name_in_register) == ("Асанов Бек", Verification.CONFIRMED, [])


def test_a_sign_in_changes_neither_what_is_right_nor_the_past(django_assert_num_queries):
    person = UserFactory()
    EmploymentFactory(person=person)
    EmploymentFactory(person=person, state=State.DISMISSED, last_name="Мурунку")
    with django_assert_num_queries(3):  # the savepoint and one look
        checks.confirm_by_sign_in(person)
    assert not EmploymentEvent.objects.exists()


def test_the_sweep_finds_what_has_waited_for_hours(typed, school):
    typed.added_at = timezone.now() - timedelta(hours=5)
    typed.save()
    EmploymentFactory(organization=school, verification=Verification.WAITING)
    EmploymentFactory(organization=school, verification=Verification.WAITING, state=State.DISMISSED)
    assert checks.sweep() == 1
    assert OutboxEntry.objects.get(kind=hiring.CHECK).payload == {"employment_id": typed.pk}
