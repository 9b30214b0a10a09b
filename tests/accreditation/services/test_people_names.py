import pytest

from accounts.acting import Acting
from accounts.models import User
from accounts.signals import signed_in
from accreditation.models import Expert
from accreditation.services import people, people_names
from core import effects
from core.models import OutboxEntry
from integrations.adapters import adapter
from integrations.registries import RegistryUnavailable
from notifications.models import Message
from records.models import JournalEntry
from staff.names import Name
from tests.factories.accounts import UserFactory, new_pin
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry():
    return adapter("person_registry")


@pytest.fixture
def administrator():
    return UserFactory(is_administrator=True)


@pytest.fixture
def from_file(administrator):
    """A function that adds an expert under the name of a file."""

    def from_file(pin):
        work = {"position": "методист", "organization": "Борбор", "email": ""}
        entry = people.add(
            Expert, pin, Name("Озгонова", "Айгул"), by=Acting(user=administrator), confirmed=False, **work
        )
        people_names.ask_later(entry)
        return entry

    return from_file


def test_a_name_from_a_file_is_replaced_by_the_registers(from_file, registry):
    pin = new_pin()
    registry.add(pin, "Өзгөнова", "Айгүл", "Асановна")
    entry = from_file(pin)
    assert (entry.name_confirmed_at, entry.person.get_full_name()) == (None, "")
    effects.drain()
    entry.refresh_from_db()
    assert entry.name == "Өзгөнова Айгүл Асановна"
    assert entry.name_confirmed_at
    renamed = JournalEntry.objects.get(action="ministry_person_renamed")
    assert renamed.changes == {"name": ["Озгонова Айгул", "Өзгөнова Айгүл Асановна"]}


def test_the_register_is_asked_again_until_it_answers(from_file, registry):
    registry.down = RegistryUnavailable()
    entry = from_file(new_pin())
    effects.drain()
    waiting = OutboxEntry.objects.get(kind=people_names.CONFIRM_NAME)
    assert (waiting.done_at, waiting.attempts) == (None, 1)
    entry.refresh_from_db()
    assert entry.name_confirmed_at is None


@pytest.mark.parametrize("facts", [None, {"deceased": True}, {"pin_blocked": True}])
def test_who_added_him_is_told_that_the_number_is_wrong(from_file, registry, administrator, facts):
    pin = new_pin()
    if facts:
        registry.add(pin, "Өзгөнова", "Айгүл", **facts)
    entry = from_file(pin)
    effects.drain()
    message = Message.objects.get(recipient=administrator)
    assert message.url == f"/ministry/experts/{entry.pk}/"
    assert "Озгонова Айгул" in message.subject
    assert pin not in message.subject + message.body
    entry.refresh_from_db()
    assert entry.name_confirmed_at is None


def test_a_confirmed_name_is_not_asked_for_again(registry):
    people_names.confirm_name("accreditation.expert", ExpertFactory().pk)
    assert registry.asked == []


def test_the_name_of_the_sign_in_stands_in_every_list():
    person = UserFactory(last_name="Жаңы", first_name="Айгүл", middle_name="")
    made = [
        make(person=person, last_name="Эски") for make in (SpecialistFactory, ExpertFactory, CollegiumMemberFactory)
    ]
    signed_in.send(User, request=None, user=person, acting=Acting(user=person), method="esi")
    for entry in made:
        entry.refresh_from_db()
        assert entry.name == "Жаңы Айгүл"
    assert JournalEntry.objects.filter(action="ministry_person_renamed").count() == 3


def test_a_sign_in_that_says_nothing_new_leaves_no_trace():
    entry = ExpertFactory()
    people_names.follow_sign_in(entry.person)
    people_names.follow_sign_in(UserFactory())
    people_names.follow_sign_in(UserFactory(last_name=""))
    assert not JournalEntry.objects.exists()


def test_a_sign_in_confirms_a_name_from_a_file():
    entry = ExpertFactory(name_confirmed_at=None)
    people_names.follow_sign_in(entry.person)
    entry.refresh_from_db()
    assert entry.name_confirmed_at
