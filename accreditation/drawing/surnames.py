"""Similar surnames: the same root under the endings of men and women, in Kyrgyz and in Russian spelling."""

import re

from core.search import fold

_ENDINGS = ("ова", "ева", "ина", "ына", "ская", "кая", "ов", "ев", "ин", "ын", "ский", "кий", "тегин")
_WORDS = frozenset({"уулу", "кызы", "оглы", "гызы"})
_SHORTEST_ROOT = 3


def root_of(surname: str) -> str:
    """What two members of a family have in common: «Өмүралиев», «Омуралиева» and «Омурали уулу» are one."""
    words = [word for word in re.split(r"[\s\-]+", fold(surname)) if word not in _WORDS]
    name = words[0] if words else ""
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST_ROOT:
            return name.removesuffix(ending)
    return name


def are_similar(one: str, other: str) -> bool:
    """Whether the surnames may belong to one family."""
    return bool(root_of(one)) and root_of(one) == root_of(other)
