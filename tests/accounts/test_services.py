import threading

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import Http404
from django.test import Client
from django.utils.timezone import now

from accounts import services
from accounts.errors import AccountBlocked
from accounts.models import UnsentForm, User
from accounts.oidc.provider import PROVIDER, account_uid
from accounts.signals import sessions_ended
from integrations.identity import EsiIdentity
from integrations.token_signature import TokenIdentity
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory, new_inn, new_pin

pytestmark = pytest.mark.django_db


def account(sub, settings):
    return SocialAccount(provider=PROVIDER, uid=account_uid(sub), extra_data={"issuer": settings.ESI_ISSUER})


@pytest.mark.django_db(transaction=True)
def test_two_browsers_of_a_new_person_at_once_make_one_person(settings):
    identity = EsiIdentity(sub="s-1", pin=new_pin(), last_name="Асанов", first_name="Үсөн")
    start, found, failures = threading.Barrier(4), [], []

    def come_in():
        try:
            start.wait()
            found.append(services.recognise(identity, account("s-1", settings))[0].pk)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=come_in) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(set(found)) == 1
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)


def token(pin, name="Асанова Айгүл Сыдыковна"):
    facts = {"organization": "№5 мектеп", "serial": "01", "issuer": "CA", "not_after": now(), "algorithm": "rsa"}
    return TokenIdentity(pin=pin, org_inn=new_inn(), common_name=name, **facts)


def test_a_token_makes_a_person_with_the_name_of_its_certificate():
    assert services.recognise_token(token(new_pin())).get_full_name() == "Асанова Айгүл Сыдыковна"


@pytest.mark.parametrize(("name", "full"), [("Асанова", "Асанова"), ("", ""), ("А Б В Г", "А Б В Г")])
def test_odd_names_of_certificates_are_taken_as_they_are(name, full):
    assert services.recognise_token(token(new_pin(), name)).get_full_name() == full


def test_a_token_renames_nobody():
    person = UserFactory(last_name="Жээнбекова", first_name="Айгүл", middle_name="")
    assert services.recognise_token(token(person.pin)).get_full_name() == "Жээнбекова Айгүл"


def test_a_blocked_person_gets_in_by_no_token():
    with pytest.raises(AccountBlocked):
        services.recognise_token(token(UserFactory(is_active=False).pin))


def test_a_blocked_persons_sessions_end_at_once(client):
    person, administrator = UserFactory(), UserFactory()
    sign_in(client, person)
    services.block(person, by=administrator)
    assert request_of(client).acting is None
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_an_unblocked_person_has_to_sign_in_again(client):
    person = UserFactory()
    sign_in(client, person)
    services.block(person, by=person)
    services.unblock(person)
    person.refresh_from_db()
    assert person.is_active
    assert request_of(client).acting is None


def test_who_ended_sessions_is_told(client):
    heard = []

    def hear(user, by, count, **_kwargs):
        heard.append((user, by, count))

    sessions_ended.connect(hear)
    person, administrator = UserFactory(), UserFactory()
    sign_in(client, person)
    sign_in(Client(), person)
    services.end_sessions(person, by=administrator)
    sessions_ended.disconnect(hear)
    assert heard == [(person, administrator, 2)]


def test_nobody_ends_another_persons_session(client):
    sign_in(client, UserFactory())
    with pytest.raises(Http404):
        services.end_session(UserFactory(), UserSession.objects.get().pk, except_key=None)
    assert Session.objects.exists()


def test_what_ended_is_forgotten(client):
    sign_in(client, UserFactory())
    gone = Client()
    sign_in(gone, UserFactory())
    Session.objects.filter(session_key=gone.session.session_key).update(expire_date=now())
    UnsentForm.objects.create(user=UserFactory(), browser="b", page="/", action="/", sealed="x")
    services.forget_what_ended()
    assert [row.session_key for row in Session.objects.all()] == [client.session.session_key]
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
    assert UnsentForm.objects.count() == 1, "it can still be put back"
