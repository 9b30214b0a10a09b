"""Is the person who signs the head whom the register names?"""

import re
import unicodedata
from collections import Counter

from accounts.models import User
from organizations.models import Registration
from organizations.models.register import RegisterData

_TWINS = str.maketrans("ңөүёһқғ", "ноуехкг")
_WORDS = re.compile(r"[^\W\d_]+")


def is_head(data: RegisterData, person: User) -> bool | None:
    """True or False as the register says it; None while it has said nothing, or does not name a head."""
    if data.register_answered_at is None:
        return None
    if data.head_pin and person.pin:
        return bool(data.head_pin == person.pin)
    if not data.head_name:
        return None
    return same_name(data.head_name, person.get_full_name())


def same_name(one: str, other: str) -> bool:
    """The same words in any order, or all words of the shorter name where it has two at least: registers leave out the
    patronymic. Case, ё and the Kyrgyz letters that Russian keyboards lack don't count."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return shorter == longer or (len(shorter) >= 2 and not Counter(shorter) - Counter(longer))


def needs_proof(registration: Registration, person: User) -> bool:
    """Whether the person must show why he, and not the register's head, registers the organization."""
    return is_head(registration, person) is False


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFC", name).lower().translate(_TWINS)
    return sorted(_WORDS.findall(folded))
