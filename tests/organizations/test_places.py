import pytest
from django.utils.translation import override

from accounts.places import Place
from organizations.places import places
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


def found(client):
    with override("en"):
        return list(places(request_of(client)))


def test_a_registered_organization_is_a_place_of_work(client, director, inn):
    school = OrganizationFactory(inn=inn, registered_by=director, register_answered_at=None)
    sign_in(client, director, inn=inn)
    assert found(client) == [
        Place(
            key=f"organization-{school.pk}",
            label=school.full_name_ky,
            detail="Head of the organization",
            url="/organization/",
            organization_id=school.pk,
        )
    ]


def test_who_only_holds_its_signature_is_told_so(client, inn):
    OrganizationFactory(inn=inn)
    sign_in(client, UserFactory(), inn=inn)
    assert found(client)[0].detail == "Signature of the organization"


def test_an_unknown_organization_is_registered_first(client, director, inn):
    sign_in(client, director, inn=inn, organization_name="Школа №5")
    assert found(client) == [
        Place(key="registration", label="Школа №5", detail="Organization registration", url="/organization/register/")
    ]


def test_without_a_name_the_number_is_masked(client, director, inn):
    sign_in(client, director, inn=inn)
    session = client.session
    session.save()
    with override("en"):
        place = next(iter(places(request_of(client))))
    assert inn not in place.label


def test_the_simple_signature_leads_to_no_organization(client, director):
    OrganizationFactory(registered_by=director)
    sign_in(client, director)
    assert found(client) == []
