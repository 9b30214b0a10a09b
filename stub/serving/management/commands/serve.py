"""`python -m stub serve`: the stub server of the state's services, ready to be used."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from stub.serving import preparation, server, tls


class Command(BaseCommand):
    """Prepares the database and serves on the loopback address."""

    help = "Migrates, loads the world and serves on the loopback address"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--smtp-port", type=int, default=settings.SMTP_PORT, help="0: no mail is received")
        parser.add_argument("--tls", choices=[tls.FULL, tls.BROKEN], help="serve over TLS, with this chain")
        parser.add_argument("--prepare-only", action="store_true", help="end before serving")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.PORT, settings.SMTP_PORT = options["port"], options["smtp_port"]
        settings.PUBLIC_URL = f"{'https' if options['tls'] else 'http'}://127.0.0.1:{options['port']}"
        preparation.prepare()
        if options["prepare_only"]:
            return
        certificates = tls.files(options["tls"]) if options["tls"] else {}
        self.stdout.write(f"The stub server listens on {settings.PUBLIC_URL}")
        self.stdout.flush()
        server.run(f"127.0.0.1:{options['port']}", **certificates)
