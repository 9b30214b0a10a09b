import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """The demo world, as far as it is ours: run at each start of bin/run, a second time changes nothing."""

    help = "Add what the people of the stub server's world need here; only where stubs are allowed"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--history", action="store_true", help="what has happened since: takes minutes, beside the running site"
        )

    def handle(self, *, history: bool, **_options: Any) -> None:
        if not settings.ALLOW_STUBS:
            raise CommandError("The demo world belongs where the stub server is: set ALLOW_STUBS=1 on such a machine.")
        people = json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))
        if history:  # each step for itself, as by people: nobody who signs in meanwhile has to wait for the journal
            _load(settings.DEMO_HISTORY, people)
            return
        with transaction.atomic():
            _load(settings.DEMO_DATA, people)


def _load(paths: list[str], people: list[dict[str, Any]]) -> None:
    for path in paths:
        import_string(path)(people)
