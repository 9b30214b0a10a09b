import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from records import chain, journal
from records.chain import Break, Fault
from records.enums import Act
from records.models import JournalEntry, JournalLink
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

CHANGES = {
    "at": F("at") + timedelta(microseconds=1),
    "action": "signed_out",
    "by_id": F("by_id") + 1,
    "by_name": " ",
    "organization_id": 0,
    "organization_name": "Башка уюм",
    "object_type": "accounts.users",
    "object_id": "0",
    "object_name": "",
    "changes": {"a": [1, 3]},
    "ip": "203.0.113.10",
    "user_agent": "x",
    "request_id": "y",
}


@pytest.fixture
def entries():
    """Five entries in the chain, the guards off: from here on the test is the attacker."""
    person = UserFactory()
    found = [journal.write(Act.SIGNED_IN, by=person, obj=person, changes={"a": (1, 2)}) for _number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in ("entry", "link", "head"):
            cursor.execute(f"ALTER TABLE records_journal{table} DISABLE TRIGGER USER")
    return found


def run(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def broken():
    return chain.verify().broken


def test_an_untouched_chain_is_intact(entries):
    verdict = chain.verify()
    assert (verdict.count, verdict.last, verdict.broken) == (5, journal.head().hash, None)


def test_an_empty_chain_is_intact():
    assert chain.verify().broken is None


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_a_changed_column_names_the_entry(entries, column):
    JournalEntry.objects.filter(pk=entries[2].pk).update(**{column: CHANGES[column]})
    assert broken() == Break(3, Fault.CHANGED, entries[2].pk)


def test_every_column_is_covered(entries):
    assert {*CHANGES, "id"} == {field.column for field in JournalEntry._meta.concrete_fields}


def test_a_changed_time_of_the_link_names_the_entry(entries):
    run("UPDATE records_journallink SET at = at + interval '1 second' WHERE seq = 2")
    assert broken() == Break(2, Fault.CHANGED, entries[1].pk)


def test_two_entries_that_changed_places_are_found(entries):
    run("UPDATE records_journallink SET entry_id = -seq WHERE seq IN (2, 3)")
    run("UPDATE records_journallink SET entry_id = %s WHERE seq = 2", entries[2].pk)
    run("UPDATE records_journallink SET entry_id = %s WHERE seq = 3", entries[1].pk)
    assert broken() == Break(2, Fault.CHANGED, entries[2].pk)


def test_an_entry_whose_hash_was_computed_anew_detaches_the_next(entries):
    run("UPDATE records_journalentry SET by_name = 'Башка' WHERE id = %s", entries[2].pk)
    run("UPDATE records_journallink SET hash = repeat('a', 64) WHERE seq = 3")
    assert broken() == Break(3, Fault.CHANGED, entries[2].pk)
    run("UPDATE records_journallink SET prev = repeat('b', 64) WHERE seq = 3")
    assert broken() == Break(3, Fault.DETACHED, entries[2].pk)


def test_a_removed_entry_is_missed(entries):
    run("DELETE FROM records_journallink WHERE seq = 4")
    assert broken() == Break(4, Fault.MISSING)


def test_an_entry_that_is_not_in_the_chain_is_found(entries):
    run("DELETE FROM records_journallink WHERE seq = 5")
    run("UPDATE records_journalhead SET seq = 4, hash = (SELECT hash FROM records_journallink WHERE seq = 4)")
    assert broken() == Break(5, Fault.UNCHAINED, entries[4].pk)


def test_a_cut_tail_differs_from_the_head(entries):
    cut_tail(entries, head=False)
    assert broken() == Break(4, Fault.CUT)


def test_a_cut_tail_with_its_head_differs_from_a_head_kept_outside(entries):
    kept = journal.head()
    cut_tail(entries, head=True)
    assert broken() is None
    assert chain.verify((kept.seq, kept.hash)).broken == Break(4, Fault.CUT)


def test_a_chain_that_was_computed_anew_differs_from_a_head_kept_outside(entries):
    kept = journal.head()
    run("UPDATE records_journalentry SET by_name = 'Башка' WHERE id = %s", entries[4].pk)
    expected = next(row for row in chain._rows() if row.seq == 5).expected
    run("UPDATE records_journallink SET hash = %s WHERE seq = 5", expected)
    run("UPDATE records_journalhead SET hash = %s", expected)
    assert broken() is None
    assert chain.verify((kept.seq, kept.hash)).broken == Break(5, Fault.NOT_KEPT, entries[4].pk)


def test_a_head_that_was_set_back_or_changed_is_found(entries):
    run("UPDATE records_journalhead SET hash = repeat('c', 64)")
    assert broken() == Break(5, Fault.OTHER_HEAD)
    run("UPDATE records_journalhead SET seq = 3")
    assert broken() == Break(4, Fault.BEYOND, entries[3].pk)
    run("DELETE FROM records_journalhead")
    assert broken() == Break(0, Fault.NO_HEAD)


def cut_tail(entries, *, head):
    gone = [entry.pk for entry in entries[3:]]
    run("DELETE FROM records_journallink WHERE seq > 3")
    run("DELETE FROM records_journalentry WHERE id = ANY(%s)", gone)
    if head:
        link = JournalLink.objects.get(seq=3)
        run("UPDATE records_journalhead SET seq = 3, hash = %s", link.hash)


# The command


def test_the_command_prints_the_head_of_an_intact_journal(entries):
    said = io.StringIO()
    call_command("verify_journal", stdout=said)
    assert said.getvalue() == f"The journal is intact: 5 entries. Head {journal.head()}\n"


def test_the_command_names_the_first_broken_entry_and_fails(entries):
    run("UPDATE records_journalentry SET by_name = 'Башка' WHERE id = ANY(%s)", [entries[1].pk, entries[3].pk])
    expected = rf"^The journal is broken\. Entry 2 \(row {entries[1].pk}\): its content is not what was written\.$"
    with pytest.raises(CommandError, match=expected):
        call_command("verify_journal")


def test_the_command_compares_with_a_kept_head(entries):
    kept = journal.head()
    call_command("verify_journal", "--head", str(kept), stdout=io.StringIO())
    with pytest.raises(CommandError, match="kept outside"):
        call_command("verify_journal", "--head", f"{kept.seq}:{'0' * 64}")
    with pytest.raises(CommandError, match="number:hash"):
        call_command("verify_journal", "--head", "5")
