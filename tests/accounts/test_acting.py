import pytest
from django.contrib.sessions.models import Session

from accounts import acting
from accounts.acting import Acting
from accounts.enums import Signature
from core import crypto
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory, new_inn

pytestmark = pytest.mark.django_db


def test_nobody_acts_before_signing_in(client):
    assert request_of(client).acting is None


def test_the_session_says_for_whom_the_person_acts(client):
    person, inn = UserFactory(), new_inn()
    sign_in(client, person, inn=inn, organization_name="№5 мектеп", position="Директор", organization_id=7)
    assert request_of(client).acting == Acting(
        user=person,
        signature=Signature.CLOUD,
        organization_inn=inn,
        organization_name="№5 мектеп",
        position="Директор",
        place_key="test",
        place="Сыноо",
        organization_id=7,
    )


def test_without_an_organization_the_signature_is_the_simple_one(client):
    person = UserFactory()
    sign_in(client, person)
    assert request_of(client).acting == Acting(user=person, signature=Signature.SIMPLE)


def test_the_simple_signature_cannot_carry_an_organization():
    with pytest.raises(ValueError, match="no organization"):
        Acting(user=UserFactory.build(), signature=Signature.SIMPLE, organization_inn=new_inn())


def test_numbers_stand_in_no_session_row_in_clear(client):
    person, inn = UserFactory(), new_inn()
    sign_in(client, person, inn=inn)
    stored = str(Session.objects.get().get_decoded())
    assert inn not in stored
    assert person.pin not in stored


def test_the_tax_number_is_masked_when_printed(client):
    inn = new_inn()
    sign_in(client, UserFactory(), inn=inn)
    assert inn not in repr(request_of(client).acting)


def test_an_operator_without_proof_acts_for_nobody(client):
    operator = UserFactory(is_staff=True)
    client.force_login(operator)
    assert request_of(client).acting == Acting(user=operator, signature=Signature.SIMPLE)


@pytest.mark.parametrize("spoiled", ["", "t2.", "t9.AAAA", "t2.AAAA", "nonsense"])
def test_a_proof_that_cannot_be_opened_ends_the_session(client, spoiled):
    sign_in(client, UserFactory(), inn=new_inn())
    session = client.session
    session[acting.PROOF] = spoiled
    session.save()
    request = request_of(client)
    assert request.acting is None
    assert not request.user.is_authenticated
    assert not Session.objects.exists()


def test_what_was_sealed_for_another_purpose_is_no_proof(client):
    sign_in(client, UserFactory(), inn=new_inn())
    session = client.session
    proof = '{"signature": "cloud", "inn": "00708201710169", "organization": "", "position": ""}'
    session[acting.PROOF] = crypto.encrypt(proof, context="accounts_user.pin")
    session.save()
    assert request_of(client).acting is None


def test_a_new_sign_in_forgets_the_place_of_the_old_one(client):
    sign_in(client, UserFactory(), inn=new_inn(), organization_id=7)
    session = client.session
    acting.remember_proof(session, signature=Signature.SIMPLE)
    session.save()
    now = request_of(client).acting
    assert (now.place_key, now.organization_id, now.organization_inn) == ("", None, None)
