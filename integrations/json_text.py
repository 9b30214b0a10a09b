"""JSON from outside: UTF-8, bounded in depth, an object at the top."""

import json
from typing import Any

_DEPTH = 20


class NotJson(ValueError):
    """The bytes are no JSON object that we are willing to read."""


def parse_object(body: bytes) -> dict[str, Any]:
    """The object; raises NotJson."""
    try:
        parsed = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson(type(error).__name__) from None
    if not isinstance(parsed, dict):
        raise NotJson("not an object")
    if _deeper_than(parsed, _DEPTH):
        raise NotJson("too deep")
    return parsed


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True
