import pytest

from tests.acting import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, SpecialistFactory

pytestmark = pytest.mark.django_db

PEOPLE = {
    "expert": ExpertFactory,
    "blocked expert": lambda: ExpertFactory(blocked=True),
    "member": CollegiumMemberFactory,
    "blocked member": lambda: CollegiumMemberFactory(blocked=True),
    "specialist": SpecialistFactory,
}


@pytest.mark.parametrize(("path", "whose"), [("/expert/", "expert"), ("/collegium/", "member")])
@pytest.mark.parametrize("who", [*PEOPLE, "administrator"])
def test_a_cabinet_opens_to_its_own_people_only(client, path, whose, who):
    user = UserFactory(is_administrator=True) if who == "administrator" else PEOPLE[who]().person
    sign_in(client, user)
    response = client.get(path)
    assert response.status_code == (200 if who == whose else 403)
    if who == whose:
        assert user.get_full_name() in response.text
