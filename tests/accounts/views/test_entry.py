import pytest

from accounts.models import User
from accounts.places import Place


@pytest.fixture
def person(db):
    return User.objects.create_user(last_name="Асанова", first_name="Айжан", middle_name="Бакытовна")


def test_sign_in_explains_each_way(client):
    page = client.get("/sign-in/").content.decode()
    assert [way in page for way in ('id="esi"', 'id="rutoken"', 'id="administrator"')] == [True] * 3


def test_a_signed_in_person_sees_the_own_name_and_the_way_out(client, person):
    client.force_login(person)
    page = client.get("/").content.decode()
    assert "Асанова Айжан Бакытовна" in page
    assert 'action="/sign-out/"' in page
    assert "asula-menu__link" not in page


def test_sign_out_ends_the_session_on_the_server(client, person):
    client.force_login(person)
    key = client.session.session_key
    assert client.post("/sign-out/").url == "/sign-out/done/"
    assert not client.session.exists(key)
    assert "Асанова" not in client.get("/").content.decode()


def test_sign_out_by_a_link_does_nothing(client, person):
    client.force_login(person)
    assert client.get("/sign-out/").status_code == 405
    assert "Асанова" in client.get("/").content.decode()


def test_who_is_signed_in_already_goes_on(client, person):
    client.force_login(person)
    assert client.get("/sign-in/").url == "/work/"
    assert client.get("/sign-in/?next=/news/").url == "/news/"


@pytest.mark.parametrize("address", ["https://evil.test/", "//evil.test/", "/\\evil.test", "/sign-in/"])
def test_the_way_back_is_a_page_of_ours(client, address):
    assert 'name="next" value=""' in client.get("/sign-in/", {"next": address}).content.decode()


def test_the_menu_starts_each_way_at_once(client):
    menu = client.get("/").content.decode()
    assert menu.count('action="/accounts/oidc/esi/login/"') == 2
    assert 'name="door" value="ministry"' in menu
    assert 'href="/sign-in/token/"' in menu


def test_signing_out_forgets_the_browser(client, person, settings):
    settings.PLACES_OF_WORK = [f"{__name__}.at_work"]
    client.force_login(person)
    client.get("/work/")
    assert client.cookies["returning"].value
    client.post("/sign-out/")
    assert client.cookies["returning"].value == ""
    assert client.get("/sign-out/done/").headers["Clear-Site-Data"] == '"storage"'


def at_work(_request):
    return [Place(key="work", label="Иш", url="/news/")]


def test_signing_out_twice_is_no_mistake(client, db):
    assert client.post("/sign-out/").url == "/sign-out/done/"
