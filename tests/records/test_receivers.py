import pytest
from django.contrib.auth.signals import user_logged_out

from records.models import JournalEntry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_is_written_down(client, rf):
    person = UserFactory()
    client.force_login(person)
    client.logout()
    entries = JournalEntry.objects.order_by("pk").values_list("action", "by_id", "object_id")
    assert list(entries) == [("signed_in", person.pk, str(person.pk)), ("signed_out", person.pk, str(person.pk))]


def test_nobody_signing_out_is_nothing(rf):
    user_logged_out.send(sender=None, request=rf.get("/"), user=None)
    assert not JournalEntry.objects.exists()
