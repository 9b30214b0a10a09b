import pytest
from django.utils.translation import gettext_lazy as lazily

from accounts.places import Place
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory, new_inn

pytestmark = pytest.mark.django_db
DECLARED = []


def declared(_request):
    return DECLARED


SCHOOL = Place(key="organization:5", label="№5 мектеп", url="/news/", organization_id=5)
EXPERT = Place(key="expert", label=lazily("Rutoken"), detail="3 чакыруу", url="/feedback/")
OFFICE = Place(key="administrator", label="Администратор", url="/licences/", ministry=True)


@pytest.fixture(autouse=True)
def _declared(settings):
    settings.PLACES_OF_WORK = [f"{__name__}.declared"]
    DECLARED[:] = []


@pytest.fixture
def person(client):
    person = UserFactory()
    sign_in(client, person)
    return person


def test_a_stranger_has_to_sign_in_first(client):
    assert client.get("/work/").url == "/sign-in/"
    assert client.get("/work/places/").url == "/sign-in/?next=%2Fwork%2Fplaces%2F"


def test_the_only_place_is_entered_at_once(client, person):
    DECLARED[:] = [SCHOOL]
    assert client.get("/work/").url == "/news/"
    acting = request_of(client).acting
    assert (acting.place_key, acting.place, acting.organization_id, acting.may_switch) == (
        *("organization:5", "№5 мектеп", 5),
        False,
    )


def test_of_several_places_one_is_chosen(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    page = client.get("/work/").content.decode()
    assert [text in page for text in ("№5 мектеп", "3 чакыруу", 'value="expert"')] == [True] * 3
    assert client.post("/work/places/", {"place": "expert"}).url == "/feedback/"
    acting = request_of(client).acting
    assert (acting.place_key, acting.organization_id, acting.may_switch) == ("expert", None, True)


def test_who_may_work_nowhere_any_more_acts_for_nobody(client, person):
    DECLARED[:] = [SCHOOL]
    client.get("/work/")
    DECLARED[:] = []
    assert client.get("/work/").status_code == 200
    acting = request_of(client).acting
    assert (acting.place_key, acting.place, acting.organization_id) == ("", "", None)


def test_who_works_somewhere_already_is_not_asked_again(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    client.post("/work/places/", {"place": "expert"})
    assert client.get("/work/").url == "/feedback/"


def test_the_place_can_be_changed(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    client.post("/work/places/", {"place": "expert"})
    assert "/work/places/" in client.get("/news/").content.decode()
    client.post("/work/places/", {"place": "organization:5"})
    assert request_of(client).acting.organization_id == 5


@pytest.mark.parametrize("place", ["", "administrator", "organization:6"])
def test_a_place_that_is_not_his_is_refused(client, person, place):
    DECLARED[:] = [SCHOOL, EXPERT]
    response = client.post("/work/places/", {"place": place})
    assert response.status_code == 422
    assert request_of(client).acting.place_key == ""


def test_a_place_that_was_lost_is_left(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    client.post("/work/places/", {"place": "organization:5"})
    DECLARED[:] = [EXPERT]
    assert client.get("/work/").url == "/feedback/"
    assert request_of(client).acting.organization_id is None


def test_the_name_of_the_place_follows_the_language(client, person, settings):
    DECLARED[:] = [EXPERT]
    client.get("/work/")
    names = []
    for language in ("ky", "ru", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        names.append("Rutoken" in client.get("/news/").content.decode())
    assert names == [False, False, True]


def test_without_a_place_the_page_says_what_to_do(client, person):
    page = client.get("/work/").content.decode()
    assert "булуттуу санарип кол тамгасын" in page
    assert client.get("/work/places/").status_code == 200


def test_a_head_without_a_place_is_not_told_to_take_his_signature(client):
    sign_in(client, UserFactory(), inn=new_inn())
    assert "булуттуу санарип кол тамгасын" not in client.get("/work/").content.decode()


def test_the_ministrys_door_leads_to_the_ministry(client, person):
    DECLARED[:] = [SCHOOL, EXPERT, OFFICE]
    assert client.get("/work/?door=ministry").url == "/licences/"
    assert request_of(client).acting.place_key == "administrator"


def test_a_citizen_at_the_ministrys_door_is_told_why_not(client, person):
    DECLARED[:] = [SCHOOL]
    response = client.get("/work/?door=ministry")
    assert response.status_code == 403
    assert "министрликте иштөө ордуңуз жок" in response.content.decode()
    assert request_of(client).acting.place_key == ""


def test_the_way_back_is_kept_through_the_choice(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    page = client.get("/work/?next=/news/?page=2").content.decode()
    assert 'name="next" value="/news/?page=2"' in page
    assert client.post("/work/places/", {"place": "expert", "next": "/news/?page=2"}).url == "/news/?page=2"


def test_who_comes_back_to_a_page_comes_back_to_his_place(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    client.post("/work/places/", {"place": "expert"})
    sign_in(client, person)
    assert client.get("/work/?next=/news/").url == "/news/"
    assert request_of(client).acting.place_key == "expert"


def test_another_person_gets_not_the_place_of_the_one_before(client, person):
    DECLARED[:] = [SCHOOL, EXPERT]
    client.post("/work/places/", {"place": "expert"})
    sign_in(client, UserFactory())
    assert client.get("/work/?next=/news/").status_code == 200


FOREIGN = [
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "https:evil.test",
    "javascript:alert(1)",
    "news/",
    "\t/",
]


@pytest.mark.parametrize("address", [*FOREIGN, "/sign-out/", "/work/", "/nowhere/", f"/news/?{'x' * 600}"])
def test_nobody_is_sent_away(client, person, address):
    DECLARED[:] = [SCHOOL]
    assert client.get("/work/", {"next": address}).url == "/news/"
    assert client.post("/work/places/", {"place": SCHOOL.key, "next": address}).url == "/news/"
