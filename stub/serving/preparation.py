"""Brings the stub's database up to date; with nothing to do it does nothing."""

import psycopg
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from stub.registry import loading
from stub.softtoken import loading as token_loading


def prepare() -> None:
    """The database exists, has all tables, holds the world, and knows the application."""
    create_database()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    if loading.load():
        token_loading.load()
    admit_application()
    connections.close_all()  # the server forks after this


def create_database() -> None:
    """The database of the settings exists, if the server lets us see and create databases."""
    parameters = connection.get_connection_params()
    name = parameters.pop("dbname")
    for unwanted in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(unwanted, None)
    try:
        with psycopg.connect(dbname="postgres", autocommit=True, **parameters) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.OperationalError:
        return  # no access to the server's other databases: ours must exist then


def admit_application() -> None:
    """ЕСИ knows the application as a confidential client that may return to its own addresses only."""
    client = Client.objects.filter(pk=settings.CLIENT_ID).first() or Client(pk=settings.CLIENT_ID)
    client.name, client.type, client.skip_consent = "АСУЛА", Client.Type.CONFIDENTIAL, True
    client.set_scopes(["openid", "profile", "organizations", "email", "phone"])
    client.set_redirect_uris([site + settings.CLIENT_CALLBACK_PATH for site in settings.CLIENT_SITES])
    client.set_post_logout_redirect_uris(
        [address for site in settings.CLIENT_SITES for address in (site, f"{site}/", f"{site}/sign-out/done/")]
    )
    if not client.check_secret(settings.CLIENT_SECRET):
        client.set_secret(settings.CLIENT_SECRET)
    client.save()
