"""How a text is counted and compared: the same in the browser, on the server and in the database."""


def normalized(text: str) -> str:
    """The text with every line ended by one character, as it is stored and counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def length(text: str) -> int:
    """Unicode code points, the end of a line counting as one."""
    return len(normalized(text))


def is_empty(text: str) -> bool:
    return not text.strip()
