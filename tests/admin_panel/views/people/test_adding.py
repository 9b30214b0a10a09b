import pytest

from accreditation.models import CollegiumMember, Expert, Specialist
from integrations.registries import RegistryUnavailable
from notifications.models import Message
from records.models import JournalEntry
from tests.factories.accounts import new_pin
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.people import ExpertFactory, SpecialistFactory

WORK = {
    "position": "башкы адис",
    "organization": "Министрлик",
    "email": "zhyldyz@mail.example",
    "phone": "+996 555 100200",
}
LISTS = {"experts": Expert, "collegium": CollegiumMember, "specialists": Specialist}


@pytest.fixture
def known(registry):
    """A number that the tax service knows."""
    pin = new_pin()
    registry.add(pin, "Өмүралиева", "Жылдыз", "Кубанычбековна")
    return pin


def search(client, path, pin, **typed):
    return client.post(f"/ministry/{path}/add/", {"pin": pin, "search": "1", **typed})


def add(client, path, pin, **typed):
    """The two steps: search, then the page with its ticket once more."""
    ticket = search(client, path, pin).context["ticket"]
    return client.post(f"/ministry/{path}/add/", {"pin": pin, "ticket": ticket, **typed})


@pytest.mark.parametrize("path", LISTS)
def test_the_number_brings_the_name_and_the_button_adds(ministry, known, path):
    found = search(ministry, path, known)
    assert "Өмүралиева Жылдыз Кубанычбековна" in found.text
    assert found.status_code == 200
    own = {"type": "any"} if path == "experts" else {}
    response = add(ministry, path, known, **WORK, **own)
    assert (response.status_code, response["Location"]) == (302, f"/ministry/{path}/")
    entry = LISTS[path].objects.get()
    assert (entry.name, entry.person.pin) == ("Өмүралиева Жылдыз Кубанычбековна", known)
    assert "Өмүралиева Жылдыз Кубанычбековна is added to the list." in ministry.get(response["Location"]).text
    assert Message.objects.filter(recipient=entry.person).count() == 1


def test_everything_about_an_expert_is_kept(ministry, known):
    district, employer = DistrictFactory(), OrganizationFactory()
    given = {
        **WORK,
        "type": "licensing",
        "kinds": ["inst_gen", "prog_npo"],
        "levels": ["secondary_general"],
        "region": district.region_id,
        "district": district.pk,
        "languages": ["ky", "ru"],
        "employer": employer.inn,
        "certificate_valid_until": "2027-05-01",
        "capacity_per_year": "6",
    }
    assert add(ministry, "experts", known, **given).status_code == 302
    expert = Expert.objects.get()
    assert (expert.type, expert.kinds, expert.levels) == ("licensing", ["inst_gen", "prog_npo"], ["secondary_general"])
    assert (expert.region, expert.district, expert.employer) == (district.region, district, employer)
    assert (expert.languages, expert.capacity_per_year) == (["ky", "ru"], 6)
    assert f"{expert.certificate_valid_until:%d.%m.%Y}" == "01.05.2027"


def test_a_name_that_nobody_saw_is_shown_first(ministry, known):
    response = ministry.post("/ministry/specialists/add/", {"pin": known, **WORK})
    assert response.status_code == 422
    assert "Is this the right person?" in response.text
    assert not Specialist.objects.exists()
    ticket = response.context["ticket"]
    assert ministry.post("/ministry/specialists/add/", {"pin": known, "ticket": ticket, **WORK}).status_code == 302


def test_a_ticket_for_another_number_adds_nobody(ministry, registry, known):
    other = new_pin()
    registry.add(other, "Башка", "Бирөө")
    ticket = search(ministry, "specialists", known).context["ticket"]
    response = ministry.post("/ministry/specialists/add/", {"pin": other, "ticket": ticket, **WORK})
    assert "Башка Бирөө" in response.text
    assert not Specialist.objects.exists()


