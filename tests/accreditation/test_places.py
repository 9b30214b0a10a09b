import pytest

from accreditation.enums.appeals import AppealState
from accreditation.models import Appeal
from accreditation.places import places
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.appeals import Quarrel
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db


def found(client, user):
    sign_in(client, user)
    return list(places(request_of(client)))


@pytest.mark.parametrize(
    ("make", "key", "url", "ministry"),
    [
        (SpecialistFactory, "specialist", "/ministry/", True),
        (ExpertFactory, "expert", "/expert/", False),
        (CollegiumMemberFactory, "collegium", "/collegium/", True),
    ],
)
def test_each_works_where_he_belongs_until_he_is_blocked(client, make, key, url, ministry):
    (place,) = found(client, make().person)
    assert (place.key, place.url, place.ministry) == (key, url, ministry)
    assert client.get(url).status_code == 200
    assert found(client, make(blocked=True).person) == []


def test_who_is_several_things_chooses(client):
    person = UserFactory()
    for make in (SpecialistFactory, ExpertFactory, CollegiumMemberFactory):
        make(person=person)
    assert [place.key for place in found(client, person)] == ["specialist", "expert", "collegium"]
    assert "expert" in client.get("/work/").text


def test_others_find_nothing(client):
    assert found(client, UserFactory(is_administrator=True)) == []


def test_an_appeal_is_a_place_while_its_panel_decides(client, case):
    quarrel = Quarrel(case)
    appeal = quarrel.heard()
    expert, outsider = quarrel.panel[2].person, quarrel.panel[4].person
    assert [place.key for place in found(client, expert)] == ["expert", "panel"]
    assert found(client, expert)[1].url == "/appeals/"
    assert [place.key for place in found(client, outsider)] == ["expert"]
    Appeal.objects.filter(pk=appeal.pk).update(state=AppealState.WITHDRAWN)
    assert [place.key for place in found(client, expert)] == ["expert"]
