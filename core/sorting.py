"""The order of the Kyrgyz alphabet, the same on every PostgreSQL: ң stands after н, ө after о, ү after у."""

from django.db.models import F, Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat, Lower

ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_CODES = "".join(chr(0x0430 + place) for place in range(len(ALPHABET)))


def sort_key(text: str) -> str:
    """The key by which `text` stands in an alphabetical list; equal to what the database computes."""
    return text.lower().translate(str.maketrans(ALPHABET, _CODES))


def KyrgyzSortKey(*fields: str) -> GeneratedField:  # noqa: N802 -- reads as a field in a model
    """A stored column to order by, generated from the text columns `fields`, the first of which counts most."""
    separated = [part for field in fields for part in (F(field), Value(" "))]
    text = F(fields[0]) if len(fields) == 1 else Concat(*separated, output_field=TextField())
    key = Func(Lower(text), Value(ALPHABET), Value(_CODES), function="translate", output_field=TextField())
    return GeneratedField(expression=key, output_field=TextField(db_collation="C"), db_persist=True)
