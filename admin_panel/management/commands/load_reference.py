from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Reference data of all apps; run at each start, adds only what is missing."""

    help = "Add the reference data that are missing: regions, districts, programmes, standards …"

    def handle(self, **_options: Any) -> None:
        for path in settings.REFERENCE_DATA:
            added: dict[str, int] = import_string(path)()
            for name, count in added.items():
                self.stdout.write(f"{name}: {count} added")
