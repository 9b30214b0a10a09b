import json
import logging
import re

import pytest
from django.urls import reverse

from integrations.registries import RegistryUnavailable
from organizations.enums import Role
from staff.enums import Outcome, State, Verification
from staff.models import Employment
from staff.services import hiring
from tests.factories.accounts import new_pin
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db
URL = "/staff/add/"
WORK = {"role": "specialist", "position": "математика мугалими"}
HTMX = {"HX-Request": "true"}
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture
def window(at_work, head):
    return at_work(head)


@pytest.fixture
def pin(registry):
    pin = new_pin()
    registry.add(pin, "Үсөнова", "Айгүл", "Асановна")
    return pin


def search(window, pin, **typed):
    """What the button «Издөө» brings; the ticket of the page."""
    response = window.post(URL, {"pin": pin, "search": "1", **typed})
    found = TICKET.search(response.content.decode())
    return response, found[1] if found else ""


def test_the_window_has_the_fields_of_the_manual(window):
    form = window.get(URL).context["form"]
    assert [field.name for field in form.visible_fields() if field.name in {"pin", "role", "position"}] == [
        "pin",
        "role",
        "position",
    ]
    assert [value for value, _label in form["role"].field.choices] == [role.value for role in Role if role != Role.HEAD]


def test_search_shows_the_name_and_keeps_what_was_typed(window, pin):
    response, ticket = search(window, pin, **WORK)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Үсөнова Айгүл Асановна" in page
    assert 'value="математика мугалими"' in page
    assert re.search(r'value="specialist"[^>]*checked', page)
    assert ticket


def test_search_needs_neither_role_nor_position(window, pin):
    assert search(window, pin)[0].context["form"].errors == {}


def test_fourteen_digits_bring_the_part_of_the_page_with_the_name(window, pin):
    response = window.post(URL, {"pin": pin}, headers=HTMX)
    part = response.content.decode()
    assert (response.status_code, response.templates[0].name) == (200, "person")
    assert "Үсөнова Айгүл Асановна" in part
    assert TICKET.search(part)
    assert "<html" not in part


@pytest.mark.parametrize("typed", ["2 2011 1990 01234", "22011-1990-01234"])
def test_a_number_may_be_typed_as_people_write_it(window, registry, typed):
    search(window, typed)
    assert registry.asked[0][0] == "22011199001234"


def test_added_with_the_ticket_nobody_is_asked_again(window, pin, registry, head):
    _response, ticket = search(window, pin)
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK}, follow=True)
    assert response.redirect_chain == [(reverse("staff:employee_list"), 302)]
    assert "Added: Үсөнова Айгүл Асановна, математика мугалими." in str(next(iter(response.context["messages"])))
    added = Employment.objects.get(person__pin_index__isnull=False, role=Role.SPECIALIST)
    assert (added.person.pin, added.verification, added.added_by) == (pin, Verification.CONFIRMED, head.person)
    assert len(registry.asked) == 1


@pytest.mark.parametrize("ticket", ["", "forged"])
def test_a_name_that_nobody_saw_is_shown_before_anybody_is_added(window, pin, ticket):
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Үсөнова Айгүл Асановна" in page
    assert response.context["unseen"]
    assert not Employment.objects.filter(role=Role.SPECIALIST).exists()
    window.post(URL, {"pin": pin, "ticket": TICKET.search(page)[1], **WORK})
    assert Employment.objects.get(role=Role.SPECIALIST).person.pin == pin


def test_a_ticket_of_another_number_adds_nobody(window, pin, registry):
    other = new_pin()
    registry.add(other, "Асанов", "Бек")
    _response, ticket = search(window, pin)
    response = window.post(URL, {"pin": other, "ticket": ticket, **WORK})
    assert response.status_code == 422
    assert response.context["finding"].name.last_name == "Асанов"


@pytest.mark.parametrize(
    ("missing", "field"), [({"role": ""}, "role"), ({"position": ""}, "position"), ({"role": "head"}, "role")]
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(window, pin, missing, field):
    _response, ticket = search(window, pin)
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK, **missing})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert "Үсөнова Айгүл Асановна" in page
    assert TICKET.search(page)


