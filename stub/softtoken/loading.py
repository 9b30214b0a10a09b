"""Puts the world's tokens into the database, and the first one into the reader."""

from django.db import transaction

from stub.registry.models import Signature
from stub.softtoken.models import Reader, Slot, Token
from stub.world import files

DEFAULT_READER = "default"


@transaction.atomic
def load() -> None:
    """The tokens are as the files say, with their PIN codes unlocked; the default reader holds the first token."""
    signatures = dict(Signature.objects.values_list("slug", "pk"))
    rows = files.read()["tokens"]
    Token.objects.exclude(slug__in=[row["slug"] for row in rows]).delete()
    for row in rows:
        values = {key: row[key] for key in ("serial", "layout", "note", "modes")}
        token, _created = Token.objects.update_or_create(slug=row["slug"], defaults=values | {"wrong_guesses": 0})
        token.holders.set([signatures[slug] for slug in row["holders"]])
    insert(DEFAULT_READER, [rows[0]["slug"]])


def forget_wrong_guesses() -> None:
    """No PIN code is locked by guesses, and the default reader holds the first token."""
    Token.objects.update(wrong_guesses=0)
    insert(DEFAULT_READER, [files.read()["tokens"][0]["slug"]])


@transaction.atomic
def insert(reader_name: str, slugs: list[str]) -> Reader:
    """Exactly these tokens lie in the reader, none of them unlocked by a PIN code yet."""
    reader, _created = Reader.objects.get_or_create(name=reader_name)
    tokens = {token.slug: token for token in Token.objects.filter(slug__in=slugs)}
    reader.slots.all().delete()
    Slot.objects.bulk_create(
        [Slot(reader=reader, token=tokens[slug], number=number) for number, slug in enumerate(slugs)]
    )
    return reader
