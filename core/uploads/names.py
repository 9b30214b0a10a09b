"""A file's name as a stranger gave it: shown, never used as a path."""

import re
import unicodedata

_LONGEST = 120
_PATHS = re.compile(r"[\\/]+")
_SPACES = re.compile(r"\s+")


def shown_name(name: str, fallback: str = "file") -> str:
    """The last part of `name` without control and direction marks, at most 120 characters, its ending kept."""
    last = _PATHS.split(name)[-1]
    visible = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    visible = _SPACES.sub(" ", visible).strip(" .") or fallback
    stem, dot, ending = visible.rpartition(".")
    if not dot:
        return visible[:_LONGEST]
    ending = ending[:10]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"


def extension(name: str) -> str:
    """The ending of the shown name in lower case, without the dot; empty when there is none."""
    return shown_name(name).rpartition(".")[2].lower() if "." in shown_name(name) else ""
