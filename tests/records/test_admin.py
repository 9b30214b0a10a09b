import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from records import journal
from records.enums import Act
from records.models import JournalEntry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    user = User.objects.create_superuser("operator", "secret")
    client.force_login(user)
    return client


def written(count):
    person = UserFactory(last_name="Асанов", first_name="Үсөн", middle_name="Өмүрович")
    for _number in range(count):
        journal.write(Act.SIGNED_OUT, by=person, obj=person, changes={"reason": "idle"})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return JournalEntry.objects.order_by("-pk").first()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_journal_is_listed_with_the_same_number_of_queries(operator, django_assert_num_queries, count):
    written(count)
    with django_assert_num_queries(11):
        page = operator.get(reverse("admin:records_journalentry_changelist"))
    assert "Асанов Үсөн Өмүрович" in page.text


def test_an_entry_shows_its_place_in_the_chain(operator):
    entry = written(1)
    page = operator.get(reverse("admin:records_journalentry_change", args=[entry.pk]))
    assert entry.link.hash in page.text
    assert "idle" in page.text


@pytest.mark.parametrize("act", ["add", "change", "delete"])
def test_nothing_can_be_changed(operator, act):
    entry = written(1)
    place = reverse(f"admin:records_journalentry_{act}", args=[] if act == "add" else [entry.pk])
    assert operator.post(place, {"post": "yes", "by_name": "x"}).status_code == 403
    entry.refresh_from_db()
    assert entry.by_name == "Асанов Үсөн Өмүрович"


def test_entries_are_found_by_action(operator):
    written(2)
    page = operator.get(reverse("admin:records_journalentry_changelist"), {"action": "signed_in"})
    assert page.context["cl"].result_count == 1
