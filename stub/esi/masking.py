"""Hides the middle of names and numbers, the way ЕСИ's pages do."""

import re

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> str:
    """Of each word of three letters or more only the first and the last stay."""
    return WORD.sub(lambda word: _masked(word.group()), text)


def number(text: str) -> str:
    return f"{text[:1]}*****{text[-4:]}"


def phone(text: str) -> str:
    return f"{text[:6]}*****{text[-2:]}"


def email(text: str) -> str:
    name, _at, domain = text.partition("@")
    return f"{name[:1]}*****{name[-1:]}@{domain}"


def _masked(word: str) -> str:
    return word if len(word) < 3 else f"{word[0]}{'*' * min(5, len(word) - 2)}{word[-1]}"
