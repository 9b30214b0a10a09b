"""Text as people typed or pasted it, without what nobody can see."""

import unicodedata

_KEPT = {"\n"}
_SPACES = {"\t": " ", "\u00a0": " ", "\u202f": " ", "\u2007": " "}


def visible(text: str) -> str:
    """Composed letters, plain spaces and line feeds; control, direction and zero-width marks are gone."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    signs = (_SPACES.get(sign, sign) for sign in unicodedata.normalize("NFC", plain))
    return "".join(sign for sign in signs if sign in _KEPT or unicodedata.category(sign)[0] != "C")
