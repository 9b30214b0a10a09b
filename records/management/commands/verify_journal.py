from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records import chain


def kept_head(text: str) -> tuple[int, str]:
    """A head as `verify_journal` prints it: number:hash."""
    seq, _, digest = text.partition(":")
    if not seq.isdigit() or len(digest) != 64:
        raise ArgumentTypeError("a head is written as number:hash")
    return int(seq), digest.lower()


class Command(BaseCommand):
    help = "Walk the journal's chain; name the first broken entry and fail, or print the head to keep outside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=kept_head, help="a head that was kept outside, as number:hash")

    def handle(self, *_args: Any, **options: Any) -> None:
        verdict = chain.verify(options["head"])
        if verdict.broken:
            raise CommandError(f"The journal is broken. {verdict.broken}")
        self.stdout.write(f"The journal is intact: {verdict.count} entries. Head {verdict.count}:{verdict.last}")
