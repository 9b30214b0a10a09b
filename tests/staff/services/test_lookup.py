from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.identifiers import Pin
from integrations.registries import AccessDenied, RegistryFault, RegistryUnavailable, RegistryUnexpectedResponse
from organizations.enums import Role
from records.models import JournalEntry
from staff.enums import Inquiry, Outcome, State
from staff.names import Name
from staff.services import lookup
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.staff import EmploymentFactory, acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(school, by_head):
    return lambda pin, by=by_head: lookup.look_up(pin, by=by, organization=school)


def test_a_known_number_gives_the_name(ask, registry):
    pin = new_pin()
    registry.add(pin, "Үсөнова", "Айгүл", "Асановна")
    finding = ask(pin)
    assert (finding.outcome, finding.name, finding.may_be_added, finding.by_hand) == (
        Outcome.FOUND,
        Name("Үсөнова", "Айгүл", "Асановна"),
        True,
        False,
    )


def test_the_register_learns_who_asks(ask, registry, head):
    pin = new_pin()
    ask(pin)
    assert registry.asked == [(pin, head.person.pin, None)]


def test_the_journal_keeps_who_asked_for_whom_why_and_what_came(ask, registry, head, school):
    pin = new_pin()
    registry.add(pin, "Асанов", "Азамат")
    ask(pin)
    entry = JournalEntry.objects.get(action=Inquiry.LOOK_UP)
    assert (entry.by_id, entry.organization_id) == (head.person_id, school.pk)
    assert entry.changes == {"pin": pin.masked, "purpose": "add an employee", "outcome": "found"}
    assert str(pin) not in str(vars(entry))


def test_an_unknown_number_can_not_be_added(ask):
    finding = ask(new_pin())
    assert (finding.outcome, finding.may_be_added) == (Outcome.UNKNOWN, False)
    assert finding.message == ("The tax service knows nobody with this number. Compare all 14 digits with the ID card.")


@pytest.mark.parametrize(("facts", "words"), [({"deceased": True}, "has died"), ({"pin_blocked": True}, "is blocked")])
def test_the_number_of_a_dead_person_and_a_blocked_one_are_refused(ask, registry, facts, words):
    pin = new_pin()
    registry.add(pin, "Асанов", "Азамат", **facts)
    finding = ask(pin)
    assert (finding.outcome, finding.may_be_added, finding.name) == (Outcome.REFUSED, False, None)
    assert words in finding.message


@pytest.mark.parametrize("facts", [{}, {"deceased": False, "pin_blocked": False}, {"deceased": None}])
def test_a_register_that_knows_nothing_of_death_refuses_nobody(ask, registry, facts):
    pin = new_pin()
    registry.add(pin, "Асанов", "Азамат", **facts)
    assert ask(pin).outcome == Outcome.FOUND


@pytest.mark.parametrize(
    "error", [RegistryUnavailable(), RegistryUnexpectedResponse(), AccessDenied(), RegistryFault("x", "сервис жабык")]
)
def test_while_no_register_answers_the_name_may_be_typed(ask, registry, error):
    registry.down = error
    finding = ask(new_pin())
    assert (finding.outcome, finding.may_be_added, finding.by_hand, finding.name) == (
        Outcome.UNAVAILABLE,
        True,
        True,
        None,
    )
    assert finding.message == error.user_message


def test_who_works_here_already_is_told_without_asking_anybody(ask, registry, school):
    known = EmploymentFactory(organization=school, last_name="Өмүров", first_name="Бек", middle_name="")
    finding = ask(known.person.pin)
    assert (finding.outcome, finding.employment, finding.may_be_added) == (Outcome.EMPLOYED, known, False)
    assert finding.message == "Works here already: Өмүров Бек, Specialist of the organization, математика мугалими."
    assert registry.asked == []
    assert not JournalEntry.objects.filter(action=Inquiry.LOOK_UP).exists()


def test_who_worked_here_before_can_be_taken_back(ask, registry, school):
    known = EmploymentFactory(organization=school, state=State.DISMISSED)
    finding = ask(known.person.pin)
    assert (finding.outcome, finding.employment, finding.may_be_added) == (Outcome.DISMISSED, known, False)
    assert f"{timezone.localdate():%d.%m.%Y}" in finding.message
    assert registry.asked == []


