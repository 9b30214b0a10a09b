"""One shape for the pages that ask before a step is taken."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse, QueryDict

from core.http import Request, View, by_method, reads, writes

type Given = QueryDict | None


def step_of[Thing, Typed: Form](
    load: Callable[..., Thing],
    *,
    of: Callable[[View], View],
    form: Callable[[Request, Thing, Given], Typed],
    page: Callable[[Request, Thing, Typed], HttpResponse],
    take: Callable[[Request, Thing, Typed], HttpResponse],
) -> View:
    """A page that shows the form of a step, gives it back with what is wrong in it, and takes the step.

    `load` finds what the address names, for the people `of` whom the page is; `page` refuses who may not take the step.
    """

    @reads
    @of
    def show(request: Request, **keys: Any) -> HttpResponse:
        thing = load(request, **keys)
        return page(request, thing, form(request, thing, None))

    @writes
    @of
    def save(request: Request, **keys: Any) -> HttpResponse:
        thing = load(request, **keys)
        typed = form(request, thing, request.POST)
        return take(request, thing, typed) if typed.is_valid() else page(request, thing, typed)

    return by_method(show, save)
