import pytest

from organizations.enums import Role
from staff.enums import State
from staff.places import places
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db


def found(client, user, **proof):
    sign_in(client, user, **proof)
    return list(places(request_of(client)))


def test_who_works_nowhere_has_no_place(client):
    assert found(client, UserFactory()) == []


def test_an_employee_finds_the_organization_after_the_simple_signature(client):
    teacher = EmploymentFactory(organization__full_name_ky="№ 5 мектеп")
    (place,) = found(client, teacher.person)
    assert (place.key, place.label, place.url, place.organization_id) == (
        f"organization-{teacher.organization_id}",
        "№ 5 мектеп",
        "/organization/",
        teacher.organization_id,
    )
    assert place.detail == f"{Role.SPECIALIST.label}, математика мугалими"


def test_every_employer_is_a_place_and_no_former_one(client):
    user = UserFactory()
    EmploymentFactory.create_batch(2, person=user)
    EmploymentFactory(person=user, state=State.DISMISSED)
    assert len(found(client, user)) == 2


def test_the_organization_of_the_signature_is_not_named_twice(client):
    head = EmploymentFactory(role=Role.HEAD)
    elsewhere = EmploymentFactory(person=head.person)
    (place,) = found(client, head.person, inn=head.organization.inn)
    assert place.organization_id == elsewhere.organization_id


def test_a_signature_of_another_organization_hides_no_employer(client):
    teacher = EmploymentFactory()
    assert len(found(client, teacher.person, inn=OrganizationFactory().inn)) == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_places_cost_one_query(client, django_assert_num_queries, count):
    user = UserFactory()
    EmploymentFactory.create_batch(count, person=user)
    sign_in(client, user)
    request = request_of(client)
    request.acting.user.pk  # noqa: B018 -- loaded before counting
    with django_assert_num_queries(1):
        assert len(list(places(request))) == count
