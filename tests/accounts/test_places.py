import pytest

from accounts import places
from accounts.places import Place
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SCHOOL = Place(key="organization", label="№5 мектеп", url="/school/", organization_id=5)
EXPERT = Place(key="expert", label="Эксперт", url="/expert/")


def at_school(request):
    return [SCHOOL] if request.user.last_name == "Асанова" else []


def as_expert(_request):
    yield EXPERT


def test_each_app_declares_its_own_places(client, settings):
    settings.PLACES_OF_WORK = [f"{__name__}.at_school", f"{__name__}.as_expert"]
    sign_in(client, UserFactory(last_name="Асанова"))
    assert places.places_of(request_of(client)) == [SCHOOL, EXPERT]


def test_a_person_without_work_has_no_place(client, settings):
    settings.PLACES_OF_WORK = [f"{__name__}.at_school"]
    sign_in(client, UserFactory(last_name="Өмүралиева"))
    assert places.places_of(request_of(client)) == []


def test_the_place_he_chose_is_known_from_then_on(client):
    sign_in(client, UserFactory())
    session = client.session
    places.remember(session, SCHOOL)
    session.save()
    now = request_of(client).acting
    assert (now.place_key, now.place, now.organization_id) == ("organization", "№5 мектеп", 5)
