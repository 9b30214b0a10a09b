from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from records import development_seal


class Command(BaseCommand):
    help = "Make a seal and an attestation key for development where SEAL_KEY points, unless they are there."

    def handle(self, *_args: Any, **_options: Any) -> None:
        files = [Path(settings.SEAL_KEY), Path(settings.SEAL_CERTIFICATE), *map(Path, settings.SEAL_ROOTS)]
        if [path.name for path in files] != ["key.pem", "certificate.pem", "root.pem"]:
            raise CommandError("SEAL_KEY, SEAL_CERTIFICATE and SEAL_ROOTS name a seal of your own.")
        development_seal.make(files[0].parent)
        self.stdout.write(f"The development seal lies in {files[0].parent}.")
