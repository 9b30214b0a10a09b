"""A page asks the same in many places: its view, its menu, each of its buttons. While it is made, it asks once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Within, a function marked `@once` answers the same question once. Only for what changes nothing: whoever writes
    asks anew, on the locked row."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Within `asking_once` the same arguments bring the same answer without asking again; elsewhere each call asks."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        question = (function, args, frozenset(kwargs.items()))
        if question not in answers:
            answers[question] = function(*args, **kwargs)
        return answers[question]

    return wrapper
