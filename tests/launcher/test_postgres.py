"""The embedded PostgreSQL for real: made, started, asked, killed, adopted, stopped."""

import io
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from signal import SIGKILL

import psycopg
import pytest

from launcher import commands, postgres, processes, services
from launcher.console import Console, StepFailed
from launcher.postgres import FAST, ROLE, Cluster, Owner
from launcher.processes import Record
from launcher.services import Supervisor

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")


@pytest.fixture
def folder(monkeypatch):
    """A folder with a space and a quote in its name that every user may pass through, the system's one beside it."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o711)
    inner = outer / "a b ң\"'"
    inner.mkdir(mode=0o711)
    monkeypatch.setattr(postgres, "SYSTEM_HOME", outer / "system")
    for module in (services, commands):
        monkeypatch.setattr(module, "LOG", outer / "log")
    yield inner
    shutil.rmtree(outer)


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(Console(io.StringIO()), Record(tmp_path / "running"))
    yield supervisor
    supervisor.stop()


def started(supervisor, home, options=FAST):
    cluster = Cluster("trial", home, options)
    supervisor.start(cluster.service())
    cluster.ensure_database("asula")
    return cluster


def ask(cluster, statement):
    with psycopg.connect(cluster.url("asula"), autocommit=True) as connection:
        return connection.execute(statement).fetchone()[0]


def pid(cluster):
    return int((cluster.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def test_it_answers_through_its_socket_only_and_knows_kyrgyz_letters(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    assert ask(cluster, "SELECT lower('ҢӨҮ') || upper('ңөү')") == "ңөүҢӨҮ"
    assert ask(cluster, "SELECT 'Өзгөн' ILIKE 'өЗГӨН'")
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert (
        ask(cluster, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'asula'") == "bC.UTF-8"
    )
    assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700


def test_the_role_may_make_test_databases_but_is_no_superuser(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    cluster.ensure_database("asula")
    cluster.ensure_database("asula_stub")
    rights = "SELECT rolcreatedb AND NOT rolsuper AND NOT rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert ask(cluster, rights)
    assert ask(cluster, "SELECT count(*) FROM pg_database WHERE datname IN ('asula', 'asula_stub')") == 2
    assert ask(cluster, "SELECT current_user") == ROLE
    with psycopg.connect(cluster.url("asula_stub")) as connection:
        connection.execute("CREATE EXTENSION btree_gist")


@pytest.mark.parametrize(("options", "fsync"), [(postgres.SAFE, "on"), (FAST, "off")])
def test_writes_reach_the_disk_unless_it_is_for_tests(supervisor, folder, options, fsync):
    assert ask(started(supervisor, folder / "postgres", options), "SHOW fsync") == fsync


def test_it_stops_with_its_supervisor_and_keeps_its_rows(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    with psycopg.connect(cluster.url("asula"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    identity, server = cluster.identity(), pid(cluster)
    supervisor.stop()
    assert processes.beginning(server) is None
    again = started(supervisor, folder / "postgres")
    assert ask(again, "SELECT number FROM kept") == 42
    assert again.identity() == identity


def test_another_cluster_has_another_identity(supervisor, folder):
    first = started(supervisor, folder / "one").identity()
    assert started(supervisor, folder / "two").identity() != first


def test_a_server_left_by_a_killed_launcher_is_taken_over(supervisor, folder, tmp_path):
    cluster = started(supervisor, folder / "postgres")
    next_one = Supervisor(Console(io.StringIO()), Record(tmp_path / "running"))
    adopted = started(next_one, folder / "postgres")
    assert pid(adopted) == pid(cluster)
    next_one.stop()
    assert not (cluster.data / "postmaster.pid").exists()


def test_a_note_of_a_server_that_is_gone_is_no_obstacle(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    first = pid(cluster)
    os.kill(first, SIGKILL)
    while processes.beginning(first):
        time.sleep(0.02)
    supervisor.stop()
    assert (cluster.data / "postmaster.pid").exists()
    assert pid(started(supervisor, folder / "postgres")) != first


def test_a_server_with_its_socket_elsewhere_is_replaced(supervisor, folder, monkeypatch, tmp_path):
    cluster = started(supervisor, folder / "postgres")
    first = pid(cluster)
    monkeypatch.setattr(postgres.sockets, "fits", lambda path: path.parent.name != "socket")
    shorter = Supervisor(Console(io.StringIO()), Record(tmp_path / "running"))
    moved = started(shorter, folder / "postgres")
    assert moved.sockets != cluster.sockets
    assert pid(moved) != first
    assert processes.beginning(first) is None
    shorter.stop()
    shutil.rmtree(moved.sockets)


def test_variables_of_another_server_do_not_disturb(supervisor, folder, monkeypatch):
    for name, value in {"PGPORT": "1", "PGHOST": "nowhere", "PGDATA": "/nowhere", "PGUSER": "x"}.items():
        monkeypatch.setenv(name, value)
    cluster = started(supervisor, folder / "postgres")
    monkeypatch.delenv("PGPORT")
    assert ask(cluster, "SELECT 1") == 1


@as_root
def test_root_drops_to_another_user(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    owner = Owner.pick()
    assert owner.uid != 0
    assert Path(f"/proc/{pid(cluster)}").stat().st_uid == owner.uid
    assert cluster.data.stat().st_uid == owner.uid


@as_root
def test_a_checkout_that_only_root_enters_is_left_as_it_is(supervisor, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "postgres"
    cluster = started(supervisor, home)
    assert ask(cluster, "SELECT 1") == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert postgres.SYSTEM_HOME in cluster.data.parents
    assert (home / "place").read_text(encoding="utf-8").strip() == str(cluster.data.parent)
    supervisor.stop()
    postgres.forget(home)
    assert not cluster.data.exists()
    assert not home.exists()


def test_data_of_another_version_are_not_touched_but_for_tests(supervisor, folder):
    cluster = started(supervisor, folder / "postgres")
    supervisor.stop()
    (cluster.data / "PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(StepFailed, match="PostgreSQL 17") as failed:
        Cluster("trial", folder / "postgres", postgres.SAFE).service()
    assert "--fresh" in failed.value.advice
    assert ask(started(supervisor, folder / "postgres"), "SELECT 1") == 1


def test_a_half_made_cluster_is_made_again(supervisor, folder):
    home = folder / "postgres"
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18", encoding="utf-8")
    assert ask(started(supervisor, home), "SELECT 1") == 1
