import pytest
from django.contrib.auth.signals import user_logged_out

from accounts import services, sessions
from accounts.enums import Signature
from accounts.models import User
from records.models import JournalEntry
from tests.factories.accounts import UserFactory, new_inn

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def entries():
    return list(JournalEntry.objects.order_by("pk").values_list("action", "by_id", "object_id", "changes"))


def came_in(client, rf, person, **proof):
    client.force_login(person)
    request = rf.get("/")
    request.user, request.session = person, client.session
    sessions.begin(request, method="esi", **proof)


def test_a_sign_in_is_written_down_with_whom_it_spoke_for(client, rf, person):
    inn = new_inn()
    proof = {"signature": Signature.CLOUD, "organization_inn": inn, "organization_name": "№ 5 орто мектеби"}
    came_in(client, rf, person, **proof)
    changes = {"method": "esi", "signature": "cloud", "organization": "№ 5 орто мектеби"}
    assert entries() == [("signed_in", person.pk, str(person.pk), changes)]
    assert inn not in str(JournalEntry.objects.values().get())


def test_a_sign_in_for_oneself_names_no_organization(client, rf, person):
    came_in(client, rf, person, signature=Signature.SIMPLE)
    assert [entry[3]["organization"] for entry in entries()] == [""]


def test_signing_out_is_written_down(client, person):
    client.force_login(person)
    client.logout()
    assert entries() == [("signed_out", person.pk, str(person.pk), {})]


def test_an_operator_is_noted_by_his_password(client):
    operator = User.objects.create_superuser("operator", "a long pass phrase")
    client.force_login(operator)
    assert entries() == [("signed_in", operator.pk, str(operator.pk), {"method": "password"})]


def test_who_ended_whose_sessions_is_written_down(person):
    administrator = UserFactory()
    services.end_sessions(person, by=administrator)
    assert entries() == [("sessions_ended", administrator.pk, str(person.pk), {"count": 0})]


def test_nobody_signing_out_is_nothing(rf):
    user_logged_out.send(sender=None, request=rf.get("/"), user=None)
    assert not JournalEntry.objects.exists()
