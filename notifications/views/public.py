"""The pages that anybody may read and that ask the database nothing."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render

from core.http import Request, reads

type View = Callable[[Request], HttpResponse]


def _page(name: str) -> View:
    """The view of this name, which shows the template of this name."""

    @login_not_required
    @reads
    def view(request: Request) -> HttpResponse:
        return render(request, f"notifications/{name}.html")

    view.__name__ = view.__qualname__ = name
    return view


home = _page("home")
licences = _page("licences")
accreditations = _page("accreditations")
feedback_sent = _page("feedback_sent")
accessibility = _page("accessibility")
