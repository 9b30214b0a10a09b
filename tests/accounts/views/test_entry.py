import pytest

from accounts.models import User


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
