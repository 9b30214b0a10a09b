"""Search that forgives keyboards without ң, ө, ү and ё: «Озгон» finds «Өзгөн»."""

from django.db.models import F, Func, GeneratedField, Q, TextField, Value
from django.db.models.functions import Concat, Lower

_LETTERS, _PLAIN = "ңөүёъь", "ноуе"  # what stands beyond the plain letters is left out


def fold(text: str) -> str:
    """The text in small plain letters, its words one space apart; equal to what the database computes."""
    table = str.maketrans(_LETTERS[: len(_PLAIN)], _PLAIN, _LETTERS[len(_PLAIN) :])
    return " ".join(text.lower().translate(table).split())


def SearchKey(*fields: str) -> GeneratedField:  # noqa: N802 -- reads as a field in a model
    """A stored column to search in, folded from the text columns `fields`."""
    separated = [part for field in fields for part in (F(field), Value(" "))]
    text = Lower(Concat(*separated, output_field=TextField()))
    key = Func(text, Value(_LETTERS), Value(_PLAIN), function="translate", output_field=TextField())
    return GeneratedField(expression=key, output_field=TextField(), db_persist=True)


def has_words(column: str, text: str) -> Q:
    """The condition that each word of `text`, or a part of a word, stands in the search key `column`."""
    condition = Q()
    for word in fold(text).split():
        condition &= Q(**{f"{column}__contains": word})
    return condition
