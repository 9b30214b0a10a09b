import pytest
from django.test import Client

from accreditation.models import Expert, Specialist
from accreditation.services import people
from records.models import JournalEntry
from tests.acting import sign_in
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import (
    CollegiumMemberFactory,
    ExpertFactory,
    ExpertRelativeFactory,
    SpecialistFactory,
    UnavailabilityFactory,
)

LISTS = {"experts": ExpertFactory, "collegium": CollegiumMemberFactory, "specialists": SpecialistFactory}
EVERY_LIST = pytest.mark.parametrize(("path", "make"), LISTS.items())


def edited(entry, **typed):
    """What the page of an entry sends back."""
    own = {"seen": people.version(entry), "position": entry.position, "organization": entry.organization}
    more = {"type": entry.type, "kinds": entry.kinds} if isinstance(entry, Expert) else {}
    return own | more | {"email": entry.email, "phone": entry.phone} | typed


@EVERY_LIST
def test_the_page_shows_everything_but_the_number(ministry, path, make):
    entry = make(position="декан")
    html = ministry.get(f"/ministry/{path}/{entry.pk}/").text
    assert entry.person.pin not in html
    for text in (entry.name, entry.person.pin.masked, "декан", entry.organization, entry.email, "Active"):
        assert text in html


def test_an_expert_shows_what_the_draw_asks_for(ministry):
    expert = ExpertFactory(
        kinds=["inst_gen"], employer=OrganizationFactory(full_name_ky="№ 7 мектеп"), capacity_per_year=5
    )
    ExpertRelativeFactory(expert=expert, kinship="эжеси", organization__full_name_ky="№ 8 мектеп")
    UnavailabilityFactory(expert=expert, note="өргүү")
    html = ministry.get(f"/ministry/experts/{expert.pk}/").text
    for text in ("Institutional: general education", "№ 7 мектеп", "№ 8 мектеп", "эжеси", "өргүү", "Kyrgyz, Russian"):
        assert text in html


@EVERY_LIST
def test_an_entry_is_edited_and_the_history_says_how(ministry, path, make):
    entry = make(position="методист")
    response = ministry.post(f"/ministry/{path}/{entry.pk}/edit/", edited(entry, position="декан"), follow=True)
    assert "Saved:" in response.text
    assert "Position: методист → декан" in response.text
    entry.refresh_from_db()
    assert entry.position == "декан"


def test_the_form_is_filled_with_what_stands_there(ministry):
    expert = ExpertFactory(employer=OrganizationFactory(), languages=["tg"], capacity_per_year=4)
    form = ministry.get(f"/ministry/experts/{expert.pk}/edit/").context["form"]
    assert form["employer"].value() == expert.employer.inn
    assert form["district"].value() == expert.district_id
    assert (form["languages"].value(), form["capacity_per_year"].value()) == (["tg"], 4)


def test_a_page_sent_as_it_was_changes_nothing(ministry):
    expert = ExpertFactory(employer=OrganizationFactory(), capacity_per_year=4)
    form = ministry.get(f"/ministry/experts/{expert.pk}/edit/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data["certificate_valid_until"] = f"{expert.certificate_valid_until:%Y-%m-%d}"
    assert ministry.post(f"/ministry/experts/{expert.pk}/edit/", data).status_code == 302
    assert not JournalEntry.objects.filter(action="ministry_person_changed").exists()


def test_what_was_typed_wrongly_stays(ministry):
    entry = SpecialistFactory()
    response = ministry.post(f"/ministry/specialists/{entry.pk}/edit/", edited(entry, position="", phone="абв"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"position", "phone"}
    assert "абв" in response.text


def test_who_saves_second_sees_that_somebody_was_faster(ministry):
    entry = SpecialistFactory()
    mine = edited(entry, position="менин сөзүм")
    ministry.post(f"/ministry/specialists/{entry.pk}/edit/", edited(entry, position="башканын сөзү"))
    response = ministry.post(f"/ministry/specialists/{entry.pk}/edit/", mine)
    assert response.status_code == 422
    assert "Somebody changed this entry while you typed." in response.text
    assert "менин сөзүм" in response.text
    again = mine | {"seen": response.context["form"].data["seen"]}
    assert ministry.post(f"/ministry/specialists/{entry.pk}/edit/", again).status_code == 302
    entry.refresh_from_db()
    assert entry.position == "менин сөзүм"


def test_ones_own_address_is_no_twin(ministry):
    entry = SpecialistFactory()
    ExpertFactory(person=entry.person, email=entry.email)
    assert ministry.post(f"/ministry/specialists/{entry.pk}/edit/", edited(entry)).status_code == 302


@EVERY_LIST
def test_blocking_ends_open_sessions_at_once(ministry, path, make):
    entry, browser = make(), Client()
    sign_in(browser, entry.person)
    assert "at once" in ministry.get(f"/ministry/{path}/{entry.pk}/block/").text
    response = ministry.post(f"/ministry/{path}/{entry.pk}/block/", {"reason": "Бөлүмдөн кетти"}, follow=True)
    assert "This person is blocked" in response.text
    assert "Бөлүмдөн кетти" in response.text
    assert browser.get("/work/").headers["Location"].startswith("/sign-in/")


@EVERY_LIST
def test_a_block_and_its_end_need_a_reason(ministry, path, make):
    entry = make()
    for page in ("block", "unblock"):
        response = ministry.post(f"/ministry/{path}/{entry.pk}/{page}/", {"reason": " "})
        assert response.status_code == 422
        assert "Write the reason." in response.text


def test_an_unblocked_person_stands_among_the_active_again(ministry):
    entry = SpecialistFactory(blocked=True)
    page = ministry.get(f"/ministry/specialists/{entry.pk}/")
    assert "Unblock" in page.text
    assert f"/ministry/specialists/{entry.pk}/block/" not in page.text
    assert entry.block_reason in ministry.get(f"/ministry/specialists/{entry.pk}/unblock/").text
    ministry.post(f"/ministry/specialists/{entry.pk}/unblock/", {"reason": "кайтып келди"})
    assert list(Specialist.objects.active()) == [entry]


def test_an_entry_made_by_mistake_is_deleted(ministry):
    entry = SpecialistFactory()
    assert "gone for good" in ministry.get(f"/ministry/specialists/{entry.pk}/delete/").text
    response = ministry.post(f"/ministry/specialists/{entry.pk}/delete/", follow=True)
    assert "is deleted from the list" in response.text
    assert not Specialist.objects.exists()


def test_who_has_work_cannot_be_deleted_and_the_page_says_what_to_do(ministry, case):
    case.assigned()
    url = f"/ministry/specialists/{case.specialist.pk}/"
    assert "Block the person instead." in ministry.get(url).text
    for method in (ministry.get, ministry.post):
        response = method(f"{url}delete/")
        assert response.status_code == 403
        assert "Block the person instead." in response.text


def test_an_administrator_sees_why_he_cannot_block_himself(ministry, administrator):
    entry = SpecialistFactory(person=administrator)
    url = f"/ministry/specialists/{entry.pk}/"
    assert "another administrator has to do this" in ministry.get(url).text
    assert ministry.get(f"{url}block/").status_code == ministry.post(f"{url}block/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["", "edit/", "block/", "unblock/", "delete/"])
def test_an_entry_of_another_list_is_not_found(ministry, page):
    expert = ExpertFactory(pk=10**6)
    assert ministry.get(f"/ministry/specialists/{expert.pk}/{page}").status_code == 404
