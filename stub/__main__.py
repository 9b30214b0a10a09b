"""`python -m stub serve --port N` prepares the database and serves; Django's own commands work too."""

import os
import sys

from django.core.management import execute_from_command_line

from stub import texts


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stub.settings")
    texts.compile_stale()
    execute_from_command_line(["python -m stub", *sys.argv[1:]])


if __name__ == "__main__":
    main()