def test_who_works_elsewhere_is_looked_up_like_anybody(ask, registry):
    known = EmploymentFactory()
    registry.add(known.person.pin, "Асанов", "Азамат")
    assert ask(known.person.pin).outcome == Outcome.FOUND


def test_thirty_questions_an_hour_are_allowed(ask, registry, by_deputy):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert {ask(new_pin()).outcome for _number in range(30)} == {Outcome.UNKNOWN}
        refused = ask(new_pin())
        assert (refused.outcome, refused.may_be_added) == (Outcome.LIMITED, False)
        again = timezone.localtime(timezone.now() + timedelta(hours=1))
        assert f"You can go on at {again:%H:%M}" in refused.message
        assert len(registry.asked) == 30
        assert ask(new_pin(), by_deputy).outcome == Outcome.UNKNOWN
        clock.shift(timedelta(hours=1, seconds=1))
        assert ask(new_pin()).outcome == Outcome.UNKNOWN


def test_known_people_are_not_counted(ask, school):
    known = EmploymentFactory(organization=school)
    assert {ask(known.person.pin).outcome for _number in range(40)} == {Outcome.EMPLOYED}
    assert ask(new_pin()).outcome == Outcome.UNKNOWN


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.DEPARTMENT_HEAD, Role.SPECIALIST])
def test_only_who_manages_employees_may_ask(school, ask, registry, role):
    employment = EmploymentFactory(organization=school, role=role)
    with pytest.raises(PermissionDenied):
        ask(new_pin(), acting_for(employment))
    assert registry.asked == []


# Tickets --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def found():
    return lookup.Finding(pin=new_pin(), outcome=Outcome.FOUND, name=Name("Асанов", "Азамат", ""))


def test_a_ticket_brings_the_finding_back(found, by_head):
    assert lookup.redeemed(lookup.ticket(found, by=by_head), found.pin, by=by_head) == found


def test_a_ticket_for_typing_by_hand_brings_no_name(by_head):
    finding = lookup.Finding(pin=new_pin(), outcome=Outcome.UNAVAILABLE, message="x")
    redeemed = lookup.redeemed(lookup.ticket(finding, by=by_head), finding.pin, by=by_head)
    assert (redeemed.by_hand, redeemed.name) == (True, None)


def test_a_ticket_says_nothing_of_the_number(found, by_head):
    sealed = lookup.ticket(found, by=by_head)
    assert str(found.pin) not in sealed


@pytest.mark.parametrize("forged", ["", "x", "a:b:c"])
def test_what_is_no_ticket_of_ours_is_worth_nothing(found, by_head, forged):
    assert lookup.redeemed(forged, found.pin, by=by_head) is None


def test_a_ticket_is_for_one_number_and_one_person(found, by_head, by_deputy):
    sealed = lookup.ticket(found, by=by_head)
    assert lookup.redeemed(sealed, new_pin(), by=by_head) is None
    assert lookup.redeemed(sealed, found.pin, by=by_deputy) is None


def test_a_ticket_ends_after_two_hours(found, by_head):
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        sealed = lookup.ticket(found, by=by_head)
        clock.shift(timedelta(hours=2))
        assert lookup.redeemed(sealed, found.pin, by=by_head)
        clock.shift(timedelta(seconds=1))
        assert lookup.redeemed(sealed, found.pin, by=by_head) is None


def test_the_finding_hides_the_number_in_tracebacks():
    pin = Pin("21201199012345")
    assert str(pin) not in repr(lookup.Finding(pin=pin, outcome=Outcome.UNKNOWN))


def test_a_person_without_a_number_asks_under_the_pseudonym(school, registry):
    person = UserFactory(pin=None)
    deputy = EmploymentFactory(organization=school, role=Role.DEPUTY, person=person)
    pin = new_pin()
    lookup.look_up(pin, by=acting_for(deputy), organization=school)
    assert registry.asked == [(pin, person.username, None)]
