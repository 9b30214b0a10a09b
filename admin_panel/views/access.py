"""Whose pages these are: asked before anything else, so that a stranger learns nothing from the answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from accreditation.rules.people import is_administrator, works_in_the_ministry
from core.http import Request
from core.rules import Rule

type View = Callable[..., HttpResponse]


def _only(rule: Rule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            rule.check(request.acting)
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


for_administrators = _only(is_administrator)
"""A page of the administrators of accreditation; 403 with the reason to everybody else. Stands below @reads."""

for_the_ministry = _only(works_in_the_ministry)
"""A page of administrators and specialists."""