@pytest.mark.parametrize("typed", ["", "1", "123456789012345", "22013199001234", "abc"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_no_number_is_refused_without_asking_anybody(window, registry, typed, headers):
    response = window.post(URL, {"pin": typed, "search": "1"}, headers=headers)
    assert "14 digits" in response.content.decode() or "Type the personal number" in response.content.decode()
    assert response.status_code == (200 if headers else 422)
    assert registry.asked == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_unknown_number_is_said_beside_the_field(window, headers):
    response = window.post(URL, {"pin": new_pin(), "search": "1", **WORK}, headers=headers)
    page = response.content.decode()
    assert response.context["finding"].outcome == Outcome.UNKNOWN
    assert "knows nobody with this number" in page
    assert not TICKET.search(page)


@pytest.mark.parametrize("facts", [{"deceased": True}, {"pin_blocked": True}])
def test_a_number_not_in_use_is_refused_at_search_and_at_adding(window, registry, facts):
    pin = new_pin()
    registry.add(pin, "Асанов", "Азамат", **facts)
    for data in ({"search": "1"}, WORK):
        response = window.post(URL, {"pin": pin, **data})
        assert response.status_code == 422
        assert response.context["finding"].outcome == Outcome.REFUSED
        assert "Азамат" not in response.content.decode()
    assert not Employment.objects.filter(role=Role.SPECIALIST).exists()


def test_a_check_digit_that_does_not_fit_warns_and_blocks_nobody(window, registry):
    odd = next(
        pin for last in "0123456789" if not (pin := type(new_pin())(f"2201119900123{last}")).has_valid_check_digit()
    )
    registry.add(odd, "Асанов", "Азамат")
    response, ticket = search(window, odd)
    assert "The last digit does not fit" in response.content.decode()
    assert window.post(URL, {"pin": odd, "ticket": ticket, **WORK}).status_code == 302


def test_who_works_here_is_told_where(window, head):
    known = EmploymentFactory(organization=head.organization)
    page = search(window, known.person.pin)[0].content.decode()
    assert "Works here already" in page
    assert reverse("staff:employee", args=[known.pk]) in page


def test_who_left_can_be_taken_back(window, head):
    known = EmploymentFactory(organization=head.organization, state=State.DISMISSED)
    page = search(window, known.person.pin)[0].content.decode()
    assert "You can take this person back" in page
    assert reverse("staff:employee_take_back", args=[known.pk]) in page


def test_the_second_of_two_browsers_is_told_politely(window, pin, head):
    _response, ticket = search(window, pin)
    first = EmploymentFactory(organization=head.organization, person__pin=pin)
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Works here already" in page
    assert reverse("staff:employee", args=[first.pk]) in page
    assert Employment.objects.filter(person=first.person).count() == 1


def test_while_the_register_is_down_the_name_is_typed_and_checked_later(window, registry, head):
    registry.down = RegistryUnavailable()
    pin = new_pin()
    response, ticket = search(window, pin, **WORK)
    assert response.status_code == 200
    assert registry.down.user_message in response.content.decode()
    typed = {"last_name": "Үсөнова", "first_name": "Айгүл", "middle_name": ""}
    assert window.post(URL, {"pin": pin, "ticket": ticket, **WORK, **typed}).status_code == 302
    added = Employment.objects.get(role=Role.SPECIALIST)
    assert (added.name, added.verification) == ("Үсөнова Айгүл", Verification.WAITING)
    assert "not confirmed yet" in window.get(reverse("staff:employee_list")).content.decode()


@pytest.mark.parametrize(
    ("typed", "missing"),
    [({}, ["last_name", "first_name"]), ({"last_name": "А"}, ["first_name"]), ({"first_name": "Б"}, ["last_name"])],
)
def test_a_name_typed_by_hand_has_surname_and_first_name(window, registry, typed, missing):
    registry.down = RegistryUnavailable()
    pin = new_pin()
    _response, ticket = search(window, pin)
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK, **typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == missing


def test_a_name_can_not_be_typed_while_the_register_answers(window, pin):
    typed = {"last_name": "Башка", "first_name": "Ысым"}
    response = window.post(URL, {"pin": pin, **WORK, **typed})
    assert response.status_code == 422
    _response, ticket = search(window, pin)
    window.post(URL, {"pin": pin, "ticket": ticket, **WORK, **typed})
    assert Employment.objects.get(role=Role.SPECIALIST).last_name == "Үсөнова"


def test_the_limit_is_said_beside_the_field_and_nothing_is_lost(window, pin, settings):
    settings.PERSON_LOOKUPS = "1/hour"
    search(window, new_pin())
    response, ticket = search(window, pin, **WORK)
    page = response.content.decode()
    assert response.status_code == 422
    assert "as many people as is allowed in an hour" in page
    assert 'value="математика мугалими"' in page
    assert not ticket


def test_no_number_reaches_the_log_a_url_or_a_message(window, pin, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    _response, ticket = search(window, pin)
    response = window.post(URL, {"pin": pin, "ticket": ticket, **WORK}, follow=True)
    assert str(pin) not in response.content.decode()
    assert all(str(pin) not in address for address, _status in response.redirect_chain)
    assert str(pin) not in caplog.text
    output = capfd.readouterr()
    assert str(pin) not in output.out + output.err


def test_a_number_is_never_read_from_the_address(window, pin, registry):
    response = window.get(URL, {"pin": pin, "search": "1"})
    assert registry.asked == []
    assert "Үсөнова" not in response.content.decode()


def test_the_ticket_tells_nothing_but_the_name(window, pin):
    _response, ticket = search(window, pin)
    assert str(pin) not in json.dumps(ticket)


def test_nothing_is_added_when_the_journal_can_not_be_written(window, pin, monkeypatch, settings):
    _response, ticket = search(window, pin)
    settings.JOURNAL_ACTIONS = []
    with pytest.raises(LookupError):
        window.post(URL, {"pin": pin, "ticket": ticket, **WORK})
    assert not Employment.objects.filter(role=Role.SPECIALIST).exists()


def test_the_name_of_the_check_is_one_that_the_outbox_knows(settings):
    assert hiring.CHECK in settings.OUTBOX_HANDLERS