def test_a_silent_service_is_said_and_what_was_typed_stays(ministry, registry, known):
    registry.down = RegistryUnavailable()
    response = search(ministry, "experts", known, **WORK)
    assert response.status_code == 422
    assert "The tax service does not answer now" in response.text
    assert "башкы адис" in response.text
    assert response.context["ticket"] == ""
    assert not Expert.objects.exists()
    registry.down = None
    assert "Өмүралиева" in search(ministry, "experts", known, **WORK).text


def test_an_unknown_number_adds_nobody(ministry):
    response = search(ministry, "experts", new_pin())
    assert "The tax service knows nobody with this number." in response.text
    assert response.status_code == 422


@pytest.mark.parametrize("pin", ["", "12", "99999999999999", "2230419667919x"])
def test_a_wrong_number_is_not_asked_about(ministry, registry, pin):
    assert search(ministry, "specialists", pin).status_code == 422
    assert registry.asked == []


@pytest.mark.parametrize(("blocked", "said"), [(False, "stands in this list already."), (True, "and is blocked.")])
def test_who_is_there_already_is_shown_without_asking(ministry, registry, blocked, said):
    entry = SpecialistFactory(blocked=blocked)
    response = search(ministry, "specialists", entry.person.pin)
    assert said in response.text
    assert f'href="/ministry/specialists/{entry.pk}/"' in response.text
    assert registry.asked == []


def test_the_same_person_may_stand_in_another_list(ministry, registry):
    entry = SpecialistFactory()
    registry.add(entry.person.pin, "Өмүралиева", "Жылдыз")
    assert add(ministry, "collegium", entry.person.pin, **WORK).status_code == 302


def test_the_limit_of_questions_is_said(ministry, settings, known):
    settings.PERSON_LOOKUPS = "1/hour"
    search(ministry, "experts", new_pin())
    assert "You have looked up as many people as is allowed" in search(ministry, "experts", known).text


def test_the_question_stands_in_the_journal_without_the_number(ministry, administrator, known):
    search(ministry, "experts", known)
    entry = JournalEntry.objects.get(action="look_up_person")
    assert entry.changes == {"pin": known.masked, "purpose": "add to the list: expert", "outcome": "found"}
    assert entry.by_id == administrator.pk


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"position": ""}, "position"),
        ({"position": "\u200b \u200b"}, "position"),
        ({"organization": ""}, "organization"),
        ({"email": ""}, "email"),
        ({"email": "nonsense"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"type": ""}, "type"),
        ({"kinds": ["nonsense"]}, "kinds"),
        ({"employer": "12"}, "employer"),
        ({"employer": "01234567890123"}, "employer"),
        ({"capacity_per_year": "0"}, "capacity_per_year"),
        ({"certificate_valid_until": "31.02.2027"}, "certificate_valid_until"),
        ({"district": "999999"}, "district"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(ministry, known, typed, field):
    response = add(ministry, "experts", known, **{**WORK, "type": "any", **typed})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert response.context["finding"].name.last_name == "Өмүралиева"
    assert not Expert.objects.exists()


def test_a_specialist_needs_no_address(ministry, known):
    assert add(ministry, "specialists", known, position="адис", organization="Министрлик").status_code == 302


def test_an_address_of_two_is_saved_only_knowingly(ministry, known):
    ExpertFactory(email="ZHYLDYZ@mail.example", last_name="Башкаев", first_name="Азамат", middle_name="")
    response = add(ministry, "specialists", known, **WORK)
    assert response.status_code == 422
    assert "This address belongs to: Башкаев Азамат." in response.text
    assert 'name="shared_email"' in response.text
    assert add(ministry, "specialists", known, **WORK, shared_email="on").status_code == 302


def test_for_htmx_only_the_part_below_the_number_comes(ministry, known):
    response = ministry.post("/ministry/experts/add/", {"pin": known}, headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "Өмүралиева Жылдыз" in response.text
    assert 'name="ticket"' in response.text
