"""A PostgreSQL that somebody else runs, named by DATABASE_URL."""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from launcher import commands
from launcher.paths import PYTHON

# Run by the Python of .venv, which has psycopg; the launcher itself has only the standard library.
CREATE = """
import os
import psycopg
from psycopg import sql

try:
    psycopg.connect(os.environ["STUB_DATABASE_URL"]).close()
except psycopg.OperationalError:
    name = psycopg.conninfo.conninfo_to_dict(os.environ["STUB_DATABASE_URL"])["dbname"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
"""


def beside(url: str) -> str:
    """The address of the stub server's database: the same server, the name with _stub behind it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}_stub"))


def ensure_database(environment: Mapping[str, str]) -> None:
    """The stub server's database exists on that server."""
    advice = "create that database yourself, or name another one with STUB_DATABASE_URL."
    commands.run([PYTHON, "-c", CREATE], log="stub-database", env=environment, advice=advice)
