import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import origin
from core.identifiers import Inn, Pin
from records import journal
from records.enums import Act
from records.journal import Head
from records.models import JournalEntry, JournalHead, JournalLink
from records.models.journal import GENESIS
from tests.factories.accounts import UserFactory

PIN = "22112199901234"
GUARDED = ["records_journalentry", "records_journallink", "records_journalhead"]


@pytest.fixture
def person(db):
    return UserFactory(last_name="Асанов", first_name="Үсөн", middle_name="Өмүрович")


def chain_now():
    """What a commit does: the deferred trigger runs."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_an_entry_says_who_did_what_for_whom_and_from_where(person, rf):
    other = UserFactory(last_name="Токтогулова")
    with origin.serving(rf.get("/", REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Firefox"}), "r1"):
        changes = {"position": ("адис", "жетекчи")}
        journal.write(Act.SIGNED_IN, by=person, obj=other, organization=other, changes=changes)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by_id, entry.by_name) == ("signed_in", person.pk, "Асанов Үсөн Өмүрович")
    assert (entry.object_type, entry.object_id) == ("accounts.user", str(other.pk))
    assert entry.object_name == entry.organization_name == str(other)
    assert entry.organization_id == other.pk
    assert entry.changes == {"position": ["адис", "жетекчи"]}
    assert (entry.ip, entry.user_agent, entry.request_id) == ("203.0.113.9", "Firefox", "r1")


def test_the_system_itself_has_no_name_and_no_address(person):
    entry = journal.write(Act.SIGNED_OUT, by=None, obj=person)
    assert (entry.by_id, entry.by_name, entry.ip, entry.organization_id) == (None, "", None, None)


def test_the_time_is_the_databases(person):
    with time_machine.travel("2020-01-01"):
        entry = journal.write(Act.SIGNED_IN, by=person, obj=person)
    entry.refresh_from_db()
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_an_action_without_words_is_refused(person):
    with pytest.raises(LookupError, match="'danced'"):
        journal.write("danced", by=person, obj=person)


def test_two_enums_may_not_share_an_action(settings):
    settings.JOURNAL_ACTIONS = ["records.enums.Act", "records.enums.Act"]
    with pytest.raises(ImproperlyConfigured, match="repeats the action 'signed_in'"):
        journal.words()


def test_every_action_has_words():
    assert {action.value for action in Act} <= set(journal.words())
    assert all(str(label).strip() for label in journal.words().values())


# Masking


def test_personal_numbers_are_masked_wherever_they_stand(person, rf):
    person.last_name = f"А{PIN}"
    changes = {"pin": (None, Pin(PIN)), PIN: {"deep": [f"ПИН {PIN}!", Inn("00708201710169")]}, "number": int(PIN)}
    with origin.serving(rf.get("/", headers={"User-Agent": f"x{PIN}"}), "r"):
        journal.write(Act.SIGNED_IN, by=person, obj=person, organization=person, changes=changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(entry)::text FROM records_journalentry entry")
        written = cursor.fetchone()[0]
    assert PIN not in written
    assert "00708201710169" not in written
    assert written.count("2211••••••••34") == 8
    assert "0070••••••••69" in written


@given(st.text(), st.from_regex(r"\A[0-9]{14}\Z"), st.text())
def test_no_number_of_fourteen_digits_survives(before, number, after):
    text = journal.masked(f"{before}\n{number}\n{after}")
    assert f"\n{number}\n" not in text


def test_longer_and_shorter_numbers_stay():
    assert journal.masked("1234567890123 123456789012345") == "1234567890123 123456789012345"


def test_values_are_written_as_json_keeps_them(person):
    day = date(2026, 11, 22)
    plain = journal.plain([day, Decimal("1.50"), timedelta(days=1), True, 7, None, {"x"}, person, Act.SIGNED_IN])
    name = {"id": person.pk, "name": "Асанов Үсөн Өмүрович"}
    assert plain == ["2026-11-22", "1.50", "1 day, 0:00:00", True, 7, None, ["x"], name, "signed_in"]


# The chain


def test_each_link_covers_the_hash_before_it(person):
    for _number in range(3):
        journal.write(Act.SIGNED_IN, by=person, obj=person)
    assert JournalLink.objects.count() == 0
    chain_now()
    links = list(JournalLink.objects.order_by("seq"))
    assert [link.seq for link in links] == [1, 2, 3]
    assert [link.prev for link in links] == [GENESIS, links[0].hash, links[1].hash]
    assert journal.head() == Head(3, links[2].hash)
    assert len({link.hash for link in links}) == 3


@pytest.mark.django_db(transaction=True)
def test_transactions_that_wait_for_each_others_rows_can_all_write():
    """With the head locked at once, and not at the commit, these two would wait for each other for ever."""
    first, second = UserFactory(), UserFactory()
    barrier = threading.Barrier(2, timeout=10)
    failures = []

    def work(mine, other):
        try:
            with transaction.atomic():
                journal.write(Act.SIGNED_IN, by=mine, obj=mine)
                type(mine).objects.select_for_update().get(pk=mine.pk)
                barrier.wait()
                journal.write(Act.SIGNED_IN, by=mine, obj=other)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert list(JournalLink.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain():
    person = UserFactory()

    def work():
        for _number in range(10):
            journal.write(Act.SIGNED_IN, by=person, obj=person)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    links = list(JournalLink.objects.order_by("seq"))
    assert [link.seq for link in links] == list(range(1, 51))
    assert [link.prev for link in links[1:]] == [link.hash for link in links[:-1]]
    assert JournalHead.objects.get().hash == links[-1].hash


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_gap():
    person = UserFactory()
    with transaction.atomic():
        journal.write(Act.SIGNED_IN, by=person, obj=person)
        transaction.set_rollback(True)
    journal.write(Act.SIGNED_OUT, by=person, obj=person)
    assert list(JournalLink.objects.values_list("seq", "entry__action")) == [(1, "signed_out")]


# The guards


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_changes(person, table, statement):
    journal.write(Act.SIGNED_IN, by=person, obj=person)
    chain_now()
    with connection.cursor() as cursor:
        for each in GUARDED:
            cursor.execute(f"ALTER TABLE {each} ENABLE TRIGGER journal_guard_truncate")
        with pytest.raises(DatabaseError, match=r"append-only|Only a new entry"), transaction.atomic():
            cursor.execute(statement.format(table))
    assert JournalEntry.objects.count() == JournalLink.objects.count() == JournalHead.objects.get().seq == 1


def test_no_link_can_be_forged(person):
    entry = journal.write(Act.SIGNED_IN, by=person, obj=person)
    with pytest.raises(DatabaseError, match="Only a new entry"), transaction.atomic():
        JournalLink.objects.create(seq=1, entry=entry, at=timezone.now(), prev=GENESIS, hash="f" * 64)


@pytest.mark.django_db(transaction=True)
def test_without_a_head_nothing_is_written():
    person = UserFactory()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE records_journalhead")
    with pytest.raises(DatabaseError, match="no rows"):
        journal.write(Act.SIGNED_IN, by=person, obj=person)
    assert not JournalEntry.objects.exists()


# The head of a day


def test_the_head_of_a_day_is_the_last_link_before_midnight_in_bishkek(person):
    for _number in range(3):
        journal.write(Act.SIGNED_IN, by=person, obj=person)
    chain_now()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_journallink DISABLE TRIGGER USER")
        for seq, at in ((1, "2026-03-01 17:59:59+00"), (2, "2026-03-01 18:00:00+00"), (3, "2026-03-03 00:00:00+00")):
            cursor.execute("UPDATE records_journallink SET at = %s WHERE seq = %s", [at, seq])
    hashes = dict(JournalLink.objects.values_list("seq", "hash"))
    assert journal.head_of(date(2026, 2, 28)) == Head(0, GENESIS)
    assert journal.head_of(date(2026, 3, 1)) == Head(1, hashes[1])
    assert journal.head_of(date(2026, 3, 2)) == Head(2, hashes[2])
    assert journal.head_of(date(2026, 3, 3)) == Head(3, hashes[3])


@time_machine.travel("2026-03-01 17:59:59Z", tick=False)
def test_a_day_that_is_not_over_has_no_head(db):
    with pytest.raises(journal.DayNotOver):
        journal.head_of(date(2026, 3, 1))
    assert journal.head_of(date(2026, 2, 28)) == Head(0, GENESIS)
