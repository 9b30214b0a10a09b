import pytest

from admin_panel.places import places
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.people import SpecialistFactory

pytestmark = pytest.mark.django_db


def test_the_administrator_works_in_the_ministry(client, administrator):
    sign_in(client, administrator)
    (place,) = places(request_of(client))
    assert (place.key, place.url, place.ministry) == ("administrator", "/ministry/", True)


def test_nobody_else_does(client):
    for user in (UserFactory(), UserFactory(is_superuser=True, is_staff=True), SpecialistFactory().person):
        sign_in(client, user)
        assert list(places(request_of(client))) == []


def test_the_door_of_the_ministry_leads_the_administrator_to_his_cabinet(client, administrator):
    sign_in(client, administrator)
    assert client.get("/work/?door=ministry").headers["Location"] == "/ministry/"
