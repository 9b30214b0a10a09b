"""The embedded Valkey for real."""

import io
import os
import shutil
from signal import SIGKILL

import pytest
import redis
from kombu import Connection

from launcher import processes, services
from launcher.console import Console
from launcher.processes import Record
from launcher.services import Supervisor
from launcher.valkey import Valkey, forget


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "a b ң"
    folder.mkdir()
    monkeypatch.setattr(services, "LOG", tmp_path / "log")
    return folder


@pytest.fixture
def record(tmp_path):
    return Record(tmp_path / "running")


@pytest.fixture
def supervisor(record):
    supervisor = Supervisor(Console(io.StringIO()), record)
    yield supervisor
    supervisor.stop()


def started(supervisor, folder, record):
    valkey = Valkey("trial", folder, record)
    supervisor.start(valkey.service())
    return valkey


def test_cache_and_broker_reach_it_in_databases_of_their_own(supervisor, folder, record):
    valkey = started(supervisor, folder, record)
    with redis.Redis.from_url(valkey.cache_url()) as cache:
        cache.set("name", "ң")
        with Connection(valkey.broker_url()) as broker:
            queue = broker.SimpleQueue("work")
            queue.put({"id": 1})
            message = queue.get(timeout=2)
            assert message.payload == {"id": 1}
            message.ack()
            queue.close()
        assert cache.dbsize() == 1


def test_nothing_listens_on_the_network_and_nothing_is_evicted(supervisor, folder, record):
    with redis.Redis.from_url(started(supervisor, folder, record).cache_url()) as server:
        found = server.config_get("*")
    assert found["port"] == "0"
    assert found["maxmemory-policy"] == "noeviction"
    assert found["appendonly"] == "yes"
    assert found["save"] == ""


def test_what_was_queued_outlives_a_killed_server(supervisor, folder, record):
    valkey = started(supervisor, folder, record)
    with redis.Redis.from_url(valkey.cache_url()) as server:
        server.rpush("queue", *range(100))
    first = record.find("trial")
    os.kill(first.pid, SIGKILL)
    processes.wait_for_end(first, 5)
    supervisor.stop()
    with redis.Redis.from_url(started(supervisor, folder, record).cache_url()) as server:
        assert server.llen("queue") == 100


def test_a_server_left_by_a_killed_launcher_is_taken_over(supervisor, folder, record):
    started(supervisor, folder, record)
    first = record.find("trial")
    next_one = Supervisor(Console(io.StringIO()), record)
    started(next_one, folder, record)
    assert record.find("trial") == first
    next_one.stop()
    assert not first.alive


def test_forgotten_data_are_gone(supervisor, folder, record):
    valkey = started(supervisor, folder, record)
    supervisor.stop()
    forget(folder)
    assert not folder.exists()
    assert not valkey.socket.exists()
    shutil.rmtree(valkey.socket.parent, ignore_errors=True)
