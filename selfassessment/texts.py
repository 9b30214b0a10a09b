"""How a text is stored, counted and compared: the same in the browser, on the server and in the database."""

from core.forms import count_characters, normalised


def normalized(text: str) -> str:
    """The text with composed letters and every line ended by one character, as it is stored."""
    return normalised(text).replace("\r", "\n")


def length(text: str) -> int:
    """The figure that stands below the field: code points without the blanks around them, a line break as one."""
    return count_characters(normalized(text))


def is_empty(text: str) -> bool:
    return not text.strip()
