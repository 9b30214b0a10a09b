import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """The demo world, as far as it is ours: run at each start of bin/run, a second time changes nothing."""

    help = "Add what the people of the stub server's world need here; only where stubs are allowed"

    def handle(self, **_options: Any) -> None:
        if not settings.ALLOW_STUBS:
            raise CommandError("The demo world belongs where the stub server is: set ALLOW_STUBS=1 on such a machine.")
        people = json.loads(settings.DEMO_PEOPLE.read_text(encoding="utf-8"))
        with transaction.atomic():
            for path in settings.DEMO_DATA:
                import_string(path)(people)
