from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core import effects, outbox
from core.models import OutboxEntry

DONE: list[int] = []


def ring(number: int) -> None:
    DONE.append(number)


def break_down(number: int) -> None:
    OutboxEntry.objects.create(kind="ring", payload={"number": number})
    raise ConnectionError("22112199901234")


@pytest.fixture(autouse=True)
def _handlers(settings):
    DONE.clear()
    settings.OUTBOX_HANDLERS = {
        "ring": "tests.core.test_outbox.ring",
        "break down": "tests.core.test_outbox.break_down",
    }


@pytest.mark.django_db(transaction=True)
def test_an_effect_happens_after_the_commit_and_once():
    with transaction.atomic():
        outbox.put("ring", {"number": 1})
        assert DONE == []
    assert DONE == [1]
    effects.drain()
    assert DONE == [1]


@pytest.mark.django_db(transaction=True)
def test_an_effect_of_a_transaction_that_failed_never_happens():
    with transaction.atomic():
        outbox.put("ring", {"number": 1})
        transaction.set_rollback(True)
    effects.drain()
    assert DONE == []


@pytest.mark.django_db(transaction=True)
def test_the_same_key_is_put_once():
    outbox.put("ring", {"number": 1}, key="a")
    outbox.put("ring", {"number": 2}, key="a")
    outbox.put("ring", {"number": 3}, key="b")
    assert DONE == [1, 3]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_finds_what_the_nudge_lost(settings, monkeypatch):
    OutboxEntry.objects.create(kind="ring", payload={"number": 7})
    assert effects.drain() == 1
    assert DONE == [7]


@pytest.mark.django_db(transaction=True)
def test_what_is_due_later_waits():
    outbox.put("ring", {"number": 1}, available_at=timezone.now() + timedelta(hours=1))
    assert effects.drain() == 0
    assert DONE == []


@pytest.mark.django_db(transaction=True)
def test_a_failure_undoes_the_handler_waits_longer_each_time_and_is_given_up_visibly():
    outbox.put("break down", {"number": 1})
    pauses = []
    for _attempt in range(effects.ATTEMPTS - 1):
        entry = OutboxEntry.objects.get()
        pauses.append(entry.available_at - timezone.now())
        entry.available_at = timezone.now()
        entry.save()
        effects.drain()
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.done_at, entry.last_error) == (effects.ATTEMPTS, None, "ConnectionError")
    assert entry.given_up_at is not None
    assert pauses[0] < timedelta(seconds=13)
    assert pauses[4] > pauses[0]
    assert max(pauses) < timedelta(hours=1.21)
    assert effects.drain() == 0


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(LookupError, match="'sing'"):
        outbox.put("sing", {})
